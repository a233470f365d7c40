/**
 * Plans `atommem train` in the lab: a small policy on this machine.
 *
 * @module
 */
import type { LabPresetName } from '../lab/options.ts';
import { TRAINING_PRESETS } from '../lab/presets.ts';
import { planLabGrpo, planLabSft } from '../lab/training.ts';
import type { StageCall } from '../train/train-command-config.ts';
import { trainedEngine } from './engine-options.ts';
import { weightsFrom } from './lab-options.ts';
import type { PlannedRun } from './planned-run.ts';

/** Plans a run of the lab. GRPO needs weights: a policy that answers nothing correctly gets no reward. */
export async function planLabRun({ stage, config }: StageCall): Promise<PlannedRun> {
  const preset = config.preset as LabPresetName;
  const { seed, heldOut, out } = config;
  const options = { preset: TRAINING_PRESETS[preset], seed, heldOut, ...trainedEngine(config) };
  const play = `next:  atommem lab play --preset ${preset} --weights ${out}`;
  if (stage === 'sft' && config.init === undefined) {
    const more = `       atommem train grpo --preset ${preset} --init ${out} --out FOLDER`;
    return { plan: planLabSft(options), next: [play, more] };
  }
  const init = await weightsFrom(config.init, { preset, stage: 'sft', flag: '--init' });
  const plan = stage === 'sft' ? planLabSft({ ...options, init }) : planLabGrpo({ ...options, init });
  return { plan, next: [play] };
}
