/**
 * Trains language models on document streams.
 *
 * @module
 */
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

/** Options of both stages of training a language model. */
export interface DocumentTrainingOptions<Progress> {
  /** Connects to the model to train. It is always closed at the end. */
  readonly createEngine: () => Promise<Engine>;
  readonly speech: ModelSpeech;
  /** Evaluation after every `every` steps or updates and at the end. The best weights are kept. */
  readonly evaluation?: {
    readonly heldOut: readonly DocumentStream[];
    readonly reading: DocumentReading;
    readonly every: number;
    readonly temperature: number;
  };
  /** Folder of log, curves and checkpoints. */
  readonly directory: string;
  readonly resume: boolean;
  readonly checkpointEvery: number;
  /** Weights to start from, with a fresh optimizer. Default: those of the base model. */
  readonly init?: string;
  /** Seed of tasks and sampling. */
  readonly seed: number;
  /** Saved with the settings. A resumed run must have the same values. */
  readonly identity: JsonObject;
  /** Returns wall time in milliseconds. */
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
  /** Connects to the reference policy, if `klWeight` is above 0. It must have the initial weights of the run. */
  readonly createReference?: () => Promise<Engine>;
}

/**
 * Trains a language model by imitation of recorded replies. Returns the path of the weights that scored
 * best on held-out streams. Without an evaluation, returns the path of the last checkpoint.
 *
 * @throws AtomMemError `unsupported` before the first step, with everything that the engine lacks
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

/** Improves a language model by GRPO. Returns the path as `trainDocumentsSft` does. */
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

/** Lists the requirements on the engine. Parameters without an effect are not required. */
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

/** The held-out streams are included because they select the best weights. */
async function createIdentity<Progress>({
  identity,
  init,
  evaluation,
}: DocumentTrainingOptions<Progress>): Promise<JsonObject> {
  const heldOut = evaluation === undefined ? null : digest(evaluation.heldOut.map(({ id }) => id));
  return { ...identity, init: await identifyWeights(init), heldOut };
}

/** Identifies the data of a run. */
function digest(data: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const item of data) hash.update(`${JSON.stringify(item)}\n`);
  return hash.digest('hex').slice(0, 16);
}
