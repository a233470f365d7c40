/**
 * Runs supervised fine-tuning with logs and checkpoints.
 *
 * @module
 */
import type { Engine } from '../engine/engine.ts';
import type { JsonObject } from '../shared/json.ts';
import { average } from './advantage.ts';
import { supervisedDatum } from './datum.ts';
import { evaluateAt, type RunEvaluation } from './evaluate-at.ts';
import { openRun } from './open-run.ts';
import { learningRateAt } from './schedule.ts';
import type { SftSettings } from './sft-settings.ts';
import { createBatches, type SupervisedExample, type SupervisedSource } from './supervised-source.ts';
import type { RunOptions, TrainingRun } from './training-run.ts';

/** The progress of one step. */
export interface SftProgress {
  /** 1-based. */
  readonly step: number;
  readonly steps: number;
  /** Cross-entropy of reply tokens in nats, on average. */
  readonly loss: number;
  /** Cross-entropy of hints, at steps that use them. It measures how well phrases are matched. */
  readonly hintLoss?: number;
  readonly learningRate: number;
  readonly gradientNorm: number;
  /** Tokens read by the model per second, including prompts. */
  readonly tokensPerSecond: number;
  readonly secondsLeft: number;
  /** Result of `evaluate`, if the step was evaluated. */
  readonly evaluation?: JsonObject;
}

export interface RunSftOptions {
  readonly engine: Engine;
  readonly source: SupervisedSource;
  readonly settings: SftSettings;
  /** Where the run is saved. Default: nowhere. */
  readonly run?: RunOptions;
  /** Saved with the settings. A resumed run must have the same values. */
  readonly identity?: JsonObject;
  /** Returns wall time in milliseconds. */
  readonly timer: () => number;
  readonly evaluate?: RunEvaluation;
  readonly onProgress?: (progress: SftProgress) => void;
  readonly signal?: AbortSignal;
}

/** The end of a run: its last step, and the engine's path to the last checkpoint. */
export interface SftEnd {
  readonly step: number;
  readonly checkpoint: string | undefined;
}

/**
 * Runs supervised fine-tuning: cross-entropy on a teacher's replies, with each step of an episode as a
 * sequence. Reports every step to `onProgress`. If aborted, it finishes the step and saves a checkpoint.
 *
 * @throws AtomMemError `training-stopped` if a loss is not finite, or the engine or the source fails
 */
export async function runSft(options: RunSftOptions): Promise<SftEnd> {
  const steps = sftSteps(options);
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
    options.onProgress?.(value);
  }
}

/**
 * The loop of `runSft` as an iterator with one item per step. Returning early saves a checkpoint and unlocks
 * the folder.
 */
export async function* sftSteps(
  options: Omit<RunSftOptions, 'onProgress'>,
): AsyncGenerator<SftProgress, SftEnd, undefined> {
  const { engine, settings } = options;
  const identity = { stage: 'sft', ...options.identity, ...(settings as unknown as JsonObject) };
  const run = await openRun(engine, identity, options.run);
  try {
    return yield* trainOn(run, options);
  } finally {
    await run.close();
  }
}

async function* trainOn(
  run: TrainingRun,
  { engine, source, settings, timer, signal, evaluate }: Omit<RunSftOptions, 'onProgress'>,
): AsyncGenerator<SftProgress, SftEnd, undefined> {
  const first = run.resumed?.step ?? 0;
  const started = timer();
  const takeBatch = createBatches(source, settings.batchSize);
  let step = first;
  let stopped = false;
  const failing = (batch: string) => (cause: unknown) => {
    throw run.failure(step, batch, cause);
  };
  const save = (last: boolean): Promise<void> =>
    run.save(engine, { step }, last).catch(failing('the checkpoint'));

  while (step < settings.steps && !stopped) {
    step += 1;
    const replies = `the ${settings.batchSize} replies of step ${step}`;
    const batch = await takeBatch(step).catch(failing(replies));
    const result = await learnFrom(batch, step, engine, settings).catch(failing(replies));
    run.learnt(step);
    const elapsed = (timer() - started) / 1000;
    stopped = signal?.aborted === true;
    const evaluation = await evaluateAt(step, settings.steps, evaluate).catch(failing('the evaluation'));
    await run.log({ step, ...result, seconds: elapsed, evaluation });
    await save(stopped || step === settings.steps);
    let left = true;
    try {
      yield {
        step,
        steps: settings.steps,
        ...result,
        tokensPerSecond: result.tokens / Math.max(1e-9, elapsed / (step - first)),
        secondsLeft: (elapsed / (step - first)) * (settings.steps - step),
        evaluation,
      };
      left = false;
    } finally {
      if (left) await save(true);
    }
  }
  return { step, checkpoint: run.checkpoint() };
}

/** Takes one optimizer step on a batch. `at` is the 1-based step. */
async function learnFrom(
  batch: readonly SupervisedExample[],
  at: number,
  engine: Engine,
  settings: SftSettings,
): Promise<StepResult> {
  const replyTokens = batch.reduce((sum, { reply }) => sum + reply.length, 0);
  const weightAt = ({ weight, steps }: SftSettings['promptWeight']): number =>
    at <= steps ? weight / replyTokens : 0;
  const weights = { prompt: weightAt(settings.promptWeight), hint: weightAt(settings.hintWeight) };
  const data = batch.map((example) =>
    supervisedDatum(example, { ...weights, reply: (example.weight ?? 1) / replyTokens }, example.hints),
  );
  const learningRate = learningRateAt(settings.learningRate, settings.schedule, at, settings.steps);
  const { weightDecay, gradientClip, adam } = settings;
  // Both calls are made at once, so that a server need not wait for the client in between.
  const [{ outputs }, { gradientNorm }] = await Promise.all([
    engine.forwardBackward(data, { name: 'cross_entropy' }),
    engine.optimStep({ learningRate, weightDecay, gradientClip, ...adam }),
  ]);
  const onReplies = outputs.flatMap(({ logprobs }, index) => logprobs.slice(batch[index]!.prompt.length - 1));
  const onHints = outputs.flatMap(({ logprobs }, index) =>
    weights.hint === 0 ? [] : (batch[index]!.hints ?? []).map(({ position }) => logprobs[position]!),
  );
  return {
    loss: -average(onReplies),
    ...(onHints.length > 0 && { hintLoss: -average(onHints) }),
    learningRate,
    gradientNorm,
    tokens: data.reduce((sum, { modelInput }) => sum + modelInput.length, 0),
  };
}

type StepResult = Pick<SftProgress, 'loss' | 'hintLoss' | 'learningRate' | 'gradientNorm'> & {
  readonly tokens: number;
};
