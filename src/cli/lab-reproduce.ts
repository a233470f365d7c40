/**
 * `atommem lab reproduce`: trains, tests at three lengths, runs ablations and plots into one folder.
 * @module
 */

import { Command, Option } from 'commander';
import { MOST_EVALUATION_TASKS } from '../lab/evaluate.ts';
import { findWeights } from '../lab/find-weights.ts';
import { LAB_LENGTHS, type LabPresetName } from '../lab/options.ts';
import { TRAINING_PRESETS } from '../lab/presets.ts';
import { reproduceLab } from '../lab/study/reproduce.ts';
import { LAB_VARIANTS } from '../lab/study/variants.ts';
import { addEngineOptions, type EngineFlags, trainedEngine } from './engine-options.ts';
import { presetOption } from './lab-options.ts';
import { createLiveLine } from './live-line.ts';
import { print, printJson, type Terminal } from './output.ts';
import { numberList, wholeNumber } from './parse-number.ts';
import { evaluationLine, trainingLine } from './training-line.ts';
import { unknownName } from './usage-error.ts';

interface ReproduceFlags extends EngineFlags {
  readonly preset: LabPresetName;
  readonly out: string;
  readonly seeds: readonly number[];
  readonly variants: readonly string[];
  readonly init?: string;
  readonly tasks: number;
  readonly json?: boolean;
}

/** Largest `--tasks`: every test task is played at each length. */
const MOST_TEST_TASKS = MOST_EVALUATION_TASKS / Math.max(...LAB_LENGTHS);

/** Creates `atommem lab reproduce`. */
export function labReproduceCommand(terminal: Terminal): Command {
  const command = new Command('reproduce')
    .description("reproduce the paper's findings in miniature: SFT, GRPO, lengths, ablations, capacity, K")
    .addOption(presetOption())
    .option(
      '--out <folder>',
      'folder for results, logs and checkpoints; an interrupted run resumes from it',
      'runs/lab',
    )
    .addOption(
      new Option('--seeds <list>', 'seeds of independent runs, separated by commas')
        .default([1], '1')
        .argParser(numberList('--seeds')),
    )
    .addOption(
      new Option('--variants <names>', `trained too: ${Object.keys(LAB_VARIANTS).join(', ')}`)
        .default([], 'none')
        .argParser(readVariants),
    )
    .option('--init <folder>', 'weights to start from instead of SFT')
    .addOption(
      new Option('--tasks <n>', 'test tasks per setting')
        .default(500)
        .argParser(wholeNumber('--tasks', 1, MOST_TEST_TASKS)),
    )
    .option('--json', 'print one JSON document and nothing else');
  return addEngineOptions(command).action((flags: ReproduceFlags) => reproduce(flags, terminal));
}

async function reproduce(flags: ReproduceFlags, terminal: Terminal): Promise<void> {
  const { preset, out, seeds, variants, tasks, init } = flags;
  const live = createLiveLine(terminal);
  const { timer, signal } = terminal;
  const study = await reproduceLab({
    presetName: preset,
    preset: TRAINING_PRESETS[preset],
    seeds,
    variants,
    tasks,
    directory: out,
    init: init === undefined ? undefined : await findWeights(init),
    ...trainedEngine(flags),
    timer,
    signal,
    onProgress: ({ stage, training }) => {
      live.update(training === undefined ? stage : `${stage} · ${trainingLine(training)}`);
      const at = training && ('update' in training ? training.update : training.step);
      if (training?.evaluation) live.keep(evaluationLine(`${stage} ${at}`, training.evaluation));
    },
  })
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
      throw new Error(`interrupted; results so far are in ${out}: run the same command to resume`);
    })
    .finally(() => live.end());
  if (flags.json) printJson(terminal, { schema: 'atommem.lab-study/1', ...study });
  else print(terminal, `${out}/study.md, study.json and three plots`);
}

function readVariants(text: string): readonly string[] {
  const known = Object.keys(LAB_VARIANTS);
  return text.split(',').map((name) => {
    if (!known.includes(name)) throw unknownName('variant', name, known);
    return name;
  });
}
