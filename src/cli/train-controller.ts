/**
 * `atommem train controller`: trains the weights of `--policy learned`.
 *
 * @module
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadDataset } from '../dataset/load-dataset.ts';
import { type ControllerWeights, formatWeights } from '../learned/weights.ts';
import { readIdentity } from '../shared/config.ts';
import type { JsonObject } from '../shared/json.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import { parseBudgets } from '../train/controller/budget.ts';
import { writeControllerCurves } from '../train/controller/controller-curves.ts';
import { prepareData } from '../train/controller/controller-data.ts';
import {
  type JoinedController,
  joinControllers,
  type TrainedController,
  trainController,
} from '../train/controller/train-controller.ts';
import {
  TRAIN_CONTROLLER_CONFIG,
  type TrainControllerConfig,
} from '../train/controller/train-controller-config.ts';
import { digestData } from '../train/digest-data.ts';
import { writeWhole } from '../train/run-checkpoints.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { createNetworkCommand, type TrainingProgress } from './network-training.ts';
import { openEmbedder } from './open-embedder.ts';
import { print, printJson, type Terminal } from './output.ts';

/** Creates `atommem train controller`. */
export function trainControllerCommand(terminal: Terminal): Command {
  const training = {
    name: 'controller',
    description: 'train the small network of --policy learned: which texts a limited memory keeps',
    schema: TRAIN_CONTROLLER_CONFIG,
    remedy: 'Continue it with the same command and --resume',
    run: runTraining,
  };
  return createNetworkCommand(training, terminal);
}

async function runTraining(
  config: TrainControllerConfig,
  { command, say, checkInterrupt }: TrainingProgress,
  terminal: Terminal,
): Promise<void> {
  const { teacher, out, seeds, imitation, reinforcement, rulePenalty, resume } = config;
  const rooms = parseBudgets(config.budget);
  const { signal } = terminal;
  say('reading the data …');
  const datasets = await Promise.all(config.data.map((path) => loadDataset(path)));
  const embedder =
    config.embedder === undefined ? undefined : await openEmbedder(config.embedder, config.queryPrefix);
  if (embedder !== undefined) say(`embedding documents and questions with ${embedder.name} …`);
  const data = await prepareData(datasets, {
    documents: config.docs,
    questions: config.questions,
    limit: config.limit,
    heldOut: config.heldOut,
    seed: STREAM_SEED,
    tokenizer: await loadDefaultTokenizer(),
    ...{ embedder, signal },
  });
  say(`${data.training.length} streams to train on, ${data.heldOut.length} held out`);
  // A file that changed since the run began would train other weights.
  const records = digestData(datasets.flatMap(({ records }) => records));
  const identity = { ...readIdentity(TRAIN_CONTROLLER_CONFIG, config), records };
  const trained = await trainController({
    ...{ data, rooms, seeds, imitation, reinforcement, rulePenalty, resume, signal },
    teacher: teacher === 'none' ? undefined : teacher,
    directory: out,
    identity,
    onNotice: say,
    async onUpdate(seed, { update, stage, reward, creates, updates, deletes, episodes }) {
      if (update % SHOWN_EVERY === 0)
        say(
          `seed ${seed}, ${stage} update ${update}, ${episodes} episodes: reward ${reward.toFixed(3)}, ` +
            `${creates.toFixed(2)} creates, ${updates.toFixed(2)} updates, ${deletes.toFixed(2)} deletes per chunk`,
        );
      await hearInterrupt();
    },
  });
  await checkInterrupt();
  const joined = joinControllers(trained, { data, rooms });
  await writeResults(out, trained, { command, joined });
  if (config.json)
    printJson(terminal, { schema: 'atommem.train-controller/1', command, ...summarise(trained, joined) });
  else
    print(terminal, [
      ...trained.map(
        ({ seed, reward, rewardBefore, heldOut }) =>
          `seed ${seed}: held-out reward ${reward.toFixed(3)} (${describe(heldOut)}), ` +
          `${rewardBefore.toFixed(3)} before training`,
      ),
      `joined: held-out reward ${joined.reward.toFixed(3)} (${describe(joined.heldOut)})`,
      `weights: ${join(out, 'weights.json')}`,
    ]);
}

/** Seed of the streams, the same for all trained seeds. */
const STREAM_SEED = 11;

/** Updates between two progress lines. */
const SHOWN_EVERY = 25;

function summarise(trained: readonly TrainedController[], { reward, heldOut }: JoinedController): JsonObject {
  return {
    joined: { reward, heldOut },
    seeds: trained.map(({ seed, reward, rewardBefore, heldOut, episodes }) => ({
      ...{ seed, reward, rewardBefore, heldOut, episodes },
    })),
  };
}

async function writeResults(
  out: string,
  trained: readonly TrainedController[],
  { command, joined }: { readonly command: string; readonly joined: JoinedController },
): Promise<void> {
  const writeWeights = async (path: string, weights: ControllerWeights): Promise<void> => {
    const value = formatWeights({ ...weights, origin: { ...weights.origin, command } });
    await writeWhole(path, `${JSON.stringify(value)}\n`);
  };
  for (const { seed, weights } of trained) {
    await writeWeights(join(out, `seed-${seed}`, 'weights.json'), weights);
    await writeControllerCurves(join(out, `seed-${seed}`));
  }
  await writeWeights(join(out, 'weights.json'), joined.weights);
  await writeWhole(join(out, 'summary.json'), `${JSON.stringify(summarise(trained, joined), null, 2)}\n`);
}

function describe(heldOut: TrainedController['heldOut']): string {
  return Object.entries(heldOut)
    .map(([budget, reward]) => `${budget} ${reward.toFixed(3)}`)
    .join(', ');
}
