/**
 * A lab and a model small enough for tests.
 *
 * @module
 */
import type { ModelConfig } from '../src/engine/local/model-config.ts';
import { LAB_PRESETS, type LabOptions } from '../src/lab/options.ts';
import { createLabCodec } from '../src/lab/phrases/lab-codec.ts';
import type { PhraseCodec } from '../src/lab/phrases/phrase-codec.ts';
import { countContext } from '../src/lab/presets.ts';
import { createLabTeacher, PLAIN_TEACHING } from '../src/lab/teaching/teacher.ts';
import { type GrpoSettings, PAPER_GRPO } from '../src/train/grpo-settings.ts';
import type { SupervisedSource } from '../src/train/supervised-source.ts';

/** The smallest lab with every feature: two chunks, one single-hop question, a note. */
const options: LabOptions = {
  ...LAB_PRESETS.small,
  sentences: 8,
  questions: { least: 1, most: 1 },
  hops: [1, 0, 0],
  supersede: 0,
  scratchpadPhrases: 1,
  queryWords: 3,
};

const codec = createLabCodec(options);

/** The lab with its codec, its teacher and the shape of a model for it. */
export const TINY_LAB: {
  readonly options: LabOptions;
  readonly codec: PhraseCodec;
  readonly source: SupervisedSource;
  readonly model: ModelConfig;
} = {
  options,
  codec,
  source: createLabTeacher({ options, codec, teaching: PLAIN_TEACHING, seed: 1 }),
  model: {
    layers: 1,
    width: 32,
    heads: 1,
    vocabularySize: codec.vocabulary.size,
    context: countContext(codec),
  },
};

/** A cost per token gives every group variance in its rewards, whatever the answers are. */
export const TINY_GRPO: Omit<GrpoSettings, 'updates'> = {
  ...PAPER_GRPO,
  groupSize: 4,
  learningRate: 1e-3,
  schedule: {},
  flatGroups: 'resample',
  tokenCost: 0.05,
  seed: 1,
};
