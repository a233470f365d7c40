/**
 * The presets of lab training.
 *
 * @module
 */
import { type GrpoSettings, PAPER_GRPO } from '../train/grpo-settings.ts';
import type { SftSettings } from '../train/sft-settings.ts';
import { LAB_PRESETS, type LabOptions, type LabPresetName } from './options.ts';
import { type LabTokens, PLAIN_TOKENS } from './phrases/lab-codec.ts';
import type { PhraseCodec } from './phrases/phrase-codec.ts';
import { PLAIN_TEACHING, type TeachingSettings } from './teaching/teacher.ts';

/** Shape of a policy. The codec determines vocabulary and context. */
export interface ModelShape {
  readonly layers: number;
  /** A multiple of 8 × heads. */
  readonly width: number;
  readonly heads: number;
  readonly positions: 'learned' | 'rotary';
}

/** Initialisation of a policy. */
export interface ModelInitialisation {
  readonly attention: 'independent' | 'tied';
  /**
   * Shared components of learned positions at initialisation: `none`, or `phrases` for positions of the
   * same phrase and for equal parts of phrases.
   */
  readonly positionGroups: 'none' | 'phrases';
}

/** A complete lab study, from random weights to a trained policy. */
export interface LabPreset {
  readonly lab: LabOptions;
  readonly tokens: LabTokens;
  readonly model: ModelShape;
  /**
   * Initialisation of a new policy. `tied` queries and keys match equal words from the first step on.
   * Grouped positions find the words of a phrase.
   */
  readonly initialisation: ModelInitialisation;
  readonly teaching: TeachingSettings;
  readonly sft: SftSettings;
  /** The run sets `seed`. */
  readonly grpo: Omit<GrpoSettings, 'seed'>;
  /** Stream lengths of RL tasks. */
  readonly grpoLengths: readonly number[];
  /** Number of development tasks per evaluation, and the steps or updates between evaluations. */
  readonly evaluation: { readonly tasks: number; readonly sftEvery: number; readonly grpoEvery: number };
}

const SMALL: LabPreset = {
  lab: LAB_PRESETS.small,
  // Quotes instead of copied words, and places with the same meaning in both stages.
  tokens: { ...PLAIN_TOKENS, answers: 'quote', asking: 'aligned' },
  model: { layers: 3, width: 96, heads: 3, positions: 'learned' },
  initialisation: { attention: 'tied', positionGroups: 'phrases' },
  // Replies are few and noisy, so matching is learned from hints, first on drills with many related facts.
  // docs/guides/lab.md has an ablation of each part.
  teaching: {
    ...PLAIN_TEACHING,
    drill: { steps: 1200, share: 1, habits: {} },
    dense: { steps: 3600, share: 0.5, habits: {} },
    places: 'any',
  },
  sft: {
    steps: 6000,
    batchSize: 32,
    // At 3e-3, some seeds never learn to match phrases.
    learningRate: 2e-3,
    schedule: { warmup: 100, decay: 'cosine', over: 6000 },
    promptWeight: { weight: 0, steps: 0 },
    hintWeight: { weight: 1, steps: 6000 },
    weightDecay: 0.01,
    gradientClip: 1,
  },
  grpo: {
    ...PAPER_GRPO,
    updates: 100,
    // The paper's 1e-6 is for 8 billion parameters.
    learningRate: 6e-4,
    schedule: { warmup: 5, decay: 'cosine' },
    flatGroups: 'resample',
  },
  grpoLengths: [1, 1, 2],
  evaluation: { tasks: 200, sftEvery: 600, grpoEvery: 20 },
};

/** Doubles the drills: with those of `small`, one of three seeds learned to match phrases too late. */
const NARROW: LabPreset = {
  ...SMALL,
  lab: LAB_PRESETS.narrow,
  teaching: { ...SMALL.teaching, drill: { ...SMALL.teaching.drill, steps: 2400 } },
  sft: {
    ...SMALL.sft,
    steps: 7200,
    schedule: { ...SMALL.sft.schedule, over: 7200 },
    hintWeight: { weight: 1, steps: 7200 },
  },
};

/**
 * Training presets. `smoke` takes a minute: a few GRPO updates from trained weights. `small` is the
 * prototype's task and takes half an hour on two cores. `narrow` takes a third longer, and its scratchpad
 * is too small without storage. `paper-shape` has 40 sentences, up to 4 questions and up to 3 hops.
 */
export const TRAINING_PRESETS: Readonly<Record<LabPresetName, LabPreset>> = {
  smoke: {
    ...SMALL,
    sft: { ...SMALL.sft, steps: 60, schedule: { ...SMALL.sft.schedule, warmup: 20 } },
    grpo: { ...SMALL.grpo, updates: 12, flatGroups: 'keep' },
    grpoLengths: [1],
    evaluation: { tasks: 100, sftEvery: 60, grpoEvery: 12 },
  },
  small: SMALL,
  narrow: NARROW,
  'paper-shape': { ...SMALL, lab: LAB_PRESETS['paper-shape'] },
};

/** Returns the context that a model for a codec needs, rounded up to a multiple of 8. */
export function countContext(codec: Pick<PhraseCodec, 'maxPromptTokens' | 'maxReplyTokens'>): number {
  return Math.ceil((codec.maxPromptTokens + codec.maxReplyTokens) / 8) * 8;
}
