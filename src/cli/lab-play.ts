/**
 * `atommem lab play`: measures a policy and its use of memory on many tasks.
 * @module
 */

import { Command, Option } from 'commander';
import {
  evaluateLab,
  LAB_RULES,
  type LabPlayer,
  type LabScores,
  MOST_EVALUATION_TASKS,
} from '../lab/evaluate.ts';
import type { LabPresetName } from '../lab/options.ts';
import { TRAINING_PRESETS } from '../lab/presets.ts';
import type { LabSplit } from '../lab/seeds.ts';
import { openLabEngine } from '../lab/training.ts';
import type { Ablation } from '../memory/ablate.ts';
import { readAblations } from './ablations.ts';
import { commandLine } from './command-line.ts';
import { addEngineOptions, type EngineFlags, engineFactory } from './engine-options.ts';
import { addStreamOptions, presetOption, weightsFrom } from './lab-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { oneOf, wholeNumber } from './parse-number.ts';
import { formatTable } from './terminal.ts';
import { usageError } from './usage-error.ts';

interface PlayFlags extends EngineFlags {
  readonly preset: LabPresetName;
  readonly weights?: string;
  readonly rule?: (typeof LAB_RULES)[number];
  readonly tasks: number;
  readonly split: LabSplit;
  readonly length: number;
  readonly temperature: number;
  readonly ablate: readonly Ablation[];
  readonly capacity?: number;
  readonly k?: number;
  readonly json?: boolean;
}

/** Creates `atommem lab play`. */
export function labPlayCommand(terminal: Terminal): Command {
  const command = new Command('play')
    .description('measure a trained policy, or a rule, on many tasks')
    .addOption(presetOption())
    .option('--weights <folder>', 'weights of a checkpoint or a training run (default: the shipped ones)')
    .addOption(
      new Option('--rule <name>', `play a rule instead: ${LAB_RULES.join(', ')}`).argParser(
        oneOf('--rule', LAB_RULES),
      ),
    )
    .addOption(
      new Option('--tasks <n>', 'tasks')
        .default(200)
        .argParser(wholeNumber('--tasks', 1, MOST_EVALUATION_TASKS)),
    )
    .addOption(
      new Option('--split <name>', 'development (for choices) or test (for results)')
        .default('development')
        .argParser(oneOf<LabSplit>('--split', ['development', 'test'])),
    )
    .addOption(
      new Option('--ablate <parts>', 'parts of memory to remove')
        .default([], 'none')
        .argParser(readAblations),
    )
    .addOption(new Option('--capacity <n>', 'most entries').argParser(wholeNumber('--capacity', 1)))
    .addOption(new Option('--k <n>', 'entries shown').argParser(wholeNumber('--k', 1)))
    .option('--json', 'print one JSON document and nothing else');
  return addEngineOptions(addStreamOptions(command)).action((flags: PlayFlags) => {
    requireEffect(command, flags);
    return play(flags, terminal);
  });
}

/** Rejects options that would have no effect. */
function requireEffect(command: Command, { rule, k, preset, tasks, length }: PlayFlags): void {
  const given = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const ofModels =
    rule === undefined ? undefined : ['weights', 'temperature', 'workers', 'arithmetic'].find(given);
  if (ofModels !== undefined) {
    throw usageError(`--${ofModels} applies to trained policies only`, `Remove it, or remove --rule ${rule}`);
  }
  const { lab, tokens } = TRAINING_PRESETS[preset];
  const { viewPhrases = lab.k } = tokens;
  if (rule === undefined && k !== undefined && k > viewPhrases) {
    throw usageError(
      `--k ${k} exceeds the ${viewPhrases} entries that a policy of preset ${preset} sees`,
      `Pass --k ${viewPhrases} or less, or pass --rule`,
    );
  }
  if (tasks * length > MOST_EVALUATION_TASKS) {
    const [tasksAtMost, lengthAtMost] = [length, tasks].map((by) => Math.floor(MOST_EVALUATION_TASKS / by));
    throw usageError(
      `${tasks} tasks of --length ${length} do not fit in memory`,
      `Pass --tasks ${tasksAtMost} or less, or --length ${lengthAtMost}`,
    );
  }
}

async function play(flags: PlayFlags, terminal: Terminal): Promise<void> {
  const { tasks, split, length, ablate: ablations, capacity, k } = flags;
  const options = {
    ...TRAINING_PRESETS[flags.preset].lab,
    ...(capacity !== undefined && { capacity }),
    ...(k !== undefined && { k }),
  };
  const { player, close } = await openPlayer(flags);
  const { signal } = terminal;
  const evaluation = { options, tasks, split, length, ablations, signal };
  const scores = await evaluateLab(player, evaluation).finally(close);
  if (signal.aborted) throw new Error('interrupted');
  const command = commandLine(terminal.commandLine);
  if (flags.json) printJson(terminal, { schema: 'atommem.lab-play/1', command, scores });
  else print(terminal, scoreLines(scores));
}

interface OpenedPlayer {
  readonly player: LabPlayer;
  close(): Promise<void>;
}

async function openPlayer(flags: PlayFlags): Promise<OpenedPlayer> {
  if (flags.rule !== undefined) return { player: { kind: 'rule', name: flags.rule }, close: async () => {} };
  const weights = await weightsFrom(flags.weights, {
    preset: flags.preset,
    stage: 'grpo',
    flag: '--weights',
  });
  const { codec, engine } = await openLabEngine(TRAINING_PRESETS[flags.preset], 0, engineFactory(flags));
  try {
    await engine.load(weights, { optimizer: false });
  } catch (error) {
    await engine.close();
    throw error;
  }
  return {
    player: { kind: 'model', engine, codec, temperature: flags.temperature },
    close: () => engine.close(),
  };
}

function scoreLines({
  exactMatch,
  standardError,
  tasks,
  byKind,
  behaviour,
  matching,
}: LabScores): readonly string[] {
  const percent = (value: number): string => `${value.toFixed(1)} %`;
  const total = [
    'all questions (EM by task)',
    percent(exactMatch),
    `± ${standardError.toFixed(1)}, ${tasks} tasks`,
  ];
  const kinds = Object.entries(byKind).map(([kind, score]) => [
    kind,
    percent(score.exactMatch),
    `${score.questions} questions`,
  ]);
  const { steps: _, replyTokens: __, entropy: ___, entries, ...operations } = behaviour;
  const does = Object.entries(operations).map(([name, mean]) => [`${name} a step`, mean.toFixed(3), '']);
  const matches = Object.entries(matching).map(([name, { right, all }]) => [
    name,
    all === 0 ? '–' : percent((100 * right) / all),
    `${right} of ${all}`,
  ]);
  return [
    ...formatTable(['answers', 'right', ''], [total, ...kinds]),
    '',
    ...formatTable(['memory', 'mean', ''], [...does, ['entries at the end', entries.toFixed(1), '']]),
    '',
    ...formatTable(['matching', 'right', ''], matches),
  ];
}
