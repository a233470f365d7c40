/**
 * The parts of a run that all its episodes share.
 *
 * @module
 */
import type { Budget } from '../agent/budget.ts';
import type { DocumentTaskOptions } from '../agent/document-task.ts';
import type { MemoryOptions } from '../memory/memory.ts';
import type { OperationName } from '../memory/operation.ts';
import type { Retriever } from '../memory/retriever.ts';
import type { Policy } from '../policy/policy.ts';
import type { AskJudge } from '../score/judge.ts';
import type { JsonValue } from '../shared/json.ts';
import type { Tokenizer } from '../task/tokenizer.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';

/** A policy and its properties that a run depends on. */
export interface EvaluatedPolicy {
  readonly policy: Policy;
  /** Fingerprint of the model, prompts and settings. A folder holds results of one fingerprint per name. */
  readonly fingerprint: string;
  /** Whether its episodes cost money. All their trajectories are then kept. */
  readonly needsModel: boolean;
  /** The workflow's declaration. Without it, ablations that have no effect still run. */
  readonly declaration?: {
    readonly operations: readonly (OperationName | 'scratchpad')[];
    readonly unit: 'chunk' | 'document' | 'turn';
  };
}

/** Options for cutting streams and conversations into tasks. */
export interface TaskReading extends Omit<DocumentTaskOptions, 'tokenizer'> {
  /** Required for document streams and conversations. Finished tasks do not need it. */
  readonly tokenizer?: Tokenizer;
  /** Whether a conversation shows its questions from the start. Default: false. */
  readonly questionsKnown?: boolean;
}

/** Memory options of episodes. */
export type RunMemory = Partial<Omit<MemoryOptions, 'store' | 'namespace' | 'clock' | 'retriever'>>;

/** The parts that episodes share. Worker threads build theirs from the same recipe. */
export interface RunParts {
  readonly policies: readonly EvaluatedPolicy[];
  readonly reading: TaskReading;
  /** Returns the retriever of that name, or the run's default if the name is `undefined`. */
  readonly retriever: (name: string | undefined, seed: number) => Retriever | undefined;
  /** Milliseconds of wall time. */
  readonly timer: () => number;
  /** Used if a variant sets nothing. Default: K = 6 (paper), and texts are stored once. */
  readonly memory?: RunMemory;
  /** Whether the episodes of a cell share one store, as in the released evaluator. Default: false. */
  readonly sharedStore?: boolean;
  /** Judges every answer, in addition to the exact measures. Its cost is not counted. */
  readonly judge?: AskJudge;
  /** Limits of each episode. */
  readonly budget?: Budget;
  /** Computes a small value for each outcome, for reports. Trajectories are not all kept. */
  readonly measure?: (trajectory: Trajectory) => JsonValue;
}
