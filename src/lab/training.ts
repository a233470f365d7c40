/**
 * Trains lab policies.
 *
 * @module
 */
import type { Engine, Vocabulary } from '../engine/engine.ts';
import type { Ablation } from '../memory/ablate.ts';
import type { JsonObject } from '../shared/json.ts';
import { type StageOptions, trainStage } from '../train/train-stage.ts';
import type { GrpoPlan, OpenedModel, SftPlan } from '../train/training-plan.ts';
import { evaluateLab, requireRoom } from './evaluate.ts';
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

/** Options of a plan for the lab. */
export interface LabPlanOptions {
  readonly preset: LabPreset;
  /** Seed of weights, tasks and sampling. */
  readonly seed: number;
  /** Weights to start from, with a fresh optimizer. GRPO needs them. Default for SFT: new ones. */
  readonly init?: string;
  /** Number of development tasks per evaluation. Default: that of the preset. */
  readonly heldOut?: number;
  readonly createEngine: EngineFactory;
  /** Engine properties that a resumed run must share. Default: none. */
  readonly engineIdentity?: JsonObject;
  /** Parts of memory that the policy lacks from its first episode on. */
  readonly ablations?: readonly Ablation[];
}

export interface LabTrainingOptions
  extends LabPlanOptions,
    Pick<StageOptions, 'credit' | 'rolloutsEvery' | 'timer' | 'onStart' | 'onProgress' | 'signal'> {
  /** Folder of log and checkpoints. */
  readonly directory: string;
  readonly resume?: boolean;
}

/** Plans imitation of the lab's teacher. */
export function planLabSft(options: LabPlanOptions): SftPlan {
  const { preset, seed, ablations } = options;
  const { lab, teaching } = preset;
  return {
    stage: 'sft',
    ...planLab(options, { first: false }),
    settings: preset.sft,
    createSource: ({ codec }: OpenedModel<PhraseCodec>) =>
      createLabTeacher({ options: lab, codec, teaching, seed, ablations }),
  };
}

/** Plans reinforcement learning on lab tasks. */
export function planLabGrpo(options: LabPlanOptions & { readonly init: string }): GrpoPlan {
  const { preset, seed, init, createEngine, ablations } = options;
  return {
    stage: 'grpo',
    ...planLab(options, { first: true }),
    settings: { ...preset.grpo, seed },
    tasks: createLabTaskSource({ options: preset.lab, seed, lengths: preset.grpoLengths, ablations }),
    async openReference() {
      const { engine } = await openLabEngine(preset, seed, createEngine);
      await engine.load(init, { optimizer: false });
      return engine;
    },
  };
}

function planLab(
  { preset, seed, init, heldOut = preset.evaluation.tasks, ...options }: LabPlanOptions,
  { first }: { readonly first: boolean },
): Pick<SftPlan, 'open' | 'init' | 'evaluation' | 'identity'> {
  requireRoom(heldOut);
  const { lab, tokens, model, initialisation, teaching, grpoLengths } = preset;
  const { ablations = [], engineIdentity } = options;
  const evaluation = { options: lab, tasks: heldOut, ablations };
  return {
    open: () => openLabEngine(preset, seed, options.createEngine),
    init,
    evaluation: {
      ...{ best: 'exactMatch', first },
      play: async ({ engine, codec }: OpenedModel<PhraseCodec>) =>
        asJson(await evaluateLab({ kind: 'model', engine, codec }, evaluation)),
    },
    identity: {
      ...asJson({ lab, tokens, model, initialisation, teaching, grpoLengths, ablations, heldOut, seed }),
      ...engineIdentity,
    },
  };
}

/**
 * Trains a policy on the lab by imitation. Returns the path of the weights that scored best on development
 * tasks. If the run stops before any evaluation, returns the path of the last checkpoint.
 */
export function trainLabSft(options: LabTrainingOptions): Promise<string> {
  return trainStage(planLabSft(options), createStageOptions(options, 'sft'));
}

/** Improves a policy by GRPO. Returns the path as `trainLabSft` does. */
export function trainLabGrpo(options: LabTrainingOptions & { readonly init: string }): Promise<string> {
  return trainStage(planLabGrpo(options), createStageOptions(options, 'grpo'));
}

/** Steps or updates between checkpoints. */
export const LAB_CHECKPOINT_EVERY = { sft: 200, grpo: 10 } as const;

function createStageOptions(
  { preset: { evaluation }, directory, resume, ...options }: LabTrainingOptions,
  stage: 'sft' | 'grpo',
): StageOptions {
  const { credit, rolloutsEvery, timer, onStart, onProgress, signal } = options;
  return {
    run: { directory, resume, checkpointEvery: LAB_CHECKPOINT_EVERY[stage] },
    evalEvery: stage === 'sft' ? evaluation.sftEvery : evaluation.grpoEvery,
    ...{ credit, rolloutsEvery, timer, onStart, onProgress, signal },
  };
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

/** Converts plain data to JSON, which the compiler cannot infer for interfaces. */
function asJson(data: object): JsonObject {
  return JSON.parse(JSON.stringify(data)) as JsonObject;
}
