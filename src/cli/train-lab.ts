import { MOST_EVALUATION_TASKS } from '../lab/evaluate.ts';
import { type LabPreset, TRAINING_PRESETS } from '../lab/presets.ts';
import { type LabTrainingOptions, trainLabGrpo, trainLabSft } from '../lab/training.ts';
import type { Schedule } from '../train/schedule.ts';
import { writeTrainingCurves } from '../train/training-curves.ts';
import { commandLine } from './command-line.ts';
import { type EngineFlags, trainedEngine } from './engine-options.ts';
import { weightsFrom } from './lab-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { oneOf } from './parse-number.ts';
import { createTrainingDisplay, type TrainingProgress, type TrainingStage } from './training-display.ts';
import { usageError } from './usage-error.ts';

export type LabPresetFlag = keyof typeof TRAINING_PRESETS;

/** What the lab takes of the options of `atommem train`. */
export interface LabTrainFlags extends EngineFlags {
  readonly preset?: string;
  readonly out: string;
  readonly init?: string;
  readonly resume?: boolean;
  readonly seed: number;
  readonly steps?: number;
  readonly updates?: number;
  readonly rolloutsEvery?: number;
  readonly tasks?: number;
  readonly learningRate?: number;
  readonly json?: boolean;
}

export const LAB_PRESET_NAMES = Object.keys(TRAINING_PRESETS) as LabPresetFlag[];

/** Trains a small policy of the lab on this machine. */
export async function trainLab(
  stage: TrainingStage,
  flags: LabTrainFlags,
  terminal: Terminal,
): Promise<void> {
  const preset = oneOf('--preset', LAB_PRESET_NAMES)(flags.preset ?? 'small');
  if (flags.tasks !== undefined && flags.tasks > MOST_EVALUATION_TASKS) {
    throw usageError(
      `--tasks ${flags.tasks} is not accepted`,
      `Pass a whole number from 1 to ${MOST_EVALUATION_TASKS}`,
    );
  }
  const display = createTrainingDisplay(terminal);
  const options: LabTrainingOptions<TrainingProgress> = {
    preset: presetOf(preset, flags),
    seed: flags.seed,
    directory: flags.out,
    resume: flags.resume === true,
    ...trainedEngine(flags),
    timer: terminal.timer,
    signal: terminal.signal,
    onProgress: display.onProgress,
  };
  const init = await initialWeights(stage, preset, flags.init);
  const run =
    stage === 'grpo'
      ? trainLabGrpo({
          ...options,
          init: init!,
          ...(flags.rolloutsEvery !== undefined && { rolloutsEvery: flags.rolloutsEvery }),
        })
      : trainLabSft({ ...options, ...(init !== undefined && { init }) });
  const weights = await run.finally(() => display.end());
  if (terminal.signal.aborted) throw new Error(display.interrupted(flags.out));
  await writeTrainingCurves(flags.out);
  const { seed } = flags;
  const command = commandLine(terminal.commandLine);
  if (flags.json) {
    const evaluation = display.evaluation();
    printJson(terminal, { schema: 'atommem.train/1', command, stage, preset, seed, weights, evaluation });
  } else print(terminal, [`weights: ${weights}`, ...nextSteps(stage, preset, flags.out, terminal)]);
}

/** A preset with what the flags change. */
function presetOf(
  name: LabPresetFlag,
  { steps, updates, tasks, learningRate: peak }: LabTrainFlags,
): LabPreset {
  const base = TRAINING_PRESETS[name];
  const rate = (schedule: Schedule): Schedule => ({ ...schedule, ...(peak !== undefined && { peak }) });
  return {
    ...base,
    sft: { ...base.sft, learningRate: rate(base.sft.learningRate), ...(steps !== undefined && { steps }) },
    grpo: {
      ...base.grpo,
      learningRate: rate(base.grpo.learningRate),
      ...(updates !== undefined && { updates }),
    },
    evaluation: { ...base.evaluation, ...(tasks !== undefined && { tasks }) },
  };
}

/** For reinforcement there must be some: a policy that answers nothing right has nothing to be reinforced. */
async function initialWeights(
  stage: TrainingStage,
  preset: LabPresetFlag,
  init: string | undefined,
): Promise<string | undefined> {
  if (stage === 'sft' && init === undefined) return undefined;
  return weightsFrom(init, { preset, stage: 'sft', flag: '--init' });
}

function nextSteps(
  stage: TrainingStage,
  preset: LabPresetFlag,
  out: string,
  { style }: Terminal,
): readonly string[] {
  const play = `next:  atommem lab play --preset ${preset} --weights ${out}`;
  const more = `       atommem train grpo --preset ${preset} --init ${out} --out FOLDER`;
  return (stage === 'sft' ? [play, more] : [play]).map(style.dim);
}
