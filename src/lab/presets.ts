import { type GrpoSettings, PAPER_GRPO } from '../train/grpo-settings.ts';
import type { SftSettings } from '../train/sft-settings.ts';
import { LAB_PRESETS, type LabOptions, type LabPresetName } from './options.ts';
import { type LabTokens, PLAIN_TOKENS } from './phrases/lab-codec.ts';
import type { PhraseCodec } from './phrases/phrase-codec.ts';
import { PLAIN_TEACHING, type TeachingSettings } from './teaching/teacher.ts';

/** Shape of a policy; vocabulary and context follow from the codec. */
export interface ModelShape {
  readonly layers: number;
  /** Heads times a multiple of 8. */
  readonly width: number;
  readonly heads: number;
  readonly positions: 'learned' | 'rotary';
}

/** What an engine is asked for beside the shape. */
export interface ModelInitialisation {
  readonly attention: 'independent' | 'tied';
  /** What learned positions start with in common: `none`, or those of a phrase, and equal parts of phrases. */
  readonly positionGroups: 'none' | 'phrases';
}

/** A study of the lab from nothing to a trained policy. */
export interface LabPreset {
  readonly lab: LabOptions;
  readonly tokens: LabTokens;
  readonly model: ModelShape;
  /**
   * How the weights of a new policy start: `tied` queries and keys find equal words from the first step on, and
   * positions in groups find the words of a phrase.
   */
  readonly initialisation: ModelInitialisation;
  readonly teaching: TeachingSettings;
  readonly sft: SftSettings;
  /** `seed` is the run's. */
  readonly grpo: Omit<GrpoSettings, 'seed'>;
  /** Stream lengths of RL tasks. */
  readonly grpoLengths: readonly number[];
  /** Tasks and updates or steps between evaluations on development tasks. */
  readonly evaluation: { readonly tasks: number; readonly sftEvery: number; readonly grpoEvery: number };
}

const SMALL: LabPreset = {
  lab: LAB_PRESETS.small,
  // First choices: a pointer instead of a copied word, and places that mean the same in both stages.
  tokens: { ...PLAIN_TOKENS, answers: 'quote', asking: 'aligned' },
  model: { layers: 3, width: 96, heads: 3, positions: 'learned' },
  initialisation: { attention: 'tied', positionGroups: 'phrases' },
  // Replies are few and noisy: what belongs together is learnt from hints, at first on made-up situations
  // that are full of it. See docs/guides/lab.md for what each part is worth.
  teaching: {
    ...PLAIN_TEACHING,
    drill: { steps: 1200, share: 1, habits: {} },
    dense: { steps: 3600, share: 0.5, habits: {} },
    places: 'any',
  },
  sft: {
    steps: 6000,
    batch: 32,
    // At 3e-3 it is luck when, and whether, phrases are matched.
    learningRate: { peak: 2e-3, warmup: 100, decay: 'cosine', over: 6000 },
    promptWeight: { weight: 0, steps: 0 },
    hintWeight: { weight: 1, steps: 6000 },
    weightDecay: 0.01,
    gradientClip: 1,
  },
  grpo: {
    ...PAPER_GRPO,
    updates: 100,
    // The paper's 1e-6 is for 8 billion parameters.
    learningRate: { peak: 6e-4, warmup: 5, decay: 'cosine' },
    flatGroups: 'resample',
  },
  grpoLengths: [1, 1, 2],
  evaluation: { tasks: 200, sftEvery: 600, grpoEvery: 20 },
};

/** With more to tell apart, it takes one seed of three twice the drills until phrases are matched. */
const NARROW: LabPreset = {
  ...SMALL,
  lab: LAB_PRESETS.narrow,
  teaching: { ...SMALL.teaching, drill: { ...SMALL.teaching.drill, steps: 2400 } },
  sft: {
    ...SMALL.sft,
    steps: 7200,
    learningRate: { ...SMALL.sft.learningRate, over: 7200 },
    hintWeight: { weight: 1, steps: 7200 },
  },
};

/**
 * `smoke` is a minute: a few updates of GRPO from weights that were trained before. `small` is the
 * prototype's task and a run of half an hour on two cores. `narrow` takes a third longer, on tasks in which storage
 * must carry what the scratchpad cannot. `paper-shape` has 40 sentences, up to 4 questions and 3 hops.
 */
export const TRAINING_PRESETS: Readonly<Record<LabPresetName, LabPreset>> = {
  smoke: {
    ...SMALL,
    sft: { ...SMALL.sft, steps: 60, learningRate: { ...SMALL.sft.learningRate, warmup: 20 } },
    grpo: { ...SMALL.grpo, updates: 12, flatGroups: 'keep' },
    grpoLengths: [1],
    evaluation: { tasks: 100, sftEvery: 60, grpoEvery: 12 },
  },
  small: SMALL,
  narrow: NARROW,
  'paper-shape': { ...SMALL, lab: LAB_PRESETS['paper-shape'] },
};

/** Tokens that a model for a codec must hold, rounded up to a multiple of 8. */
export function countContext(codec: Pick<PhraseCodec, 'maxPromptTokens' | 'maxReplyTokens'>): number {
  return Math.ceil((codec.maxPromptTokens + codec.maxReplyTokens) / 8) * 8;
}
