import type { Issue } from '../codec/codec.ts';
import type { Effect, Operation } from '../memory/operation.ts';
import type { Failure, ModelCall, Usage } from '../policy/policy.ts';
import type { Observation } from '../task/observation.ts';
import type { Ask } from './ask.ts';
import type { Workflow } from './workflow.ts';

/** One step of an episode, as the suite looks at it: a `StepRecord` of a trajectory is one. */
export interface ConformanceStep {
  readonly stage: Observation['stage'];
  readonly chunk?: { readonly documents: readonly string[] };
  readonly operations: readonly Operation[];
  readonly effects: readonly Effect[];
  readonly issues: readonly Issue[];
  readonly usage: Usage;
  readonly calls?: readonly ModelCall[];
  readonly failure?: Failure;
}

/** One episode from an empty memory: a `Trajectory` is one. */
export interface ConformanceRun {
  readonly steps: readonly ConformanceStep[];
  readonly end: {
    readonly reason: string;
    readonly answers: readonly (string | null)[];
    readonly entries: number;
  };
}

/** What a workflow's own test gives the suite. */
export interface WorkflowContext<Run extends ConformanceRun = ConformanceRun> {
  /** A model that answers the workflow's prompts sensibly, and the same messages always alike. */
  readonly ask: Ask;
  /** The workflow under test, asking this model. */
  create(ask: Ask): Workflow;
  /** An episode of at least two questions, the same every time but for the name of its namespace. */
  run(workflow: Workflow, namespace: string): Promise<Run>;
  /** Two episodes at once, in two namespaces of one store. */
  runTogether(workflow: Workflow, namespaces: readonly [string, string]): Promise<readonly [Run, Run]>;
  /** Differences of a replay of the recorded operations; none where they tell the whole story. */
  replay(run: Run): Promise<readonly unknown[]>;
}

/** One thing that holds of every workflow; `run` throws where it does not. */
export interface WorkflowCase {
  readonly name: string;
  run<Run extends ConformanceRun>(context: WorkflowContext<Run>): Promise<void>;
}

/** Throws unless the condition holds; `message` says what should have been. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** What a run did, apart from names and times: equal for equal behaviour. */
export function behaviourOf({ steps, end }: ConformanceRun): string {
  const seen = steps.map(({ stage, operations, issues, calls }) => [stage, operations, issues, calls]);
  return JSON.stringify([seen, end.answers, end.entries, end.reason]);
}
