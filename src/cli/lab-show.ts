/**
 * `atommem lab show`: shows one stream with the policy's prompts, replies and memory.
 * @module
 */

import { randomInt } from 'node:crypto';
import { Command, Option } from 'commander';
import { playLab } from '../lab/evaluate.ts';
import type { LabPresetName } from '../lab/options.ts';
import type { PhraseCodec } from '../lab/phrases/phrase-codec.ts';
import { MARKS } from '../lab/phrases/phrase-vocabulary.ts';
import { TRAINING_PRESETS } from '../lab/presets.ts';
import { openLabEngine } from '../lab/training.ts';
import { scoreAnswers } from '../train/reward.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';
import { addEngineOptions, type EngineFlags, engineFactory } from './engine-options.ts';
import { addStreamOptions, presetOption, weightsFrom } from './lab-options.ts';
import { print, type Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';

interface ShowFlags extends EngineFlags {
  readonly preset: LabPresetName;
  readonly weights?: string;
  readonly length: number;
  readonly temperature: number;
  readonly stream: number;
}

/** Range of fresh test streams. Results use the first ones, so these are in no result. */
const FRESH = { from: 100_000, to: 1_000_000 };

/** Creates `atommem lab show`. */
export function labShowCommand(terminal: Terminal): Command {
  const command = new Command('show')
    .description('watch a trained policy on one stream: prompt, reply tokens, memory after each step')
    .addOption(presetOption())
    .option('--weights <folder>', 'weights of a checkpoint or a training run (default: the shipped ones)')
    .addOption(
      new Option('--stream <n>', 'which test stream (default: a fresh one)').argParser(
        wholeNumber('--stream', 0, FRESH.to - 1),
      ),
    );
  return addEngineOptions(addStreamOptions(command)).action((flags: ShowFlags) =>
    show({ ...flags, stream: flags.stream ?? randomInt(FRESH.from, FRESH.to) }, terminal),
  );
}

async function show(flags: ShowFlags, terminal: Terminal): Promise<void> {
  const { stream, length, temperature } = flags;
  const weights = await weightsFrom(flags.weights, {
    preset: flags.preset,
    stage: 'grpo',
    flag: '--weights',
  });
  const preset = TRAINING_PRESETS[flags.preset];
  const { codec, engine } = await openLabEngine(preset, 0, engineFactory(flags));
  try {
    await engine.load(weights, { optimizer: false });
    const player = { kind: 'model', engine, codec, temperature } as const;
    const evaluation = { options: preset.lab, split: 'test', tasks: 1, first: stream, length } as const;
    const [trajectory] = await playLab(player, evaluation);
    print(terminal, trajectoryLines(trajectory!, codec, terminal));
    print(terminal, ['', terminal.style.dim(`weights ${weights} · again: ${writeCommand(flags)}`)]);
  } finally {
    await engine.close();
  }
}

/** Returns the command that shows the same stream with the same policy. Quotes paths with spaces. */
function writeCommand({ preset, weights, length, temperature, stream }: ShowFlags): string {
  const chosen = weights === undefined ? [] : ['--weights', JSON.stringify(weights)];
  const numbers = ['--length', length, '--temperature', temperature, '--stream', stream];
  return ['atommem lab show', '--preset', preset, ...chosen, ...numbers].join(' ');
}

function trajectoryLines(trajectory: Trajectory, codec: PhraseCodec, { style }: Terminal): readonly string[] {
  const { header, steps, end } = trajectory;
  const entries = new Map<string, string>();
  const lines = [
    style.bold('A policy reads a stream it will not see again, and is asked at the end.'),
    ...header.task.questions.map(
      ({ text, type, answers }) =>
        `  ? ${text}  ${style.dim(`${type ?? ''}; answer: ${answers.join(' or ')}`)}`,
    ),
  ];
  for (const step of steps) {
    remember(entries, step);
    lines.push('', ...stepLines(step, entries, codec, { style }));
  }
  const right = Math.round(scoreAnswers(trajectory) * header.task.questions.length);
  lines.push('', style.bold(`${right} of ${header.task.questions.length} right: ${end.answers.join(', ')}`));
  return lines;
}

function stepLines(
  { step, tokens, effects }: StepRecord,
  entries: ReadonlyMap<string, string>,
  codec: PhraseCodec,
  { style }: Pick<Terminal, 'style'>,
): readonly string[] {
  const refused = effects.flatMap((effect) =>
    effect.applied ? [] : [`${effect.operation.op}: ${effect.reason}`],
  );
  const notes = entries.get(SCRATCHPAD) ?? '';
  const stored = [...entries].filter(([id]) => id !== SCRATCHPAD);
  return [
    style.bold(`step ${step + 1}`),
    ...promptLines(codec.text(tokens?.prompt ?? [])).map(style.dim),
    `  ${style.cyan('reply')}   ${style.cyan(codec.text(tokens?.reply ?? []))}`,
    ...refused.map((problem) => style.yellow(`          refused ${problem}`)),
    ...(notes === '' ? [] : [`  ${style.green('notes')}   ${notes.replaceAll('\n', ' · ')}`]),
    ...stored.map(([id, text]) => `  ${style.green(id.padEnd(7))} ${text}`),
  ];
}

const SCRATCHPAD = 'scratchpad';

/** Applies the effects of a step to the displayed memory. */
function remember(entries: Map<string, string>, { effects }: StepRecord): void {
  for (const effect of effects) {
    if (!effect.applied || effect.operation.op === 'read') continue;
    const { operation, entry } = effect;
    const onNotes = operation.op !== 'create' && operation.target === 'scratchpad';
    const id = onNotes ? SCRATCHPAD : entry!.id;
    if (operation.op === 'delete') entries.delete(id);
    else entries.set(id, operation.text);
  }
}

/** Formats the sections of a prompt, one per line, without empty places. */
function promptLines(text: string): readonly string[] {
  const marks = new Set<string>(Object.values(MARKS).filter((mark) => mark !== MARKS.nothing));
  const lines: string[][] = [];
  for (const word of text.split(' ')) {
    if (marks.has(word)) lines.push([word]);
    else lines.at(-1)?.push(word);
  }
  return lines
    .map(([mark, ...words]) => `  ${mark!.padEnd(7)} ${withoutEmpty(words).join(' ')}`)
    .filter((line) => line.trim().includes(' '));
}

/** Removes padding and empty quotes. */
function withoutEmpty(words: readonly string[]): readonly string[] {
  let told = 0;
  return words.filter((word) => {
    const quote = /^[qnvc]\d+$/.test(word);
    const keep = quote ? told > 0 : word !== MARKS.nothing;
    told = quote ? 0 : told + Number(keep);
    return keep;
  });
}
