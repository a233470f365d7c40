import { type Command, Option } from 'commander';
import { loadDataset } from '../dataset/load-dataset.ts';
import type { QuestionCount } from '../dataset/question-group.ts';
import { buildStreams, type DocumentStream } from '../dataset/stream-builder.ts';
import { DIALECT_NAMES, EARLIER_DIALECT_NAMES } from '../released/select-format.ts';
import { type StreamSplit, splitStreams } from '../train/document-tasks.ts';
import { decimal, oneOf, readQuestionCount, wholeNumber } from './parse-number.ts';
import { usageError } from './usage-error.ts';

export const DOCUMENT_TASKS = ['hotpotqa', '2wikimultihopqa', 'musique'] as const;

/** What is read, and how the policy speaks of it. */
export interface DocumentFlags {
  readonly data?: readonly string[];
  readonly evalData?: readonly string[];
  readonly docs: number;
  readonly questions: QuestionCount;
  readonly codec?: string;
  readonly thinking?: 'on' | 'off';
  readonly maxPromptTokens?: number;
  readonly maxOutputTokens?: number;
  readonly evalEvery?: number;
  readonly checkpointEvery?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly gradientClip?: number;
  readonly recover: number;
  readonly recoverPause: number;
}

/** Options of both stages; what has no default here is the preset's. */
export function addDocumentOptions(command: Command): Command {
  return command
    .option('--data <files...>', 'question files of the task; some of their streams are held out')
    .option('--eval-data <files...>', 'hold streams of these files out instead')
    .addOption(
      new Option('--docs <n>', 'documents of a stream').default(200).argParser(wholeNumber('--docs', 1)),
    )
    .addOption(
      new Option('--questions <n>', 'questions of a stream: 1 to 10, a range such as 1-10, or official')
        .default({ min: 1, max: 10 }, '1-10')
        .argParser(readQuestionCount),
    )
    .addOption(
      new Option('--codec <name>', `how operations are written: ${DIALECT_NAMES.join(', ')}`).argParser(
        oneOf('--codec', [...DIALECT_NAMES, ...EARLIER_DIALECT_NAMES]),
      ),
    )
    .addOption(new Option('--thinking <on|off>', "default: the chat template's own").choices(['on', 'off']))
    .addOption(number('--max-prompt-tokens <n>', 'the end of a chunk is cut where a prompt is longer'))
    .addOption(number('--max-output-tokens <n>', 'of a reply'))
    .addOption(number('--batch <n>', 'replies of a step, or tasks of an update'))
    .addOption(
      new Option('--gradient-clip <n>', 'largest norm of the gradient; 0: no limit').argParser(
        decimal('--gradient-clip', 0, 1e6),
      ),
    )
    .addOption(number('--eval-every <n>', 'steps or updates between evaluations on held-out streams'))
    .addOption(number('--checkpoint-every <n>', 'steps or updates between checkpoints'))
    .addOption(
      new Option('--recover <n>', 'tries from the last checkpoint when the server loses the model')
        .default(3)
        .argParser(wholeNumber('--recover', 0, 1000)),
    )
    .addOption(
      new Option('--recover-pause <seconds>', 'before each')
        .default(30)
        .argParser(decimal('--recover-pause', 0, 86_400)),
    );
}

export function addImitationOptions(command: Command): Command {
  return command
    .option('--trajectories <paths...>', 'what to imitate: trajectory files, or folders of `eval`, `collect`')
    .addOption(
      new Option('--at-least <score>', 'exact match of an episode that is learnt from')
        .default(0)
        .argParser(decimal('--at-least', 0, 1)),
    )
    .addOption(
      new Option('--epochs <n>', 'passes over the replies').argParser(wholeNumber('--epochs', 1, 1000)),
    );
}

export interface ImitationFlags {
  readonly trajectories?: readonly string[];
  readonly atLeast: number;
  readonly epochs?: number;
}

export function addRolloutOptions(command: Command): Command {
  return command
    .addOption(number('--group <n>', 'rollouts of a task'))
    .addOption(new Option('--temperature <n>', 'of rollouts').argParser(decimal('--temperature', 0, 10)))
    .addOption(new Option('--top-p <n>', 'of rollouts').argParser(decimal('--top-p', 0, 1)))
    .addOption(
      new Option('--kl <n>', 'weight of staying near the first weights').argParser(decimal('--kl', 0, 100)),
    )
    .option('--reference-url <url>', 'a server of its own for the policy to stay near')
    .option(
      '--reference-model <name>',
      'a base model that has the first weights (default: --model, with those of --init)',
    )
    .addOption(
      new Option(
        '--staleness <n>',
        'updates that the weights of a rollout may be old (default: 1 where the server samples while it trains, else 0)',
      ).argParser(wholeNumber('--staleness', 0, 16)),
    )
    .addOption(
      new Option('--entry-cost <n>', 'off the reward for an entry kept')
        .default(0)
        .argParser(decimal('--entry-cost', 0, 1)),
    )
    .addOption(
      new Option('--token-cost <n>', 'off the reward for a token of a mean reply')
        .default(0)
        .argParser(decimal('--token-cost', 0, 1)),
    );
}

export interface RolloutFlags {
  readonly group?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly kl?: number;
  readonly referenceUrl?: string;
  readonly referenceModel?: string;
  readonly staleness?: number;
  readonly entryCost: number;
  readonly tokenCost: number;
}

function number(flag: string, text: string): Option {
  return new Option(flag, text).argParser(wholeNumber(flag.split(' ')[0]!, 1));
}

type DataFlags = Pick<DocumentFlags, 'data' | 'evalData' | 'docs' | 'questions'> & {
  readonly task: string;
  readonly seed: number;
};

/** The streams of the data files, and those held out of them; none where no file is given. */
export async function loadStreamSplit(flags: DataFlags, heldOut: number): Promise<StreamSplit> {
  const streams = await loadStreams(flags.data ?? [], flags);
  if (streams.length === 0) return { training: [], heldOut: [] };
  if (flags.evalData === undefined) return splitStreams(streams, heldOut, flags.seed);
  const others = await loadStreams(flags.evalData, flags);
  const known = questionIds(streams);
  const shared = [...questionIds(others)].find((id) => known.has(id));
  if (shared !== undefined) {
    throw usageError(
      `question ${shared} is in both --data and --eval-data`,
      'Pass files that share no question',
    );
  }
  return { training: streams, heldOut: others.slice(0, heldOut) };
}

/** Ids of all questions of some streams. */
export function questionIds(streams: readonly DocumentStream[]): ReadonlySet<string> {
  return new Set(streams.flatMap(({ questions }) => questions.map(({ id }) => id)));
}

async function loadStreams(paths: readonly string[], flags: DataFlags): Promise<readonly DocumentStream[]> {
  const { docs: documents, questions, seed, task } = flags;
  const streams: DocumentStream[] = [];
  for (const path of paths) {
    const { name, records, extraPassages } = await loadDataset(path);
    if (name !== task) throw usageError(`${path} holds questions of ${name}`, `Pass --task ${name}`);
    streams.push(...buildStreams(records, { documents, questions, seed, extraPassages }));
  }
  return streams;
}
