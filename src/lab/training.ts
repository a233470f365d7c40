/**
 * Trains lab policies.
 *
 * @module
 */
import { join } from 'node:path';
import type { Engine, Vocabulary } from '../engine/engine.ts';
import type { Ablation } from '../memory/ablate.ts';
import type { JsonObject } from '../shared/json.ts';
import { type BestWeights, openBestWeights } from '../train/best-weights.ts';
import { identifyWeights } from '../train/identify-weights.ts';
import { newestCheckpoint } from '../train/run-checkpoints.ts';
import { type GrpoUpdate, type RunGrpoOptions, runGrpo } from '../train/run-grpo.ts';
import { runSft, type SftProgress } from '../train/run-sft.ts';
import { requireCheckpoint } from '../train/training-run.ts';
import { evaluateLab, type LabScores, requireRoom } from './evaluate.ts';
import { createLabCodec } from './phrases/lab-codec.ts';
import type { PhraseCodec } from './phrases/phrase-codec.ts';
import { countContext, type LabPreset, type ModelInitialisation, type ModelShape } from './presets.ts';
import { createLabTaskSource } from './task-source.ts';
import { createLabTeacher } from './teaching/teacher.ts';

/** Requirements of an engine. */
export interface EngineRequest {
  readonly model: ModelShape & { readonly vocabularySize: number; readonly context: number };
  readonly initialisation: {
    readonly attention: ModelInitialisation['attention'];
    /** Groups of every position of a prompt. */
    readonly positionGroups: readonly (readonly string[])[];
  };
  readonly vocabulary: Vocabulary;
  /** Seed of the initial weights. */
  readonly seed: number;
}

/** Creates the engine of a study. The caller chooses its kind. */
export type EngineFactory = (request: EngineRequest) => Engine | Promise<Engine>;

export interface LabTrainingOptions<Progress> {
  readonly preset: LabPreset;
  /** Seed of weights, tasks and sampling. */
  readonly seed: number;
  /** Folder of log and checkpoints. */
  readonly directory: string;
  readonly resume?: boolean;
  /** Steps or updates between checkpoints. Default: 200 steps, 10 updates. */
  readonly checkpointEvery?: number;
  /** Weights to start from, with a fresh optimizer. */
  readonly init?: string;
  readonly createEngine: EngineFactory;
  /** Engine properties that a resumed run must share. Default: none. */
  readonly engineIdentity?: JsonObject;
  /** Parts of memory that the policy lacks from its first episode on. */
  readonly ablations?: readonly Ablation[];
  /** Returns wall time in milliseconds. */
  readonly timer: () => number;
  readonly onProgress?: (progress: Progress) => void;
  /** Called once with the scores before the first step. A resumed run does not call it. */
  readonly onStart?: (evaluation: JsonObject) => void;
  readonly signal?: AbortSignal;
}

export interface LabGrpoOptions
  extends LabTrainingOptions<GrpoUpdate>,
    Pick<RunGrpoOptions, 'rolloutsEvery' | 'credit'> {
  readonly init: string;
}

/**
 * Trains a policy on the lab by imitation. Returns the path of the weights that scored best on development
 * tasks. If the run stops before any evaluation, returns the path of the last checkpoint.
 */
export async function trainLabSft(options: LabTrainingOptions<SftProgress>): Promise<string> {
  const { preset, seed, directory, resume = false, ablations = [], timer, onProgress, signal } = options;
  requireRoom(preset.evaluation.tasks);
  const identity = { ...(await createIdentity(options)), teaching: asJson(preset.teaching) };
  const { codec, engine } = await openLabEngine(preset, seed, options.createEngine);
  try {
    if (options.init !== undefined) await engine.load(options.init, { optimizer: false });
    const best = await openBestWeights(directory, resume);
    const teacher = { options: preset.lab, codec, teaching: preset.teaching, seed, ablations };
    const { checkpoint } = await runSft({
      engine,
      source: createLabTeacher(teacher),
      settings: preset.sft,
      identity,
      run: { directory, resume, checkpointEvery: options.checkpointEvery ?? 200 },
      timer,
      evaluate: { every: preset.evaluation.sftEvery, run: evaluator(engine, codec, options, best) },
      onProgress,
      signal,
    });
    return best.path() ?? requireCheckpoint(checkpoint, directory);
  } finally {
    await engine.close();
  }
}

/** Improves a policy by GRPO. Returns the path as `trainLabSft` does. */
export async function trainLabGrpo(options: LabGrpoOptions): Promise<string> {
  const { preset, seed, directory, resume = false, ablations = [], timer, onProgress, signal } = options;
  const { rolloutsEvery, credit } = options;
  requireRoom(preset.evaluation.tasks);
  const identity = { ...(await createIdentity(options)), lengths: preset.grpoLengths };
  const { codec, engine } = await openLabEngine(preset, seed, options.createEngine);
  let reference: Awaited<ReturnType<typeof openLabEngine>> | undefined;
  try {
    if (preset.grpo.klWeight > 0) reference = await openLabEngine(preset, seed, options.createEngine);
    await engine.load(options.init, { optimizer: false });
    await reference?.engine.load(options.init, { optimizer: false });
    const best = await openBestWeights(directory, resume);
    await reportStart(engine, codec, options);
    const { checkpoint } = await runGrpo({
      engine,
      codec,
      tasks: createLabTaskSource({ options: preset.lab, seed, lengths: preset.grpoLengths, ablations }),
      settings: { ...preset.grpo, seed },
      identity,
      run: { directory, resume, checkpointEvery: options.checkpointEvery ?? 10 },
      timer,
      evaluate: { every: preset.evaluation.grpoEvery, run: evaluator(engine, codec, options, best) },
      reference: reference?.engine,
      rolloutsEvery,
      credit,
      onProgress,
      signal,
    });
    return best.path() ?? requireCheckpoint(checkpoint, directory);
  } finally {
    await engine.close();
    await reference?.engine.close();
  }
}

/** Opens a codec and an engine for a preset, with fresh weights. */
export async function openLabEngine(
  preset: LabPreset,
  seed: number,
  createEngine: EngineFactory,
): Promise<{ readonly codec: PhraseCodec; readonly engine: Engine }> {
  const codec = createLabCodec(preset.lab, preset.tokens);
  const { size, tokens } = codec.vocabulary;
  const { attention, positionGroups } = preset.initialisation;
  const groups = codec.places.map(({ phrase, part }) => [phrase, part]);
  const initialisation = { attention, positionGroups: positionGroups === 'phrases' ? groups : [] };
  const model = { ...preset.model, vocabularySize: size, context: countContext(codec) };
  const engine = await createEngine({ model, initialisation, vocabulary: { size, tokens }, seed });
  return { codec, engine };
}

/** Evaluates the initial weights of a new run, if somebody asks for it. */
async function reportStart(
  engine: Engine,
  codec: PhraseCodec,
  { preset: { lab, evaluation }, ablations = [], directory, resume, onStart }: LabGrpoOptions,
): Promise<void> {
  if (onStart === undefined) return;
  const begun = resume && (await newestCheckpoint(join(directory, 'checkpoints'))) !== undefined;
  if (begun) return;
  const { tasks } = evaluation;
  onStart(asJson(await evaluateLab({ kind: 'model', engine, codec }, { options: lab, tasks, ablations })));
}

/** Creates an evaluation on development tasks that keeps the best weights. */
function evaluator(
  engine: Engine,
  codec: PhraseCodec,
  { preset: { lab, evaluation }, ablations = [] }: Pick<LabTrainingOptions<never>, 'preset' | 'ablations'>,
  best: BestWeights,
): (step: number) => Promise<JsonObject> {
  return async (step) => {
    const { tasks } = evaluation;
    const scores = await evaluateLab({ kind: 'model', engine, codec }, { options: lab, tasks, ablations });
    await best.offer(engine, step, scores.exactMatch);
    return asJson(scores);
  };
}

async function createIdentity({
  preset: { lab, tokens, model, initialisation, evaluation },
  seed,
  ablations = [],
  engineIdentity = {},
  init,
}: Omit<LabTrainingOptions<never>, 'onProgress'>): Promise<JsonObject> {
  const shape = { tokens: asJson(tokens), model: asJson(model), initialisation: asJson(initialisation) };
  const start = { runSeed: seed, init: await identifyWeights(init) };
  // The evaluation selects the best weights.
  const chosenBy = { evaluation: asJson(evaluation) };
  return { lab: asJson(lab), ...shape, ...start, ablations, ...chosenBy, ...engineIdentity };
}

/** Converts plain data to JSON, which the compiler cannot infer for interfaces. */
function asJson(data: LabPreset['lab'] | LabPreset['tokens'] | ModelShape | LabScores | object): JsonObject {
  return JSON.parse(JSON.stringify(data)) as JsonObject;
}
