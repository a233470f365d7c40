/**
 * Tests of the learned conversation policy: limits, what it marks, deletes and shows, and its weights files.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChangeConversation } from '../../change/create-change-conversation.ts';
import { countWeights, HEAD, type Network } from '../../learned/network.ts';
import { createMemory } from '../../memory/create-memory.ts';
import type { JsonObject } from '../../shared/json.ts';
import { createRandom } from '../../shared/random.ts';
import { listTurnDocuments } from '../../task/dialogue/dialogue.ts';
import {
  type ConversationWeights,
  formatConversationWeights,
  loadConversationWeights,
  parseConversationWeights,
} from './conversation-weights.ts';
import { type LearnedConversationOptions, learnedConversation } from './learned-conversation.ts';
import { CONVERSATION_FEATURES } from './rows.ts';

const inputs = CONVERSATION_FEATURES.length;

function toWeights(fill: (place: number) => number): ConversationWeights {
  const weights = Float64Array.from({ length: countWeights(inputs, 2) }, (_, place) => fill(place));
  return { network: { inputs, hidden: 2, weights }, origin: {} };
}

/** Place of a feature's direct weight to a head. */
function findWeight({ hidden }: Network, head: keyof typeof HEAD, feature: string): number {
  const bias = hidden * (inputs + 1) + HEAD[head] * (hidden + 1 + inputs) + hidden;
  return bias + 1 + CONVERSATION_FEATURES.indexOf(feature);
}

async function play(
  options: LearnedConversationOptions,
  turns: readonly string[],
  characterCapacity?: number,
) {
  let now = 0;
  const memory = createMemory({ characterCapacity, clock: () => now });
  const { policy, recall } = learnedConversation(options);
  const refused: string[] = [];
  for (const [index, text] of turns.entries()) {
    now += 1;
    const documents = [{ id: `t${index}`, title: '2026-05-03', text }];
    const { operations } = await policy.act(
      {
        ...{ stage: 'memorise', questions: [], turn: 0, readsUsed: 0, readsLeft: 0 },
        chunk: { index, count: index + 1, text, documents },
      },
      {
        ...{ view: await memory.observe(), step: index, characterCapacity },
        read: (query, limits) => memory.read(query, limits),
        readAll: () => memory.entries(),
      },
    );
    for (const effect of await memory.apply(operations)) if (!effect.applied) refused.push(effect.reason);
  }
  const entries = await memory.entries();
  const show = (query: string) => recall({ memory, query, entries: async () => entries });
  return { entries, refused, show };
}

const said = listTurnDocuments(createChangeConversation({ seed: 3, turns: 60 })).map(({ text }) => text);

describe('with any weights', () => {
  it('keeps the limit, has no operation refused, and gives the same entries twice', () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 60, max: 900 }), async (seed, capacity) => {
        const random = createRandom(seed);
        const weights = toWeights(() => 4 * random.next() - 2);
        const one = await play({ weights }, said, capacity);
        expect(one.refused).toEqual([]);
        expect(one.entries.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(capacity);
        const two = await play({ weights }, said, capacity);
        expect(two.entries).toEqual(one.entries);
      }),
      { numRuns: 4 },
    ));
});

it('marks what it takes for superseded, unless updates are off', async () => {
  const weights = toWeights(() => 0);
  weights.network.weights[findWeight(weights.network, 'merge', 'isSubjectsOtherValue')] = 1;
  const turns = [
    'user: Our Lighthouse handover takes place on 14 December.',
    'user: For Lighthouse the client wants everything on 13 July.',
  ];
  const marks = async (options: LearnedConversationOptions) =>
    (await play(options, turns)).entries.map(({ text }) => text.startsWith('Until 2026-05-03'));
  expect(await marks({ weights })).toEqual([true, false]);
  expect(await marks({ weights, updates: false })).toEqual([false, false]);
});

it('deletes what it values least, unless deletes are off', async () => {
  const weights = toWeights(() => 0);
  weights.network.weights[findWeight(weights.network, 'keep', 'hasFigure')] = 1;
  const turns = ['user: My garden is full of snails again.', 'user: My locker in the gym is number 4417.'];
  const texts = async (options: LearnedConversationOptions) =>
    (await play(options, turns, 60)).entries.map(({ text }) => /\d/.test(text));
  expect(await texts({ weights })).toEqual([true]);
  expect(await texts({ weights, deletes: false })).toEqual([false]);
});

it('shows the best entries first', async () => {
  const { show } = await play({}, ['user: I keep bees in Graz.', 'user: My locker is number 4417.']);
  const [first] = await show('Which number does my locker have?');
  expect(first!.text).toContain('4417');
});

describe('weights files', () => {
  it('survive a round trip', async () => {
    const weights = await loadConversationWeights();
    const file = JSON.parse(JSON.stringify(formatConversationWeights(weights))) as JsonObject;
    expect(parseConversationWeights(file)).toEqual(weights);
    expect(JSON.stringify(file).length).toBeLessThan(100_000);
  });

  it.each([
    ['another version', { format: 'atommem.conversation-controller/0' }, /format/],
    ['another language', { language: 'de' }, /language "de"/],
    ['an unknown feature', { features: ['mood'] }, /feature "mood"/],
    ['missing weights', { weights: [1, 2] }, /finite weights/],
  ])('are refused with %s', (_, change, message) => {
    const file = formatConversationWeights(toWeights(() => 0));
    expect(() => parseConversationWeights({ ...file, ...change }, 'mine.json')).toThrow(message);
  });
});
