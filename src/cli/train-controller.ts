/**
 * `atommem train controller`: trains the weights of `--policy learned`.
 *
 * @module
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { loadDataset } from '../dataset/load-dataset.ts';
import { formatWeights } from '../learned/weights.ts';
import { readIdentity } from '../shared/config.ts';
import type { JsonObject } from '../shared/json.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import { formatBudget, parseBudgets } from '../train/controller/budget.ts';
import { writeControllerCurves } from '../train/controller/controller-curves.ts';
import { prepareData } from '../train/controller/controller-data.ts';
import { type TrainedController, trainController } from '../train/controller/train-controller.ts';
import {
  TRAIN_CONTROLLER_CONFIG,
  type TrainControllerConfig,
} from '../train/controller/train-controller-config.ts';
import { commandLine } from './command-line.ts';
import { addConfigFlags, readConfig } from './config-flags.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { print, printJson, type Terminal } from './output.ts';
import { usageError } from './usage-error.ts';

export function trainControllerCommand(terminal: Terminal): Command {
  const command = new Command('controller').description(
    'train the small network of --policy learned: which texts a limited memory keeps',
  );
  addConfigFlags(command, TRAIN_CONTROLLER_CONFIG);
  return command.action(async () =>
    runTraining(await readConfig(command, TRAIN_CONTROLLER_CONFIG), terminal),
  );
}

async function runTraining(config: TrainControllerConfig, terminal: Terminal): Promise<void> {
  const { teacher, out, seeds, imitation, reinforcement, rulePenalty, resume } = config;
  const rooms = parseBudgets(config.budget);
  const { signal, stderr } = terminal;
  const say = (line: string): void => void (config.json || stderr.write(`${line}\n`));
  say('reading the data …');
  const datasets = await Promise.all(config.data.map((path) => loadDataset(path)));
  const data = prepareData(datasets, {
    documents: config.docs,
    questions: config.questions,
    limit: config.limit,
    heldOut: config.heldOut,
    seed: STREAM_SEED,
    tokenizer: await loadDefaultTokenizer(),
  });
  say(`${data.training.length} streams to train on, ${data.heldOut.length} held out`);
  const command = commandLine(terminal.commandLine);
  const identity = { ...readIdentity(TRAIN_CONTROLLER_CONFIG, config) };
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
  if (signal.aborted) {
    throw usageError('the training was interrupted', `Continue it with the same command and --resume`);
  }
  await writeResults(out, trained, { command, rooms: rooms.map(formatBudget) });
  const [best] = trained;
  if (config.json)
    printJson(terminal, { schema: 'atommem.train-controller/1', command, ...summarise(trained) });
  else
    print(terminal, [
      ...trained.map(
        ({ seed, reward, rewardBefore, heldOut }) =>
          `seed ${seed}: held-out reward ${reward.toFixed(3)} (${describe(heldOut)}), ` +
          `${rewardBefore.toFixed(3)} before training`,
      ),
      `weights: ${join(out, 'weights.json')} (seed ${best!.seed})`,
    ]);
}

/** Seed of the streams, the same for all trained seeds. */
const STREAM_SEED = 11;

/** Updates between two progress lines. */
const SHOWN_EVERY = 25;

function summarise(trained: readonly TrainedController[]): JsonObject {
  return {
    seeds: trained.map(({ seed, reward, rewardBefore, heldOut, episodes }) => ({
      ...{ seed, reward, rewardBefore, heldOut, episodes },
    })),
  };
}

async function writeResults(
  out: string,
  trained: readonly TrainedController[],
  about: { readonly command: string; readonly rooms: readonly string[] },
): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const { seed, weights } of trained) {
    const value = formatWeights({ ...weights, origin: { ...weights.origin, command: about.command } });
    await writeFile(join(out, `seed-${seed}`, 'weights.json'), `${JSON.stringify(value)}\n`);
    await writeControllerCurves(join(out, `seed-${seed}`));
  }
  const best = await readFile(join(out, `seed-${trained[0]!.seed}`, 'weights.json'));
  await writeFile(join(out, 'weights.json'), best);
  await writeFile(join(out, 'summary.json'), `${JSON.stringify(summarise(trained), null, 2)}\n`);
}

function describe(heldOut: TrainedController['heldOut']): string {
  return Object.entries(heldOut)
    .map(([budget, reward]) => `${budget} ${reward.toFixed(3)}`)
    .join(', ');
}
