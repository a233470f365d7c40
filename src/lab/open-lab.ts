/**
 * Opens everything that an episode of the lab needs.
 *
 * @module
 */
import type { EpisodeOptions } from '../agent/run-episode.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { shippedWeights } from './find-weights.ts';
import { labMemory } from './memory.ts';
import { LAB_PRESETS, type LabPresetName } from './options.ts';
import { createLabCodec } from './phrases/lab-codec.ts';
import type { PhraseCodec } from './phrases/phrase-codec.ts';
import { TRAINING_PRESETS } from './presets.ts';
import { type LabSplit, labSeed } from './seeds.ts';
import { createLabTask, type LabTask } from './task.ts';

/** The lab at one preset: its tasks, their memory, and the codec of its policies. */
export interface Lab {
  readonly preset: LabPresetName;
  readonly codec: PhraseCodec;
  /** Returns the `index`-th task of a split. */
  task(split: LabSplit, index: number): LabTask;
  /** Returns the options of an empty memory for one episode. */
  memory(): NonNullable<EpisodeOptions['memory']>;
  /** Returns the folder of the shipped weights, or `undefined` if the package has none. */
  weights(stage: 'sft' | 'grpo'): string | undefined;
}

/**
 * Opens the lab, a synthetic task that a policy of 0.36 million parameters learns on two cores.
 *
 * @param preset `smoke` and `small` have the same tasks. `narrow` has room for two notes. `paper-shape` has
 * longer streams. Default: `small`.
 * @example
 * const lab = openLab();
 * const task = lab.task('development', 7);
 * console.log(task.questions[0]?.text, task.documents.length);
 */
export function openLab(preset: LabPresetName = 'small'): Lab {
  const options = LAB_PRESETS[preset];
  return {
    preset,
    codec: createLabCodec(options, TRAINING_PRESETS[preset].tokens),
    task: (split, index) => createLabTask(labSeed(split, index), options),
    memory: () => ({ ...labMemory(options), store: inMemoryStore(), namespace: 'lab' }),
    weights: (stage) => shippedWeights(preset, stage),
  };
}
