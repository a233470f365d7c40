/**
 * Extracts training examples from trajectories: one for each call of a model.
 *
 * @module
 */
import type { Refusal } from '../memory/operation.ts';
import type { PromptMessage, ReplyTokens } from '../policy/policy.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import type { EpisodeRecord, RecordedSituation, StepRecord, Trajectory } from './trajectory.ts';

export const EXAMPLE_SCHEMA = 'atommem.example/1';

/**
 * Where an example comes from, and what `importTrajectories` needs beside its text. Rows carry it as one
 * JSON string, which trainers pass through unchanged.
 */
export interface ExampleSource {
  readonly schema: typeof EXAMPLE_SCHEMA;
  /** Identifies the trajectory within the export. */
  readonly trajectory: string;
  readonly step: number;
  /** 0-based model call of the step, for policies that make several. */
  readonly call?: number;
  readonly stage: StepRecord['stage'];
  readonly chunk?: { readonly index: number; readonly documents: readonly string[] };
  readonly question?: number;
  readonly situation?: RecordedSituation;
  readonly posed?: string;
  readonly time: number;
  /** The outcome of each operation, in order. */
  readonly outcomes: readonly OperationOutcome[];
  readonly policy: string;
  readonly model: string | null;
  readonly tokenizer: string | null;
  /** Score of the whole episode, if the exporter has one. */
  readonly reward: number | null;
  /** The header, and the numbers of the exported steps. Only on the first example of a trajectory. */
  readonly episode?: EpisodeRecord;
  readonly steps?: readonly number[];
}

/** Facts about an operation that its text lacks. */
export interface OperationOutcome {
  /** Why it was refused, or `null` if it was applied. */
  readonly refused: Refusal | null;
  /** Facts that the agent loop recorded: the ids of the source documents. */
  readonly meta?: JsonObject;
}

/** One call of a model: what it was shown and what it wrote. */
export interface TrainingExample {
  readonly source: ExampleSource;
  readonly dataset: string;
  readonly prompt?: readonly PromptMessage[];
  readonly reply?: string;
  readonly tokens?: ReplyTokens;
  /** Accepted answers of each question that the step is about. */
  readonly accepted: readonly (readonly string[])[];
}

export interface Examples {
  readonly examples: readonly TrainingExample[];
  /** Number of steps without an example, by reason. */
  readonly skipped: Readonly<Record<'failed' | 'no model reply', number>>;
}

export interface ExampleOptions {
  /** Default: the id of the header. */
  readonly name?: string;
  /** Score of the episode. Default: the reward of the task, or `null`. */
  readonly reward?: number | null;
}

/**
 * Extracts one example for every call of a model, in order. Counts failed steps and steps without
 * a reply (rules write operations, not text) in `skipped`.
 */
export function extractExamples(trajectory: Trajectory, options: ExampleOptions = {}): Examples {
  const skipped = { failed: 0, 'no model reply': 0 };
  const spoken: { readonly step: StepRecord; readonly calls: readonly SpokenCall[] }[] = [];
  for (const step of trajectory.steps) {
    const calls = step.failure === undefined ? listCalls(step) : [];
    if (step.failure !== undefined) skipped.failed += 1;
    else if (calls.length === 0) skipped['no model reply'] += 1;
    else spoken.push({ step, calls });
  }
  const { header, end } = trajectory;
  const reward = options.reward ?? end.reward ?? null;
  const whole = { episode: header, steps: spoken.map(({ step }) => step.step) };
  const examples = spoken.flatMap(({ step, calls }, place) =>
    calls.map(({ call, ...said }, index): TrainingExample => {
      const source: ExampleSource = {
        ...describeSource(step, header, options.name ?? header.id, reward),
        call,
        ...(place === 0 && index === 0 && whole),
      };
      return { source, dataset: header.task.dataset, accepted: listAccepted(step, header), ...said };
    }),
  );
  return { examples, skipped };
}

type SpokenCall = Pick<TrainingExample, 'prompt' | 'reply' | 'tokens'> & { readonly call?: number };

function listCalls({ calls, prompt, text, tokens }: StepRecord): readonly SpokenCall[] {
  if (calls !== undefined) {
    return calls.flatMap(({ prompt: asked, text: reply }, call) =>
      reply === undefined ? [] : [{ call, prompt: asked, reply }],
    );
  }
  if (tokens === undefined && (prompt === undefined || text === undefined)) return [];
  return [{ prompt, reply: text, tokens }];
}

function describeSource(
  step: StepRecord,
  header: EpisodeRecord,
  trajectory: string,
  reward: number | null,
): ExampleSource {
  const { chunk, question, situation, posed } = step;
  const settings = header.settings.policy;
  return {
    schema: EXAMPLE_SCHEMA,
    trajectory,
    step: step.step,
    stage: step.stage,
    chunk: chunk && { index: chunk.index, documents: chunk.documents },
    question,
    situation,
    posed,
    time: step.time,
    outcomes: step.effects.map(({ operation, ...effect }) => ({
      refused: effect.applied ? null : effect.reason,
      meta:
        operation !== null && typeof operation === 'object' && 'meta' in operation
          ? operation.meta
          : undefined,
    })),
    policy: header.policy,
    model: readText(settings, 'model'),
    tokenizer: readText(settings, 'tokenizer'),
    reward,
  };
}

function readText(settings: JsonValue | undefined, name: string): string | null {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return null;
  const value = (settings as { readonly [name: string]: JsonValue })[name];
  return typeof value === 'string' ? value : null;
}

function listAccepted({ question }: StepRecord, { task }: EpisodeRecord): readonly (readonly string[])[] {
  const asked = question === undefined ? task.questions : task.questions.slice(question, question + 1);
  return asked.map(({ answers }) => answers);
}
