/**
 * What the episodes of a run are made of, apart from the task, the policy and the seed.
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
  /** What its results depend on: model, prompts, settings. A folder holds results of one per name. */
  readonly fingerprint: string;
  /** Whether its episodes cost money. All their trajectories are then kept. */
  readonly needsModel: boolean;
  /** What a workflow declares about itself. Without it, ablations that change nothing run all the same. */
  readonly declaration?: {
    readonly operations: readonly (OperationName | 'scratchpad')[];
    readonly unit: 'chunk' | 'document' | 'turn';
  };
}

/** How tasks are made of document streams and conversations. */
export interface TaskReading extends Omit<DocumentTaskOptions, 'tokenizer'> {
  /** Needed for document streams and conversations; finished tasks do without. */
  readonly tokenizer?: Tokenizer;
  /** Whether a conversation shows its questions from the start. Default: false. */
  readonly questionsKnown?: boolean;
}

/** Options of the memory that episodes open. */
export type RunMemory = Partial<Omit<MemoryOptions, 'store' | 'namespace' | 'clock' | 'retriever'>>;

/** Everything that episodes are run with. Worker threads make their own from the same recipe. */
export interface RunParts {
  readonly policies: readonly EvaluatedPolicy[];
  readonly reading: TaskReading;
  /** Returns the retriever of that name, or the run's default if the name is `undefined`. */
  readonly retriever: (name: string | undefined, seed: number) => Retriever | undefined;
  /** Milliseconds of wall time. */
  readonly timer: () => number;
  /** Where a variant says nothing. Default: K = 6 (paper), and texts are stored once. */
  readonly memory?: RunMemory;
  /** Whether the episodes of a cell share one store, as in the released evaluator. Default: false. */
  readonly sharedStore?: boolean;
  /** Judges every answer, beside the exact measures. Its cost is not counted. */
  readonly judge?: AskJudge;
  /** Limits of each episode. */
  readonly budget?: Budget;
  /** Adds a small value to each outcome, for reports. Trajectories are not all kept. */
  readonly measure?: (trajectory: Trajectory) => JsonValue;
}
