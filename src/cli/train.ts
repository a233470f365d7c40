import { Command, Option } from 'commander';
import type { JsonObject } from '../memory/json.ts';
import { findWeights, shippedWeights } from '../train/find-weights.ts';
import type { GrpoProgress } from '../train/grpo.ts';
import { type LabTrainingOptions, trainLabGrpo, trainLabSft } from '../train/lab-training.ts';
import { type LabPreset, TRAINING_PRESETS } from '../train/presets.ts';
import type { SftProgress } from '../train/sft.ts';
import { commandLine } from './command-line.ts';
import { addEngineOptions, type EngineFlags, engineFactory } from './engine-options.ts';
import { createLiveLine } from './live-line.ts';
import { print, printJson, type Terminal } from './output.ts';
import { oneOf, wholeNumber } from './parse-number.ts';
import { evaluationLine, trainingLine } from './training-line.ts';
import { UsageError } from './usage-error.ts';

type Stage = 'sft' | 'grpo';
type PresetName = keyof typeof TRAINING_PRESETS;
type Progress = SftProgress | GrpoProgress;

interface TrainFlags extends EngineFlags {
  readonly preset: PresetName;
  readonly out: string;
  readonly init?: string;
  readonly resume?: boolean;
  readonly seed: number;
  readonly steps?: number;
  readonly updates?: number;
  readonly tasks?: number;
  readonly json?: boolean;
}

const PRESET_NAMES = Object.keys(TRAINING_PRESETS) as PresetName[];

/** `atommem train`: the two stages of training, on this machine. */
export function trainCommand(terminal: Terminal): Command {
  const command = new Command('train').description('train a policy: imitation first, then reinforcement');
  const sft = stageCommand('sft', 'teach a new policy by imitation of the scripted teacher', terminal);
  const grpo = stageCommand('grpo', 'improve a policy by reinforcement of what answered right', terminal);
  sft.addOption(count('--steps <n>', "optimizer steps (default: the preset's)", '--steps'));
  grpo.addOption(count('--updates <n>', "updates (default: the preset's)", '--updates'));
  return command.addCommand(sft).addCommand(grpo);
}

function stageCommand(stage: Stage, description: string, terminal: Terminal): Command {
  const command = new Command(stage)
    .description(description)
    .addOption(
      new Option('--task <name>', 'what to train on: lab').default('lab').argParser(oneOf('--task', ['lab'])),
    )
    .addOption(
      new Option('--preset <name>', `task, model and settings: ${PRESET_NAMES.join(', ')}`)
        .default('small')
        .argParser(oneOf('--preset', PRESET_NAMES)),
    )
    .requiredOption('--out <folder>', 'log, checkpoints and the best weights go here')
    .option(
      '--init <folder>',
      `weights to start from ${stage === 'grpo' ? '(default: those of the package)' : '(default: new ones)'}`,
    )
    .option('--resume', 'go on from the newest checkpoint in the folder')
    .addOption(
      new Option('--seed <n>', 'of weights, tasks and draws').default(1).argParser(wholeNumber('--seed', 0)),
    )
    .addOption(count('--tasks <n>', "development tasks of an evaluation (default: the preset's)", '--tasks'))
    .option('--json', 'print one JSON document and nothing else');
  return addEngineOptions(command).action((flags: TrainFlags) => train(stage, flags, terminal));
}

async function train(stage: Stage, flags: TrainFlags, terminal: Terminal): Promise<void> {
  const live = createLiveLine(terminal);
  let last: Progress | undefined;
  let evaluation: JsonObject | undefined;
  const options: LabTrainingOptions<Progress> = {
    preset: presetOf(flags),
    seed: flags.seed,
    directory: flags.out,
    resume: flags.resume === true,
    createEngine: engineFactory(flags),
    timer: terminal.timer,
    signal: terminal.signal,
    onProgress(progress) {
      last = progress;
      live.update(trainingLine(progress));
      if (progress.evaluation === undefined) return;
      evaluation = progress.evaluation;
      live.keep(evaluationLine(placeOf(progress).now, evaluation));
    },
  };
  const init = await initialWeights(stage, flags);
  const run =
    stage === 'grpo'
      ? trainLabGrpo({ ...options, init: init! })
      : trainLabSft({ ...options, ...(init !== undefined && { init }) });
  const weights = await run.finally(() => live.end());
  if (terminal.signal.aborted) throw new Error(interrupted(last, flags.out));
  const { preset, seed } = flags;
  const command = commandLine(terminal.commandLine);
  if (flags.json) {
    printJson(terminal, { schema: 'atommem.train/1', command, stage, preset, seed, weights, evaluation });
  } else print(terminal, [`weights: ${weights}`, ...nextSteps(stage, flags, terminal)]);
}

/** A preset with what the flags change. */
function presetOf({ preset, steps, updates, tasks }: TrainFlags): LabPreset {
  const base = TRAINING_PRESETS[preset];
  return {
    ...base,
    sft: { ...base.sft, ...(steps !== undefined && { steps }) },
    grpo: { ...base.grpo, ...(updates !== undefined && { updates }) },
    evaluation: { ...base.evaluation, ...(tasks !== undefined && { tasks }) },
  };
}

/** For reinforcement there must be some: a policy that answers nothing right has nothing to be reinforced. */
async function initialWeights(stage: Stage, { init, preset }: TrainFlags): Promise<string | undefined> {
  if (init !== undefined) return findWeights(init);
  if (stage === 'sft') return undefined;
  const shipped = preset === 'small' || preset === 'smoke' ? shippedWeights('sft') : undefined;
  if (shipped !== undefined) return shipped;
  throw new UsageError(
    `no weights of preset ${preset} come with this package: train some with "atommem train sft" and give --init FOLDER`,
  );
}

function placeOf(progress: Progress): { readonly now: string; readonly all: number } {
  if ('update' in progress) return { now: `update ${progress.update}`, all: progress.updates };
  return { now: `step ${progress.step}`, all: progress.steps };
}

function interrupted(last: Progress | undefined, out: string): string {
  if (last === undefined) return 'interrupted before the first step';
  const { now, all } = placeOf(last);
  return `interrupted at ${now} of ${all}; saved in ${out}: run the same command with --resume to go on`;
}

function nextSteps(stage: Stage, { preset, out }: TrainFlags, { style }: Terminal): readonly string[] {
  const play = `next:  atommem lab play --preset ${preset} --weights ${out}`;
  const more = `       atommem train grpo --preset ${preset} --init ${out} --out FOLDER`;
  return (stage === 'sft' ? [play, more] : [play]).map(style.dim);
}

function count(flag: string, text: string, name: string): Option {
  return new Option(flag, text).argParser(wholeNumber(name, 1));
}
