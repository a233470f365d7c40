/**
 * The learned policy: limits, determinism, several questions, and weights that do not fit.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentTask } from '../agent/document-task.ts';
import { runEpisode } from '../agent/run-episode.ts';
import { hashingEmbedder } from '../embed/hashing.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { PolicyContext } from '../policy/policy.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import type { JsonObject } from '../shared/json.ts';
import { createRandom } from '../shared/random.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { MemoriseObservation, SourceDocument } from '../task/observation.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { EMBEDDED_FEATURE_NAMES, FEATURE_NAMES } from './features.ts';
import { type LearnedOptions, learnedPolicy } from './learned-policy.ts';
import { countWeights } from './network.ts';
import { createReader } from './reader.ts';
import { loadShippedWeights } from './shipped-weights.ts';
import { type ControllerWeights, formatWeights, parseWeights } from './weights.ts';

const documents = [
  { id: 'moss', title: 'Moss', text: 'Mosses grow in the shade of the bridge.' },
  { id: 'kern', title: 'Ilse Kern', text: 'Ilse Kern (born 4 May 1901) was an engineer born in Trier.' },
  { id: 'soup', title: 'Soup', text: 'Soup is served hot.' },
  { id: 'more', title: 'Ilse Kern', text: 'Ilse Kern studied in Bonn.' },
  { id: 'bridge', title: 'Merle Bridge', text: 'The Merle Bridge was designed by Ilse Kern.' },
  { id: 'odd', title: '', text: '  \n\n ' },
  { id: 'tide', title: 'Tide', text: 'Tides are the rise and fall of the sea. '.repeat(20) },
];
const entry = { id: 'm1', text: 'Old', meta: {}, version: 1, createdAt: 0, updatedAt: 0 };
const question = 'Where was the designer of the Merle Bridge born?';

interface Limits {
  readonly capacity?: number;
  readonly characterCapacity?: number;
}

interface Settings extends Pick<LearnedOptions, 'embedder' | 'sight'> {
  readonly questions?: readonly string[];
}

async function play(
  weights: ControllerWeights | undefined,
  limits: Limits,
  { questions = [question], embedder, sight }: Settings = {},
) {
  const store = inMemoryStore();
  const trajectory = await runEpisode({
    task: documentTask({ documents, questions }),
    policy: learnedPolicy({ weights, embedder, sight }),
    memory: { store, namespace: 'toy', retriever: lexicalRetriever(), ...limits },
    clock: () => 0,
    timer: () => 0,
  });
  return { trajectory, entries: await store.list('toy') };
}

/** Weights that decide anything: no property may depend on what was learned. */
function drawWeights(seed: number, embedder?: string): ControllerWeights {
  const random = createRandom(seed);
  const inputs = (embedder === undefined ? FEATURE_NAMES : EMBEDDED_FEATURE_NAMES).length;
  const size = countWeights(inputs, 3);
  return {
    network: {
      inputs,
      hidden: 3,
      weights: Float64Array.from({ length: size }, () => 4 * random.next() - 2),
    },
    words: { documents: 10, stems: new Map([['bridg', 2]]) },
    embedder,
    origin: {},
  };
}

describe('with any weights', () => {
  it('keeps every limit, has no operation refused and gives the same bytes twice', async () => {
    const limits = fc.oneof(
      fc.record({ capacity: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ characterCapacity: fc.integer({ min: 1, max: 600 }) }),
      fc.record({
        capacity: fc.integer({ min: 1, max: 4 }),
        characterCapacity: fc.integer({ min: 1, max: 600 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        limits,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('all', 'view'),
        async (seed, limit: Limits, several, embeds, sight) => {
          const questions = several ? [question, 'Who studied in Bonn?'] : [question];
          const embedder = embeds ? hashingEmbedder({ dimensions: 16 }) : undefined;
          const weights = drawWeights(seed, embedder?.name);
          const settings = { questions, embedder, sight };
          const { trajectory, entries } = await play(weights, limit, settings);
          expect(entries.length).toBeLessThanOrEqual(limit.capacity ?? Number.POSITIVE_INFINITY);
          const size = entries.reduce((sum, { text }) => sum + text.length, 0);
          expect(size).toBeLessThanOrEqual(limit.characterCapacity ?? Number.POSITIVE_INFINITY);
          const effects = trajectory.steps.flatMap((step) => step.effects);
          expect(effects.filter(({ applied }) => !applied)).toEqual([]);
          expect(await play(weights, limit, settings)).toEqual({ trajectory, entries });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what it sees', () => {
  const listReads = ({ steps }: Trajectory) => steps.flatMap(({ reads }) => reads);

  it('is the view and chosen Reads, never all entries', async () => {
    const { trajectory } = await play(undefined, { capacity: 3 });
    const reads = listReads(trajectory);
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.filter(({ query, filter }) => query === null && filter === undefined)).toEqual([]);
    expect(trajectory.header.settings.policy).toMatchObject({ sight: 'view' });
  });

  it('is all entries if the host says so', async () => {
    const { trajectory } = await play(undefined, { capacity: 3 }, { sight: 'all' });
    expect(new Set(listReads(trajectory).map(({ query }) => query))).toEqual(new Set([null]));
    expect(trajectory.header.settings.policy).toMatchObject({ sight: 'all' });
  });

  it('is what a text names that the network chose', async () => {
    const { trajectory } = await play(undefined, { capacity: 3 });
    const queries = listReads(trajectory).map(({ query }) => query);
    expect(queries).toContain('Merle Bridge Ilse Kern');
  });
});

describe('an embedder', () => {
  const embedder = hashingEmbedder({ dimensions: 16 });

  it('that is down fails the step, and changes nothing', async () => {
    const down: Embedder = { name: embedder.name, embed: () => Promise.reject(new Error('no route')) };
    const { trajectory, entries } = await play(
      drawWeights(1, down.name),
      { capacity: 3 },
      { embedder: down },
    );
    expect(entries).toEqual([]);
    expect(trajectory.end.reason).toBe('failed');
    for (const { failure, operations } of trajectory.steps)
      expect([failure?.boundary, failure?.message, operations]).toEqual(['embedder', 'no route', []]);
  });

  it('must be the one that the weights were trained with', () => {
    const message = (weights: ControllerWeights | undefined, given?: Embedder): string => {
      try {
        learnedPolicy({ weights, embedder: given });
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    const trained = drawWeights(1, 'hashing-16');
    expect(message(trained, embedder)).toBe('');
    expect(message(trained)).toMatch(/trained with the embedder "hashing-16", and the embedder is missing/);
    expect(message(trained, hashingEmbedder())).toMatch(/"hashing-16", and the embedder is "hashing-256"/);
    expect(message(drawWeights(1), embedder)).toMatch(/these weights read no similarities.*--embedder/);
    expect(message(undefined, embedder)).toMatch(/the shipped weights read no similarities/);
  });
});

describe('the shipped weights', () => {
  it('keep both hops in three entries and answer', async () => {
    const { trajectory, entries } = await play(undefined, { capacity: 3 });
    const titles = entries.map(({ meta }) => meta.title);
    expect(titles).toEqual(expect.arrayContaining(['Ilse Kern', 'Merle Bridge']));
    expect(trajectory.end.answers).toEqual(['Trier']);
  });

  it('are small and survive a round trip', async () => {
    const weights = await loadShippedWeights();
    const value = formatWeights(weights);
    expect(JSON.stringify(value).length).toBeLessThan(200_000);
    expect(formatWeights(parseWeights(value))).toEqual(value);
    expect(weights.network.weights.length).toBeLessThanOrEqual(2000);
  });
});

describe('without a question', () => {
  const newest = [
    ['delete', undefined],
    ['create', 'Ilse Kern'],
    ['create', 'Merle Bridge'],
  ];

  async function memoriseUnasked(
    sight: 'all' | 'view',
    read: readonly SourceDocument[],
    context: Partial<PolicyContext>,
  ) {
    const { memorise } = createReader(await loadShippedWeights(), { sight, shown: 6 });
    const chunk = { index: 0, count: 1, text: '', documents: read };
    const observation = {
      stage: 'memorise',
      questions: [],
      turn: 0,
      chunk,
    } as unknown as MemoriseObservation;
    const view = { scratchpad: '' };
    const operations = await memorise(observation, { view, ...context } as PolicyContext);
    return operations.map((one) => [one.op, 'meta' in one ? one.meta?.title : undefined]);
  }

  it('keeps the newest documents', async () => {
    const stored = [1, 2].map((id) => ({ ...entry, id: `m${id}` }));
    const context = { capacity: 3, readAll: async () => stored };
    expect(await memoriseUnasked('all', documents.slice(3, 6), context)).toEqual(newest);
  });

  it('keeps the newest texts that fit into the characters', async () => {
    // The last document is longer than that.
    const context = { characterCapacity: 110, readAll: async () => [entry] };
    expect(await memoriseUnasked('view', documents, context)).toEqual(newest);
  });
});

describe('weights that do not fit', () => {
  const good = formatWeights(drawWeights(1));
  const words = good.words as JsonObject;
  const wrong: readonly (readonly [string, JsonObject | readonly never[], RegExp])[] = [
    ['no object', [] as readonly never[], /not a JSON object/],
    [
      'another format',
      { ...good, format: 'atommem.controller/9' },
      /"atommem.controller\/9", not "atommem.controller\/1"/,
    ],
    ['another language', { ...good, language: 'de' }, /language "de", not "en"/],
    [
      'an unknown feature',
      { ...good, features: ['mood'] },
      /feature "mood", which this version does not compute/,
    ],
    ['a missing feature', { ...good, features: FEATURE_NAMES.slice(1) }, /lacks the feature "direct"/],
    ['another order', { ...good, features: [...FEATURE_NAMES].reverse() }, /another order/],
    ['too few weights', { ...good, weights: [1] }, /finite weights/],
    [
      'a weight that is no number',
      { ...good, weights: Array.from(good.weights as number[], () => null) },
      /finite weights/,
    ],
    ['an embedder that is no name', { ...good, embedder: 7 }, /lacks the feature "similarity"/],
    ['no words', { ...good, words: {} }, /no word counts/],
    [
      'a count above the documents',
      { ...good, words: { ...words, stems: { a: 11 } } },
      /more than its 10 documents/,
    ],
    ['a broken count', { ...good, words: { ...words, stems: { a: 0.5 } } }, /not a whole number/],
  ];
  it.each(wrong)('%s: names the problem and how to train new ones', (_, value, message) => {
    expect(() => parseWeights(value, 'my.json')).toThrow(message);
    expect(() => parseWeights(value, 'my.json')).toThrow(/^my\.json/);
  });
});
