import type { Budget } from '../../agent/budget.ts';
import type { MemoryOptions } from '../../memory/memory.ts';
import type { OperationName } from '../../memory/operation.ts';
import type { Retriever } from '../../memory/retriever.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Compatibility } from '../../released/compatibility.ts';
import type { AskJudge } from '../../score/judge.ts';
import type { JsonValue } from '../../shared/json.ts';
import type { Tokenizer } from '../../task/tokenizer.ts';
import type { Trajectory } from '../../trajectory/trajectory.ts';

/** A policy as the bench needs to know it. */
export interface BenchPolicy {
  readonly policy: Policy;
  /** What its results depend on beside the code: model, prompts, settings. A folder holds one of them. */
  readonly fingerprint: string;
  /** Its trajectories cost money: they are all kept. */
  readonly needsModel: boolean;
  /** What it says of itself; a `WorkflowDeclaration` fits. Without it, nothing is known beforehand. */
  readonly declaration?: {
    readonly operations: readonly (OperationName | 'scratchpad')[];
    readonly unit: 'chunk' | 'document' | 'turn';
  };
}

/** Everything that an episode is run with. Worker threads make their own from the same recipe. */
export interface BenchParts {
  readonly policies: readonly BenchPolicy[];
  readonly tokenizer: Tokenizer;
  readonly rules: Compatibility;
  /** For `undefined` the retriever as called; for a name `undefined` where this run has none of it. */
  readonly retriever: (name: string | undefined, seed: number) => Retriever | undefined;
  /** Wall time in milliseconds. */
  readonly timer: () => number;
  /** Tokens of a chunk, where a variant does not say. Default 4000 (paper). */
  readonly chunkSize?: number;
  /** How the memory is opened, where a variant does not say; K is 6 by default (paper). */
  readonly memory?: Pick<MemoryOptions, 'k' | 'capacity' | 'overCapacity' | 'readTiming'>;
  /** Whether the questions are shown while a conversation goes on. Default false. */
  readonly questionsKnown?: boolean;
  /** Judges every answer, beside the exact measures. What a judge costs is not counted. */
  readonly judge?: AskJudge;
  /** Limits of each episode. */
  readonly budget?: Budget;
  /** Anything more to keep of an episode beside its score, small: trajectories are not all kept. */
  readonly measure?: (trajectory: Trajectory) => JsonValue;
}
