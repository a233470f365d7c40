import type { Refusal } from '../memory/operation.ts';
import type { PromptMessage, ReplyTokens } from '../policy/policy.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import type { EpisodeRecord, StepRecord, Trajectory } from './trajectory.ts';

export const EXAMPLE_SCHEMA = 'atommem.example/1';

/**
 * Where an example comes from, and what `importTrajectory` needs beside its text. Rows carry it as one JSON
 * string, which trainers pass through untouched.
 */
export interface ExampleSource {
  readonly schema: typeof EXAMPLE_SCHEMA;
  /** Names the trajectory among those of one export. */
  readonly trajectory: string;
  readonly step: number;
  /** 0-based model call of the step, for policies that make several; their operations are not in the text. */
  readonly call?: number;
  readonly stage: StepRecord['stage'];
  readonly chunk?: { readonly index: number; readonly documents: readonly string[] };
  readonly question?: number;
  readonly posed?: string;
  readonly time: number;
  /** What became of each operation, in order. */
  readonly outcomes: readonly OperationOutcome[];
  readonly policy: string;
  readonly model: string | null;
  readonly tokenizer: string | null;
  /** Score of the whole episode, where the exporter has one. */
  readonly reward: number | null;
  /** The header, and the steps that were exported: on the trajectory's first example alone. */
  readonly episode?: EpisodeRecord;
  readonly steps?: readonly number[];
}

/** What an operation's text does not say. */
export interface OperationOutcome {
  /** Why it was refused; `null` where it was applied. */
  readonly refused: Refusal | null;
  /** What the agent recorded beside its text: the documents it came from. */
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
  /** Steps without one, by reason. */
  readonly skipped: Readonly<Record<'failed' | 'no model reply', number>>;
}

export interface ExampleOptions {
  /** Default: the header's id. */
  readonly name?: string;
  /** Score of the episode. */
  readonly reward?: number | null;
}

/**
 * What a model can learn from a trajectory: each of its calls as an example of its own, in order. Steps
 * that failed and steps without a model's reply (rules write operations, no text) are counted instead.
 */
export function examplesOf(trajectory: Trajectory, options: ExampleOptions = {}): Examples {
  const skipped = { failed: 0, 'no model reply': 0 };
  const spoken: { readonly step: StepRecord; readonly calls: readonly SpokenCall[] }[] = [];
  for (const step of trajectory.steps) {
    const calls = step.failure === undefined ? callsOf(step) : [];
    if (step.failure !== undefined) skipped.failed += 1;
    else if (calls.length === 0) skipped['no model reply'] += 1;
    else spoken.push({ step, calls });
  }
  const { header } = trajectory;
  const whole = { episode: header, steps: spoken.map(({ step }) => step.step) };
  const examples = spoken.flatMap(({ step, calls }, place) =>
    calls.map(({ call, ...said }, index): TrainingExample => {
      const source: ExampleSource = {
        ...sourceOf(step, header, options),
        ...(call !== undefined && { call }),
        ...(place === 0 && index === 0 && whole),
      };
      return { source, dataset: header.task.dataset, accepted: acceptedAt(step, header), ...said };
    }),
  );
  return { examples, skipped };
}

type SpokenCall = Pick<TrainingExample, 'prompt' | 'reply' | 'tokens'> & { readonly call?: number };

function callsOf({ calls, prompt, text, tokens }: StepRecord): readonly SpokenCall[] {
  if (calls !== undefined) {
    return calls.flatMap(({ prompt: asked, text: reply }, call) =>
      reply === undefined ? [] : [{ call, prompt: asked, reply }],
    );
  }
  if (tokens === undefined && (prompt === undefined || text === undefined)) return [];
  return [
    {
      ...(prompt !== undefined && { prompt }),
      ...(text !== undefined && { reply: text }),
      ...(tokens !== undefined && { tokens }),
    },
  ];
}

function sourceOf(step: StepRecord, header: EpisodeRecord, options: ExampleOptions): ExampleSource {
  const { chunk, question, posed } = step;
  const made = header.settings.policy;
  return {
    schema: EXAMPLE_SCHEMA,
    trajectory: options.name ?? header.id,
    step: step.step,
    stage: step.stage,
    ...(chunk && { chunk: { index: chunk.index, documents: chunk.documents } }),
    ...(question !== undefined && { question }),
    ...(posed !== undefined && { posed }),
    time: step.time,
    outcomes: step.effects.map((effect) => ({
      refused: effect.applied ? null : effect.reason,
      ...('meta' in effect.operation && { meta: effect.operation.meta }),
    })),
    policy: header.policy,
    model: textAt(made, 'model'),
    tokenizer: textAt(made, 'tokenizer'),
    reward: options.reward ?? null,
  };
}

function textAt(settings: JsonValue | undefined, name: string): string | null {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return null;
  const value = (settings as { readonly [name: string]: JsonValue })[name];
  return typeof value === 'string' ? value : null;
}

function acceptedAt({ question }: StepRecord, { task }: EpisodeRecord): readonly (readonly string[])[] {
  const asked = question === undefined ? task.questions : task.questions.slice(question, question + 1);
  return asked.map(({ answers }) => answers);
}
