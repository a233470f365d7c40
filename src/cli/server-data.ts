/**
 * Loads the training data of a language model on a server: document streams, or the tasks of a file.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import { digestData } from '../train/digest-data.ts';
import { createDocumentTaskSource, type DocumentReading } from '../train/document-tasks.ts';
import { evaluateDocuments } from '../train/evaluate-documents.ts';
import { evaluateTasks } from '../train/evaluate-tasks.ts';
import type { TaskSource } from '../train/rollout-group.ts';
import { toSampledPolicy } from '../train/sampled-policy.ts';
import { createTaskSource } from '../train/task-source.ts';
import type { TrainGrpoConfig, TrainSftConfig } from '../train/train-command-config.ts';
import type { PlannedEvaluation } from '../train/training-plan.ts';
import { listQuestionIds, loadStreamSplit } from './load-stream-split.ts';
import { digestTasks, HELD_OUT, importTasks } from './load-tasks.ts';
import { isTaskFile } from './train-preset.ts';

/** Tasks of a training run on a server. */
export interface ServerData {
  /** `undefined` if the options name no data. */
  readonly tasks?: TaskSource;
  /** Number of training streams. `undefined` for tasks that can be played any number of times. */
  readonly count?: number;
  readonly evaluation?: PlannedEvaluation;
  /** Ids of held-out questions. */
  readonly heldOutQuestions: ReadonlySet<string>;
  /** Describes the data, for the line before training. */
  readonly description: string;
  /** Facts that a resumed run must share. */
  readonly identity: JsonObject;
}

/** Loads the tasks of `--task FILE`, or the streams of `--data`. */
export async function loadServerData(
  config: TrainSftConfig | TrainGrpoConfig,
  reading: DocumentReading,
  temperature: number,
): Promise<ServerData> {
  return isTaskFile(config.task)
    ? loadTaskFile(config.task, config, { reading, temperature })
    : loadStreams(config, reading, temperature);
}

async function loadStreams(
  config: TrainSftConfig | TrainGrpoConfig,
  reading: DocumentReading,
  temperature: number,
): Promise<ServerData> {
  const { seed } = config;
  const { training, heldOut: streams } = await loadStreamSplit(config, config.heldOut!);
  const listIds = (of: typeof training): string => digestData(of.map(({ id }) => id));
  const evaluation: PlannedEvaluation = {
    ...{ best: 'exactMatch', first: false },
    async play({ engine, codec }) {
      const policy = toSampledPolicy(codec);
      const scores = await evaluateDocuments({ engine, policy, streams, reading, temperature, seed });
      return { ...scores, behaviour: { ...scores.behaviour } };
    },
  };
  return {
    ...(training.length > 0 && { tasks: createDocumentTaskSource(training, reading, seed) }),
    count: training.length,
    evaluation: streams.length > 0 ? evaluation : undefined,
    heldOutQuestions: listQuestionIds(streams),
    description: `${training.length} training streams, ${streams.length} held out`,
    identity: { streams: listIds(training), heldOutStreams: listIds(streams) },
  };
}

async function loadTaskFile(
  file: string,
  { seed, heldOut }: TrainSftConfig | TrainGrpoConfig,
  { reading: { memory }, temperature }: { readonly reading: DocumentReading; readonly temperature: number },
): Promise<ServerData> {
  const { tasks } = await importTasks(file);
  const held = {
    tasks: createTaskSource(tasks, { seed: seed ^ HELD_OUT, memory }),
    count: heldOut!,
    temperature,
  };
  return {
    tasks: createTaskSource(tasks, { seed, memory }),
    evaluation: { best: 'reward', first: false, play: (model) => evaluateTasks(model, held) },
    heldOutQuestions: new Set(),
    description: `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}, ${heldOut} held-out episodes`,
    identity: { tasks: digestTasks(tasks) },
  };
}
