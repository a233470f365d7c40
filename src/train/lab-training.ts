import type { PhraseCodec } from '../codec/tokens/phrase-codec.ts';
import type { Engine, Vocabulary } from '../engine/engine.ts';
import type { Ablation } from '../memory/ablate.ts';
import type { JsonObject } from '../memory/json.ts';
import { evaluateLab, type LabScores } from './evaluate-lab.ts';
import { type GrpoProgress, runGrpo } from './grpo.ts';
import { createLabCodec } from './lab-codec.ts';
import { createLabTaskSource } from './lab-tasks.ts';
import { createLabTeacher } from './lab-teacher.ts';
import { contextFor, type LabPreset, type ModelInitialisation, type ModelShape } from './presets.ts';
import { runSft, type SftProgress } from './sft.ts';

/** What an engine must be made for. */
export interface EngineRequest {
  readonly model: ModelShape & { readonly vocabularySize: number; readonly context: number };
  readonly initialisation: ModelInitialisation;
  readonly vocabulary: Vocabulary;
  /** Of the initial weights. */
  readonly seed: number;
}

/** Makes the engine that a study trains: the caller decides which. */
export type EngineFactory = (request: EngineRequest) => Engine | Promise<Engine>;

export interface LabTrainingOptions<Progress> {
  readonly preset: LabPreset;
  /** Of weights, tasks and draws. */
  readonly seed: number;
  /** Log and checkpoints go here. */
  readonly directory: string;
  readonly resume?: boolean;
  readonly createEngine: EngineFactory;
  /** Parts of memory that the policy never has, from its first episode on. */
  readonly ablations?: readonly Ablation[];
  /** Milliseconds of wall time. */
  readonly timer: () => number;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** Teaches a new policy the lab by imitation; the result is the path of its last checkpoint. */
export async function trainLabSft(options: LabTrainingOptions<SftProgress>): Promise<string> {
  const { preset, seed, directory, resume = false, ablations = [], timer, onProgress, signal } = options;
  const { codec, engine } = await openLabEngine(preset, seed, options.createEngine);
  try {
    const teacher = { options: preset.lab, codec, teaching: preset.teaching, seed, ablations };
    const { checkpoint } = await runSft({
      engine,
      source: createLabTeacher(teacher),
      settings: preset.sft,
      identity: { ...identityOf(preset, seed, ablations), teaching: asJson(preset.teaching) },
      run: { directory, resume, checkpointEvery: 200 },
      timer,
      evaluate: { every: preset.evaluation.sftEvery, run: evaluator(engine, codec, preset, ablations) },
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    });
    return checkpoint;
  } finally {
    await engine.close();
  }
}

/**
 * Improves a policy by reinforcement, starting from the weights at `init` with a fresh optimizer; the result
 * is the path of its last checkpoint.
 */
export async function trainLabGrpo(
  options: LabTrainingOptions<GrpoProgress> & { readonly init: string },
): Promise<string> {
  const { preset, seed, directory, resume = false, ablations = [], timer, onProgress, signal } = options;
  const { codec, engine } = await openLabEngine(preset, seed, options.createEngine);
  const reference = preset.grpo.klWeight > 0 ? await openLabEngine(preset, seed, options.createEngine) : null;
  try {
    await engine.load(options.init, { optimizer: false });
    await reference?.engine.load(options.init, { optimizer: false });
    const { checkpoint } = await runGrpo({
      engine,
      codec,
      tasks: createLabTaskSource({ options: preset.lab, seed, lengths: preset.grpoLengths, ablations }),
      settings: { ...preset.grpo, seed },
      identity: { ...identityOf(preset, seed, ablations), lengths: preset.grpoLengths },
      run: { directory, resume, checkpointEvery: 10 },
      timer,
      evaluate: { every: preset.evaluation.grpoEvery, run: evaluator(engine, codec, preset, ablations) },
      ...(reference && { reference: reference.engine }),
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    });
    return checkpoint;
  } finally {
    await engine.close();
    await reference?.engine.close();
  }
}

/** A codec and an engine of a preset's shape, with fresh weights. */
export async function openLabEngine(
  preset: LabPreset,
  seed: number,
  createEngine: EngineFactory,
): Promise<{ readonly codec: PhraseCodec; readonly engine: Engine }> {
  const codec = createLabCodec(preset.lab, preset.tokens);
  const { size, tokens } = codec.vocabulary;
  const { initialisation } = preset;
  const model = { ...preset.model, vocabularySize: size, context: contextFor(codec) };
  const engine = await createEngine({ model, initialisation, vocabulary: { size, tokens }, seed });
  return { codec, engine };
}

/** Scores on development tasks, for the log. */
function evaluator(
  engine: Engine,
  codec: PhraseCodec,
  { lab, evaluation }: LabPreset,
  ablations: readonly Ablation[],
): () => Promise<JsonObject> {
  return async () => {
    const { tasks } = evaluation;
    return asJson(await evaluateLab({ kind: 'model', engine, codec }, { options: lab, tasks, ablations }));
  };
}

function identityOf(preset: LabPreset, seed: number, ablations: readonly Ablation[]): JsonObject {
  const { lab, tokens, model, initialisation } = preset;
  const shape = { tokens: asJson(tokens), model: asJson(model), initialisation: asJson(initialisation) };
  return { lab: asJson(lab), ...shape, runSeed: seed, ablations };
}

/** Interfaces of plain data are JSON, though the compiler does not know it. */
function asJson(data: LabPreset['lab'] | LabPreset['tokens'] | ModelShape | LabScores | object): JsonObject {
  return JSON.parse(JSON.stringify(data)) as JsonObject;
}
