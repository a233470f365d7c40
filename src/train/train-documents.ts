import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DocumentStream } from '../dataset/stream-builder.ts';
import type { AdamParams, Engine } from '../engine/engine.ts';
import { type EngineNeeds, requireCapabilities } from '../engine/require-capabilities.ts';
import type { JsonObject } from '../shared/json.ts';
import { type BestWeights, openBestWeights } from './best-weights.ts';
import { createDocumentTaskSource, type DocumentReading } from './document-tasks.ts';
import type { RunEvaluation } from './evaluate-at.ts';
import { evaluateDocuments } from './evaluate-documents.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import { identifyWeights } from './identify-weights.ts';
import { policyLoss } from './policy-gradient.ts';
import { newestCheckpoint } from './run-checkpoints.ts';
import { type GrpoUpdate, type RunGrpoOptions, runGrpo } from './run-grpo.ts';
import { runSft, type SftProgress } from './run-sft.ts';
import { type ModelSpeech, sampledLanguageModel } from './sampled-policy.ts';
import type { SftSettings } from './sft-settings.ts';
import { createEpochSource, type SupervisedExample } from './supervised-source.ts';
import { writeTrainingCurves } from './training-curves.ts';
import { requireCheckpoint } from './training-run.ts';

/** What both stages of training a language model need. */
export interface DocumentTrainingOptions<Progress> {
  /** Connects to the model that is trained. It is closed at the end, whatever happens. */
  readonly createEngine: () => Promise<Engine>;
  readonly speech: ModelSpeech;
  /** Measured every so many steps or updates, and at the end; the best weights are kept. */
  readonly evaluation?: {
    readonly heldOut: readonly DocumentStream[];
    readonly reading: DocumentReading;
    readonly every: number;
    readonly temperature: number;
  };
  /** Log, curves and checkpoints go here. */
  readonly directory: string;
  readonly resume: boolean;
  readonly checkpointEvery: number;
  /** Weights to start from, with a fresh optimizer. Default: those of the base model. */
  readonly init?: string;
  /** Of tasks and draws. */
  readonly seed: number;
  /** Stands in the checkpoint beside the settings: what a resumed run must agree on. */
  readonly identity: JsonObject;
  /** Milliseconds of wall time. */
  readonly timer: () => number;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface DocumentSftOptions extends DocumentTrainingOptions<SftProgress> {
  readonly examples: readonly SupervisedExample[];
  readonly settings: SftSettings;
}

export interface DocumentGrpoOptions
  extends DocumentTrainingOptions<GrpoUpdate>,
    Pick<RunGrpoOptions, 'rolloutsEvery' | 'credit'> {
  readonly streams: readonly DocumentStream[];
  readonly reading: DocumentReading;
  readonly settings: GrpoSettings;
  /** Connects to the policy to stay near, where `klWeight` is above 0: one with the run's first weights. */
  readonly createReference?: () => Promise<Engine>;
}

/**
 * Teaches a language model by imitation of recorded replies. The result is the path of the weights that
 * scored best on held-out streams, or of the last checkpoint where nothing was measured.
 *
 * @throws AtomMemError `unsupported` before the first step, with all that the engine lacks
 */
export async function trainDocumentsSft(options: DocumentSftOptions): Promise<string> {
  const { examples, settings, seed, timer, onProgress, signal } = options;
  const identity = await createIdentity(options);
  const { gradientClip, weightDecay } = settings;
  const needs = listNeeds(options.speech, { gradientClip, weightDecay, ...settings.adam });
  return onEngine(options, { ...needs, losses: ['cross_entropy'] }, async (engine, evaluate) =>
    runSft({
      engine,
      source: createEpochSource(examples, { seed, batch: settings.batch }),
      settings,
      ...{ identity: { ...identity, examples: digest(examples) }, run: pickRunOptions(options), timer },
      evaluate,
      onProgress,
      signal,
    }),
  );
}

/** Improves a language model by reinforcement of what answered right; the result is as that of imitation. */
export async function trainDocumentsGrpo(options: DocumentGrpoOptions): Promise<string> {
  const { streams, reading, settings, speech, seed, timer, rolloutsEvery, credit, onProgress, signal } =
    options;
  const identity = await createIdentity(options);
  const { staleness = 0, topP = 1, gradientClip } = settings;
  const needs = listNeeds(speech, { gradientClip, ...settings.adam });
  const asked = { losses: [policyLoss(settings).name], topP: topP < 1, overlaps: staleness > 0 };
  return onEngine(options, { ...needs, ...asked }, async (engine, evaluate) => {
    const reference = settings.klWeight > 0 ? await options.createReference?.() : undefined;
    try {
      return await runGrpo({
        engine,
        codec: sampledLanguageModel(speech),
        tasks: createDocumentTaskSource(streams, reading, seed),
        settings,
        identity: { ...identity, streams: digest(streams.map(({ id }) => id)) },
        ...{ run: pickRunOptions(options), timer },
        reference,
        rolloutsEvery,
        credit,
        evaluate,
        onProgress,
        signal,
      });
    } finally {
      await reference?.close();
    }
  });
}

async function onEngine<Progress>(
  options: DocumentTrainingOptions<Progress>,
  needs: EngineNeeds,
  train: (
    engine: Engine,
    evaluate: RunEvaluation | undefined,
  ) => Promise<{ readonly checkpoint: string | undefined }>,
): Promise<string> {
  const { directory, resume, init } = options;
  const engine = await options.createEngine();
  try {
    requireCapabilities(engine, needs);
    const begun = resume && (await newestCheckpoint(join(directory, 'checkpoints'))) !== undefined;
    if (init !== undefined && !begun) await engine.load(init, { optimizer: false });
    const best = await openBestWeights(directory, resume);
    const { checkpoint } = await train(engine, evaluator(engine, options, best));
    await writeTrainingCurves(directory);
    return best.path() ?? requireCheckpoint(checkpoint, directory);
  } finally {
    await engine.close();
  }
}

function evaluator<Progress>(
  engine: Engine,
  { evaluation, speech, seed }: DocumentTrainingOptions<Progress>,
  best: BestWeights,
): RunEvaluation | undefined {
  if (evaluation === undefined) return undefined;
  const { heldOut: streams, reading, every, temperature } = evaluation;
  const policy = sampledLanguageModel(speech);
  return {
    every,
    async run(step) {
      const scores = await evaluateDocuments({ engine, policy, streams, reading, temperature, seed });
      await best.offer(engine, step, scores.exactMatch);
      return { ...scores, behaviour: { ...scores.behaviour } };
    },
  };
}

/** Parameters that ask for nothing need not be honoured. */
function listNeeds(
  { maxPromptTokens, maxReplyTokens }: ModelSpeech,
  params: Omit<AdamParams, 'learningRate'>,
): Pick<EngineNeeds, 'adamParams' | 'context'> {
  const idle: Partial<AdamParams> = { gradientClip: 0, weightDecay: 0 };
  const asked = (Object.keys(params) as (keyof typeof params)[]).filter(
    (name) => params[name] !== undefined && params[name] !== idle[name],
  );
  return { adamParams: ['learningRate', ...asked], context: maxPromptTokens + maxReplyTokens };
}

function pickRunOptions<Progress>({
  directory,
  resume,
  checkpointEvery,
}: DocumentTrainingOptions<Progress>): {
  readonly directory: string;
  readonly resume: boolean;
  readonly checkpointEvery: number;
} {
  return { directory, resume, checkpointEvery };
}

/** The best weights are chosen by what is held out. */
async function createIdentity<Progress>({
  identity,
  init,
  evaluation,
}: DocumentTrainingOptions<Progress>): Promise<JsonObject> {
  const heldOut = evaluation === undefined ? null : digest(evaluation.heldOut.map(({ id }) => id));
  return { ...identity, init: await identifyWeights(init), heldOut };
}

/** Tells data of one run from those of another. */
function digest(data: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const item of data) hash.update(`${JSON.stringify(item)}\n`);
  return hash.digest('hex').slice(0, 16);
}
