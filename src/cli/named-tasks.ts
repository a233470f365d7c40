/**
 * Loads the tasks that have a name: documents, the web, the lab, conversations and needles.
 *
 * @module
 */
import { documentTask } from '../agent/document-task.ts';
import { type ChangeSplit, createChangeConversation } from '../change/create-change-conversation.ts';
import { loadConversations } from '../dataset/load-conversations.ts';
import { loadDataset } from '../dataset/load-dataset.ts';
import { sampleDatasetPath } from '../dataset/sample.ts';
import { buildStreams } from '../dataset/stream-builder.ts';
import { openLab } from '../lab/open-lab.ts';
import { LAB_PRESETS, type LabPresetName } from '../lab/options.ts';
import type { LabSplit } from '../lab/seeds.ts';
import { createNeedleStream } from '../needles/create-needle-stream.ts';
import type { OpenEnvOptions } from '../openenv/serve-openenv.ts';
import type { Policy } from '../policy/policy.ts';
import type { Conversation } from '../task/dialogue/conversation.ts';
import { createDialogue } from '../task/dialogue/dialogue.ts';
import { BETTER_STREAM_RULES } from '../task/stream-rules.ts';
import { loadDefaultTokenizer, type Tokenizer } from '../task/tokenizer.ts';
import { scoreConversation, scoreNeedles } from './played-rewards.ts';
import { unknownName, usageError } from './usage-error.ts';
import { webConfig } from './web-config.ts';
import { loadWebSource } from './web-sources.ts';

/** Tasks, and the options of their episodes. */
export type PlayedTasks = Pick<OpenEnvOptions, 'tasks' | 'memory' | 'reward'>;

/** Names of tasks, with the values that may follow a colon. */
export const NAMED_TASKS = {
  documents: 'documents',
  web: 'web',
  'mini-web': 'mini-web[:PAGES]',
  lab: 'lab[:PRESET]',
  dialogue: 'dialogue',
  change: 'change[:TURNS]',
  needles: 'needles[:TOKENS]',
} as const;

type TaskName = keyof typeof NAMED_TASKS;

/** A name and the value after its colon. */
interface NamedTask {
  readonly name: TaskName;
  readonly value?: string;
}

/** The flags that named tasks are made from. */
export interface NamedTaskFlags {
  readonly data?: readonly string[];
  readonly docs: number;
  readonly limit?: number;
  readonly chunkSize: number;
  readonly split: ChangeSplit;
  readonly search: string;
  readonly calls: number;
}

interface NamedTaskOptions extends NamedTaskFlags {
  readonly seed: number;
  readonly unit: Policy['unit'];
  readonly environment: NodeJS.ProcessEnv;
}

/** Reads `NAME` or `NAME:VALUE`. Returns `undefined` for anything else. */
export function readTaskName(text: string): NamedTask | undefined {
  const [name = '', ...rest] = text.split(':');
  if (!Object.hasOwn(NAMED_TASKS, name)) return undefined;
  return { name: name as TaskName, value: rest.length === 0 ? undefined : rest.join(':') };
}

/**
 * Loads named tasks.
 *
 * @throws AtomMemError `usage` if the value is not valid or data is missing
 */
export async function loadNamedTasks(
  { name, value }: NamedTask,
  options: NamedTaskOptions,
): Promise<PlayedTasks> {
  const { data, limit, split, seed } = options;
  switch (name) {
    case 'documents':
      refuseValue(name, value);
      return loadDocumentTasks(requireData(name, data), options);
    case 'web':
      refuseValue(name, value);
      return loadWebTasks(requireData(name, data), options);
    case 'mini-web':
      return loadWebTasks([`mini:${readSize(name, value, 2000, 60)}`], options);
    case 'lab':
      return loadLabTasks(value ?? 'small', split, limit ?? 1000);
    case 'dialogue': {
      refuseValue(name, value);
      const loaded = await Promise.all(requireData(name, data).map((path) => loadConversations(path)));
      return toDialogues(loaded.flat().slice(0, limit), options);
    }
    case 'change': {
      const turns = readSize(name, value, 50, 10);
      const places = Array.from({ length: limit ?? 100 }, (_, place) => `${seed}/${place}`);
      return toDialogues(
        places.map((place) => createChangeConversation({ seed: place, turns, split })),
        options,
      );
    }
    case 'needles':
      return loadNeedleTasks(readSize(name, value, 100_000, 1000), options);
  }
}

function requireData(name: TaskName, data: readonly string[] | undefined): readonly string[] {
  if (data === undefined) throw usageError(`--task ${name} needs --data`, 'Pass --data FILES');
  return data;
}

function refuseValue(name: TaskName, value: string | undefined): void {
  if (value === undefined) return;
  throw usageError(`--task ${name} takes no value, and got "${value}"`, `Pass --task ${name}`);
}

function readSize(name: TaskName, value: string | undefined, preset: number, least: number): number {
  if (value === undefined) return preset;
  if (/^\d{1,9}$/.test(value) && Number(value) >= least) return Number(value);
  throw usageError(
    `--task ${name}:${value} is not accepted`,
    `Pass a whole number from ${least} on, as in --task ${name}:${preset}`,
  );
}

async function loadDocumentTasks(
  data: readonly string[],
  { docs, limit, chunkSize, seed, unit }: NamedTaskOptions,
): Promise<PlayedTasks> {
  const tokenizer = await loadDefaultTokenizer();
  const datasets = await Promise.all(data.map((path) => loadDataset(path)));
  const streams = datasets.flatMap(({ records, extraPassages }) =>
    buildStreams(records, { documents: docs, limit, seed, extraPassages }),
  );
  return { tasks: streams.map((stream) => documentTask(stream, { tokenizer, chunkSize }, unit)) };
}

async function loadWebTasks(data: readonly string[], options: NamedTaskOptions): Promise<PlayedTasks> {
  const { limit, seed, search, calls, chunkSize, environment } = options;
  const config = webConfig.parse({ data, limit, search, webCalls: calls, chunkSize });
  const tokenizer = await loadDefaultTokenizer();
  const sources = await Promise.all(
    data.map((path) => loadWebSource(path, seed, config, { tokenizer, environment })),
  );
  return { tasks: sources.flatMap(({ tasks }) => tasks) };
}

const LAB_SPLITS: Readonly<Record<ChangeSplit, LabSplit>> = {
  train: 'training',
  dev: 'development',
  test: 'test',
};

function loadLabTasks(preset: string, split: ChangeSplit, count: number): PlayedTasks {
  if (!Object.hasOwn(LAB_PRESETS, preset))
    throw unknownName('preset of --task lab', preset, Object.keys(LAB_PRESETS));
  const lab = openLab(preset as LabPresetName);
  const { store: _, namespace: __, ...memory } = lab.memory();
  return {
    tasks: Array.from({ length: count }, (___, index) => lab.task(LAB_SPLITS[split], index)),
    memory,
  };
}

/** Leaves out questions within the conversation: a dialogue asks all questions at its end. */
async function toDialogues(
  conversations: readonly Conversation[],
  { chunkSize: size, unit }: NamedTaskOptions,
): Promise<PlayedTasks> {
  const tokenizer = await loadDefaultTokenizer();
  const tasks = conversations.map((conversation) => {
    const questions = conversation.questions.filter(({ after }) => after === undefined);
    return createDialogue({
      ...{ conversation: { ...conversation, questions }, tokenizer, rules: BETTER_STREAM_RULES, size },
      unit: unit === undefined || unit === 'chunk' ? 'session' : 'turn',
    });
  });
  return { tasks, reward: scoreConversation };
}

async function loadNeedleTasks(tokens: number, options: NamedTaskOptions): Promise<PlayedTasks> {
  const { data = [sampleDatasetPath()], limit = 10, seed, unit, chunkSize } = options;
  const tokenizer = await loadDefaultTokenizer();
  const datasets = await Promise.all(data.map((path) => loadDataset(path)));
  const filler = datasets.flatMap(({ records }) =>
    records.flatMap(({ documents }) => documents.map(({ document }) => document.text)),
  );
  const tasks = Array.from({ length: limit }, (_, place) =>
    toNeedleTask(
      { seed: `${seed}/${place}`, tokens, filler: [...new Set(filler)] },
      { tokenizer, chunkSize },
      unit,
    ),
  );
  return { tasks, reward: scoreNeedles };
}

function toNeedleTask(
  needles: Parameters<typeof createNeedleStream>[0],
  reading: { readonly tokenizer: Tokenizer; readonly chunkSize: number },
  unit: Policy['unit'],
): PlayedTasks['tasks'][number] {
  const { turns, ...stream } = createNeedleStream(needles);
  return documentTask({ ...stream, documents: [...turns()] }, reading, unit);
}
