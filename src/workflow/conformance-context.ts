/**
 * The context that a test passes to the conformance suite of workflows.
 *
 * @module
 */
import type { Issue } from '../codec/codec.ts';
import type { Effect, Operation } from '../memory/operation.ts';
import type { Failure, ModelCall, Usage } from '../policy/policy.ts';
import type { Observation } from '../task/observation.ts';
import type { Ask } from './ask.ts';
import type { Workflow } from './workflow.ts';

/** One step of an episode. A `StepRecord` of a trajectory fits. */
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

/** One episode that begins with an empty memory. A `Trajectory` fits. */
export interface ConformanceRun {
  readonly steps: readonly ConformanceStep[];
  readonly end: {
    readonly reason: string;
    readonly answers: readonly (string | null)[];
    readonly entries: number;
  };
}

/** What a workflow's test gives to the suite. */
export interface WorkflowContext<Run extends ConformanceRun = ConformanceRun> {
  /** A model that gives sensible answers to the workflow's prompts. The same messages always get the same answer. */
  readonly ask: Ask;
  /** Creates the workflow under test with this model. */
  create(ask: Ask): Workflow;
  /** Runs an episode of at least two questions. Only the namespace may differ between runs. */
  run(workflow: Workflow, namespace: string): Promise<Run>;
  /** Runs two episodes at once, in two namespaces of one store. */
  runTogether(workflow: Workflow, namespaces: readonly [string, string]): Promise<readonly [Run, Run]>;
  /** Replays the recorded operations and returns the differences. */
  replay(run: Run): Promise<readonly unknown[]>;
}

/** One requirement for every workflow. `run` throws if it is not met. */
export interface WorkflowCase {
  readonly name: string;
  run<Run extends ConformanceRun>(context: WorkflowContext<Run>): Promise<void>;
}

/** Throws `message` unless the condition holds. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Describes what a run did, without names and times. Equal behaviour gives equal text. */
export function readBehaviour({ steps, end }: ConformanceRun): string {
  const seen = steps.map(({ stage, operations, issues, calls }) => [stage, operations, issues, calls]);
  return JSON.stringify([seen, end.answers, end.entries, end.reason]);
}
