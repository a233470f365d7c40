/**
 * `atommem train` in the lab: a small policy on this machine.
 *
 * @module
 */
import type { LabPresetName } from '../lab/options.ts';
import { type LabPreset, TRAINING_PRESETS } from '../lab/presets.ts';
import { type LabTrainingOptions, trainLabGrpo, trainLabSft } from '../lab/training.ts';
import { createCredit } from '../train/create-credit.ts';
import { changeGrpoSettings } from '../train/grpo-settings.ts';
import { changeSftSettings } from '../train/sft-settings.ts';
import type { StageCall } from '../train/train-command-config.ts';
import { writeTrainingCurves } from '../train/training-curves.ts';
import { commandLine } from './command-line.ts';
import { trainedEngine } from './engine-options.ts';
import { weightsFrom } from './lab-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { oneOf } from './parse-number.ts';
import { createTrainingDisplay, type TrainingProgress } from './training-display.ts';

const PRESET_NAMES = Object.keys(TRAINING_PRESETS) as LabPresetName[];

/** Trains a small policy of the lab on this machine. */
export async function trainLab(call: StageCall, terminal: Terminal): Promise<void> {
  const { stage, config } = call;
  const name = oneOf('--preset', PRESET_NAMES)(config.preset ?? 'small');
  const display = createTrainingDisplay(terminal);
  const options: LabTrainingOptions<TrainingProgress> = {
    preset: changePreset(TRAINING_PRESETS[name], call),
    seed: config.seed,
    directory: config.out,
    resume: config.resume,
    checkpointEvery: config.checkpointEvery,
    init: await findInit(call, name),
    ...trainedEngine(config),
    timer: terminal.timer,
    signal: terminal.signal,
    onProgress: display.onProgress,
    onStart: display.onStart,
  };
  const run =
    stage === 'grpo'
      ? trainLabGrpo({
          ...options,
          init: options.init!,
          rolloutsEvery: config.rolloutsEvery,
          credit: createCredit(config.credit),
        })
      : trainLabSft(options);
  const weights = await run.finally(() => display.end());
  if (terminal.signal.aborted) throw new Error(display.interrupted(config.out));
  await writeTrainingCurves(config.out);
  if (config.json) {
    const ran = {
      command: commandLine(terminal.commandLine),
      stage,
      preset: name,
      seed: config.seed,
      weights,
    };
    printJson(terminal, { schema: 'atommem.train/1', ...ran, ...display.evaluations() });
  } else {
    print(terminal, [...display.summary(), `weights: ${weights}`, ...nextSteps(call, name, terminal)]);
  }
}

/** Changes a preset as the options say. */
function changePreset(preset: LabPreset, { stage, config }: StageCall): LabPreset {
  const { heldOut, evalEvery } = config;
  const { tasks, sftEvery, grpoEvery } = preset.evaluation;
  const evaluation = {
    tasks: heldOut ?? tasks,
    sftEvery: evalEvery ?? sftEvery,
    grpoEvery: evalEvery ?? grpoEvery,
  };
  if (stage === 'sft') return { ...preset, evaluation, sft: changeSftSettings(preset.sft, config) };
  const { seed: _, ...grpo } = changeGrpoSettings(preset.grpo, config);
  return { ...preset, evaluation, grpo };
}

/** Finds initial weights. GRPO needs them: a policy that answers nothing correctly gets no reward. */
async function findInit({ stage, config }: StageCall, preset: LabPresetName): Promise<string | undefined> {
  if (stage === 'sft' && config.init === undefined) return undefined;
  return weightsFrom(config.init, { preset, stage: 'sft', flag: '--init' });
}

function nextSteps(
  { stage, config }: StageCall,
  preset: LabPresetName,
  { style }: Terminal,
): readonly string[] {
  const play = `next:  atommem lab play --preset ${preset} --weights ${config.out}`;
  const more = `       atommem train grpo --preset ${preset} --init ${config.out} --out FOLDER`;
  return (stage === 'sft' ? [play, more] : [play]).map(style.dim);
}
