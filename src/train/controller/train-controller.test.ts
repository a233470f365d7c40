/**
 * Training of the controller: gradients, resumption, teachers and flat rewards.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CHAIN_PLACE } from '../../learned/features.ts';
import { countWords } from '../../learned/word-counts.ts';
import { profileDocument } from '../../rules/profile.ts';
import { parseConfig, readIdentity } from '../../shared/config.ts';
import { createRandom } from '../../shared/random.ts';
import { parseBudgets } from './budget.ts';
import type { ControllerData } from './controller-data.ts';
import { createTrainerState, trainOnce } from './controller-trainer.ts';
import { addImitation } from './imitate.ts';
import { createGradient } from './network-gradient.ts';
import { playStream } from './play-stream.ts';
import { joinControllers, trainController } from './train-controller.ts';
import { TRAIN_CONTROLLER_CONFIG } from './train-controller-config.ts';
import { prepareStream, type TrainingStream, varyStream } from './training-stream.ts';

const people = ['Ilse Kern', 'Hans Vogt', 'Ada Roth', 'Max Lind', 'Eva Horn', 'Otto Falk'];
const documents = people.flatMap((person, place) => [
  { id: `p${place}`, title: person, text: `${person} was an engineer born in Town${place}.` },
  { id: `b${place}`, title: `Bridge ${person}`, text: `The bridge was designed by ${person}.` },
]);
const tokenizer = {
  name: 'words',
  count: (text: string) => text.split(' ').length,
  encode: () => [],
  decode: () => '',
};
const words = countWords(documents.map(profileDocument), 1);

function createStream(
  place: number,
  support: readonly string[] = [`p${place}`, `b${place}`],
): TrainingStream {
  const question = {
    id: `q${place}`,
    text: `Where was the designer of the bridge ${people[place]} born?`,
    answers: [`Town${place}`],
    support,
  };
  const stream = { id: `s${place}`, dataset: 'toy', documents, questions: [question] };
  return prepareStream(stream, { words, tokenizer, chunkSize: 30 });
}

const streams = people.map((_, place) => createStream(place));
const data: ControllerData = { training: streams.slice(0, 4), heldOut: streams.slice(4), words };
const rooms = parseBudgets('2,120ch');
const small = {
  imitation: 12,
  reinforcement: 6,
  streams: 2,
  group: 4,
  teacher: 'privileged',
  seeds: [1],
} as const;

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});
async function createFolder(): Promise<string> {
  folders.push(await mkdtemp(join(tmpdir(), 'controller-')));
  return folders.at(-1)!;
}

describe('the gradient', () => {
  it('agrees with finite differences of the log-likelihood of a lesson', () => {
    const { network } = createTrainerState({ seed: 3, hidden: 4 });
    // Without a limit, every document is a separate choice.
    const play = { network, room: {}, sharpness: 1 };
    const episode = playStream(streams[0]!, { ...play, random: createRandom(5) });
    const gradient = createGradient(network);
    const [choice] = episode.choices;
    addImitation(gradient, { ...episode, choices: [choice!] }, 'privileged');
    gradient.propagate();
    const script = episode.choices.map(({ chosen }) => chosen);
    // The first choice is about a document that is evidence or not; its objective is one of two log-likelihoods.
    const evidence = choice!.options[0]!.text.profile.sources.some((id) => ['p0', 'b0'].includes(id));
    const measure = (): number => {
      const [again] = playStream(streams[0]!, { ...play, script, random: createRandom(5) }).choices;
      const right = again!.options.reduce(
        (sum, { deed }, place) => ((deed !== 'skip') === evidence ? sum + again!.probabilities[place]! : sum),
        0,
      );
      return (evidence ? 1 : 0.01) * Math.log(right);
    };
    for (let place = 0; place < network.weights.length; place += 29) {
      const before = network.weights[place]!;
      network.weights[place] = before + 1e-5;
      const up = measure();
      network.weights[place] = before - 1e-5;
      const down = measure();
      network.weights[place] = before;
      expect(gradient.weights[place]!).toBeCloseTo((up - down) / 2e-5, 6);
    }
  });
});

it('starts with the decisions of the evict rule', () => {
  const { network } = createTrainerState({ seed: 5, teacher: 'privileged' });
  for (const stream of streams) {
    const { choices } = playStream(stream, {
      network,
      room: { entries: 3 },
      random: createRandom(1),
      sharpness: 1e4,
    });
    const evictions = choices.filter(({ kind }) => kind === 'evict');
    expect(evictions.length).toBeGreaterThan(0);
    for (const { options, chosen } of evictions) {
      const ranks = options.map(({ pass }) => pass!.input[CHAIN_PLACE]!);
      expect(ranks[chosen]).toBe(Math.min(...ranks));
    }
  }
});

it('learns from a privileged teacher to keep the evidence', async () => {
  const [trained] = await trainController({ data, rooms, ...small, imitation: 60 });
  expect(trained!.reward).toBeGreaterThan(0.9);
});

it('keeps evidence in every variation of a stream, or what holds the answer if there is none', () => {
  const random = createRandom(2);
  const hasPerson = (stream: TrainingStream): boolean =>
    varyStream(stream, random, 0.01).chunks.flat().includes(2);
  for (let draw = 0; draw < 20; draw += 1) {
    expect(hasPerson(createStream(1))).toBe(true);
    expect(hasPerson(createStream(1, []))).toBe(true);
    expect(varyStream({ ...createStream(1), targets: [] }, random, 0.01).chunks.length).toBeGreaterThan(0);
  }
});

it('joins seeds to one controller that beats the rule as they do', async () => {
  const trained = await trainController({ data, rooms, ...small, imitation: 60, seeds: [1, 2] });
  const { weights, reward, heldOut } = joinControllers(trained, { data, rooms });
  expect(reward).toBeGreaterThan(0.9);
  expect(Object.keys(heldOut)).toEqual(['2', '120ch']);
  expect(weights.origin.seeds).toEqual([1, 2]);
});

it('resumes with the same weights as a run without a break, wherever it stopped', async () => {
  const whole = await createFolder();
  const [one] = await trainController({ data, rooms, ...small, directory: whole });
  const broken = await createFolder();
  // In imitation, between the stages, and in reinforcement.
  for (const stop of [3, 12, 14]) {
    const controller = new AbortController();
    await trainController({
      data,
      rooms,
      ...{ ...small, directory: broken, resume: stop > 3, signal: controller.signal },
      onUpdate(_, { update }) {
        if (update === stop) controller.abort();
      },
    });
  }
  const [two] = await trainController({ data, rooms, ...small, directory: broken, resume: true });
  expect(two!.weights.network.weights).toEqual(one!.weights.network.weights);
  const other = { ...small, streams: 3, directory: broken, resume: true };
  await expect(trainController({ data, rooms, ...other })).rejects.toThrow(/streams/);
});

it('refuses the privileged teacher by name if a question has no evidence', async () => {
  const poor = { ...data, training: [createStream(0, [])] };
  await expect(trainController({ data: poor, rooms, ...small })).rejects.toThrow(
    /teacher "privileged" needs evidence/,
  );
  const notices: string[] = [];
  await trainController({
    data: poor,
    rooms,
    ...small,
    teacher: 'rules',
    onNotice: (line) => notices.push(line),
  });
  expect(notices).toEqual([]);
});

it('refuses to train on nothing', async () => {
  await expect(trainController({ data, rooms: [], ...small })).rejects.toThrow(/no limit to train under/);
  const empty = { ...data, training: [] };
  await expect(trainController({ data: empty, rooms, ...small })).rejects.toThrow(/no stream to train on/);
});

it('reports once that all rewards are equal, with the remedy', async () => {
  const never = {
    ...createStream(0),
    targets: [{ evidence: new Set(['x']), decidable: false, holdsAnswer: () => false }],
  };
  const notices: string[] = [];
  await trainController({
    ...{ data: { ...data, training: [never] }, rooms, ...small, teacher: undefined, reinforcement: 25 },
    onNotice: (line) => notices.push(line),
  });
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatch(/all rollouts of 20 updates earned the same reward .*--teacher rules/);
});

it.each(['0', '-1', '2.5', 'ten', '50ch', '', '9'.repeat(20)])('refuses the budget "%s"', (budget) => {
  expect(() => parseBudgets(budget)).toThrow(/not a limit of at least 1 entry or 100 characters/);
  const refuse = (): unknown =>
    parseConfig(TRAIN_CONTROLLER_CONFIG, { data: ['a'], out: 'b', budget: `10,${budget}` });
  expect(refuse).toThrow(/budget 10,.* is not accepted. Give numbers of entries/);
});

it('refuses a seed that is given twice, and lets a resumed run add seeds', () => {
  const given = { data: ['a'], out: 'b' };
  const identify = (seeds: readonly number[]): unknown =>
    readIdentity(TRAIN_CONTROLLER_CONFIG, parseConfig(TRAIN_CONTROLLER_CONFIG, { ...given, seeds }));
  expect(() => identify([1, 2, 1])).toThrow(/seeds 1,2,1 is not accepted. Give each seed once/);
  expect(identify([1, 2])).toEqual(identify([1]));
});

it('updates deterministically', () => {
  const settings = { ...small, seed: 7, rooms, imitationRate: 0.004, reinforcementRate: 0.001 };
  const [one, two] = [createTrainerState(settings), createTrainerState(settings)];
  for (let update = 0; update < 14; update += 1)
    expect(trainOnce(one, streams, settings)).toEqual(trainOnce(two, streams, settings));
  expect(one.network.weights).toEqual(two.network.weights);
});
