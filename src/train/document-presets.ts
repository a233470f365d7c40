/**
 * Presets for training language models on document streams.
 *
 * @module
 */
import { BETTER, type Compatibility, OFFICIAL } from '../released/compatibility.ts';
import type { DialectName } from '../released/select-format.ts';
import { type GrpoSettings, PAPER_GRPO } from './grpo-settings.ts';
import type { SftSettings } from './sft-settings.ts';

export type DocumentPresetName = 'paper' | 'released';

/** Matching values for training on document streams. */
export interface DocumentPreset {
  readonly codec: DialectName;
  readonly rules: Compatibility;
  /** Maximum number of tokens of a prompt and of a reply. */
  readonly maxPromptTokens: number;
  readonly maxReplyTokens: number;
  /** Passes over the examples. Their number determines the steps. */
  readonly sft: { readonly epochs: number } & Omit<SftSettings, 'steps'>;
  /** Passes over the streams. Their number determines the updates. */
  readonly grpo: { readonly epochs: number } & Pick<GrpoSettings, 'learningRate' | 'schedule'> &
    Omit<typeof PAPER_GRPO, 'epochs'> &
    Pick<GrpoSettings, 'topP' | 'adam' | 'answerReward'>;
  /** Steps or updates between checkpoints. */
  readonly checkpointEvery: number;
  /**
   * Number of held-out streams, steps or updates between evaluations, and sampling temperature of
   * evaluations.
   */
  readonly evaluation: { readonly streams: number; readonly every: number; readonly temperature: number };
}

const { epochs: _, ...paperGrpo } = PAPER_GRPO;

/**
 * Values of the released SFT script: 3 epochs, 2 sequences on each of 8 devices, and its library's
 * defaults.
 */
const SFT: DocumentPreset['sft'] = {
  epochs: 3,
  batchSize: 16,
  // Rate and decay are TRL's defaults; the script does not set them.
  learningRate: 2e-5,
  schedule: { decay: 'linear', floor: 0 },
  promptWeight: { weight: 0, steps: 0 },
  hintWeight: { weight: 0, steps: 0 },
  weightDecay: 0,
  gradientClip: 1,
};

/**
 * The paper's values (section 4.1 and appendix): 16 tasks of 16 rollouts, learning rate 1e-6, clip 0.2 and
 * 0.28, no division by the standard deviation, no KL, exact match, K 6, chunks of 4000 tokens, and
 * temperature 0.7 at inference. Values that the paper omits come from the released scripts: prompt and
 * reply limits, gradient norm 1, imitation. The number of passes is our choice, because the paper states
 * days instead of updates.
 */
const PAPER: DocumentPreset = {
  codec: 'tags',
  rules: BETTER,
  maxPromptTokens: 16_384,
  maxReplyTokens: 4096,
  sft: SFT,
  grpo: { ...paperGrpo, epochs: 1, learningRate: 1e-6, schedule: {} },
  checkpointEvery: 10,
  evaluation: { streams: 64, every: 20, temperature: 0.7 },
};

/**
 * The released scripts' values where they differ: 8 tasks of 8 rollouts, 5 passes, warmup of 20 updates,
 * AdamW 0.9/0.999 with decay 0.01, KL 0.001 to the SFT policy, top-p 0.99, their reward, rules and dialect,
 * greedy evaluation every 20 updates, and checkpoints every 10.
 */
const RELEASED: DocumentPreset = {
  ...PAPER,
  codec: 'atommem-8b',
  // The scripts search one index by rollout, which is equivalent to one store per rollout.
  rules: { ...OFFICIAL, store: 'better' },
  grpo: {
    ...PAPER.grpo,
    epochs: 5,
    tasksPerUpdate: 8,
    groupSize: 8,
    schedule: { warmup: 20 },
    adam: { beta1: 0.9, beta2: 0.999, weightDecay: 0.01 },
    klWeight: 0.001,
    topP: 0.99,
    answerReward: 'official',
  },
  evaluation: { streams: 64, every: 20, temperature: 0 },
};

/** Presets for training language models. */
export const DOCUMENT_PRESETS: Readonly<Record<DocumentPresetName, DocumentPreset>> = {
  paper: PAPER,
  released: RELEASED,
};
