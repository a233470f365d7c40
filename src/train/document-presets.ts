import { BETTER, type Compatibility, OFFICIAL } from '../released/compatibility.ts';
import type { DialectName } from '../released/select-format.ts';
import { type GrpoSettings, PAPER_GRPO } from './grpo-settings.ts';
import type { SftSettings } from './sft-settings.ts';

export type DocumentPresetName = 'paper' | 'released';

/** Values of a training run on document streams that go together. */
export interface DocumentPreset {
  readonly codec: DialectName;
  readonly rules: Compatibility;
  /** Most tokens of a prompt and of a reply. */
  readonly maxPromptTokens: number;
  readonly maxReplyTokens: number;
  /** Passes over the examples; steps follow from their number. */
  readonly sft: { readonly epochs: number } & Omit<SftSettings, 'steps'>;
  /** Passes over the streams; updates follow from their number. */
  readonly grpo: { readonly epochs: number } & Pick<GrpoSettings, 'learningRate'> &
    Omit<typeof PAPER_GRPO, 'epochs'> &
    Pick<GrpoSettings, 'topP' | 'adam' | 'answerReward'>;
  /** Steps or updates between checkpoints. */
  readonly checkpointEvery: number;
  /** Held-out streams, steps or updates between evaluations, and the temperature of sampling there. */
  readonly evaluation: { readonly streams: number; readonly every: number; readonly temperature: number };
}

const { epochs: _, ...paperGrpo } = PAPER_GRPO;

/** Of the released SFT script: 3 epochs, 2 sequences on each of 8 devices, and what its library sets by itself. */
const SFT: DocumentPreset['sft'] = {
  epochs: 3,
  batch: 16,
  // TRL's own rate and fall: the script sets none.
  learningRate: { peak: 2e-5, decay: 'linear', floor: 0 },
  promptWeight: { weight: 0, steps: 0 },
  hintWeight: { weight: 0, steps: 0 },
  weightDecay: 0,
  gradientClip: 1,
};

/**
 * The paper's values (section 4.1 and appendix): 16 tasks of 16 rollouts, rate 1e-6, clip 0.2 and 0.28, no
 * division by the standard deviation, no KL, exact match, K 6, chunks of 4000 tokens, temperature 0.7 at
 * inference. Where it says nothing, the released scripts' values stand: limits of prompt and reply, gradient
 * norm 1, imitation. Passes over the streams are our choice: the paper gives days, not updates.
 */
const PAPER: DocumentPreset = {
  codec: 'tags',
  rules: BETTER,
  maxPromptTokens: 16_384,
  maxReplyTokens: 4096,
  sft: SFT,
  grpo: { ...paperGrpo, epochs: 1, learningRate: { peak: 1e-6 } },
  checkpointEvery: 10,
  evaluation: { streams: 64, every: 20, temperature: 0.7 },
};

/**
 * The released scripts' values, where they are others: 8 tasks of 8 rollouts, 5 passes, warm-up of 20
 * updates, AdamW 0.9/0.999 with decay 0.01, KL 0.001 to the SFT policy, top-p 0.99, its reward, its rules
 * and dialect, greedy evaluation every 20 updates, checkpoints every 10.
 */
const RELEASED: DocumentPreset = {
  ...PAPER,
  codec: 'atommem-8b',
  // Its one index for all rollouts is searched by rollout: the same as one store for each.
  rules: { ...OFFICIAL, store: 'better' },
  grpo: {
    ...PAPER.grpo,
    epochs: 5,
    tasks: 8,
    group: 8,
    learningRate: { peak: 1e-6, warmup: 20 },
    adam: { beta1: 0.9, beta2: 0.999, weightDecay: 0.01 },
    klWeight: 0.001,
    topP: 0.99,
    answerReward: 'official',
  },
  evaluation: { streams: 64, every: 20, temperature: 0 },
};

/** Values for training language models, by name. */
export const DOCUMENT_PRESETS: Readonly<Record<DocumentPresetName, DocumentPreset>> = {
  paper: PAPER,
  released: RELEASED,
};
