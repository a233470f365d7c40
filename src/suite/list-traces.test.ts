/**
 * Tests that `forgottenGone` looks at search, log, export and branch, in two stores.
 *
 * @module
 */
import { afterAll, describe, expect, it, test } from 'vitest';
import { hashingEmbedder } from '../embed/hashing.ts';
import { createMemory } from '../memory/create-memory.ts';
import type { CreateOperation, Operation } from '../memory/operation.ts';
import type { Store } from '../memory/store.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { MemoryStream } from '../task/dialogue/memory-stream.ts';
import type { SourceDocument } from '../task/observation.ts';
import { listTraces } from './list-traces.ts';
import { type PolicySystemOptions, policySystem } from './policy-system.ts';
import { runStream } from './run-stream.ts';

const TURNS = ['user: The code is badger-2.', 'user: Forget the code.', 'user: It is raining.'];

const stream: MemoryStream = {
  id: 'chat',
  dataset: 'small',
  turns: () => TURNS.map((text, place): SourceDocument => ({ id: `chat/${place}`, title: '', text })),
  questions: [
    {
      id: 'q',
      text: 'What is the code?',
      answers: [],
      support: [],
      answerable: false,
      forgotten: { turns: ['chat/0'], values: ['badger-2'] },
    },
  ],
};

/** Stores the first turn, or `stored` instead, and does what `forget` returns when the second comes. */
function createPolicy(forget: (id: string) => readonly Operation[], stored?: Omit<CreateOperation, 'op'>) {
  return definePolicy({
    name: 'small',
    unit: 'turn',
    async memorise({ chunk: { documents } }, { readAll }): Promise<readonly Operation[]> {
      const [{ text }] = documents as [SourceDocument];
      if (text === TURNS[0]) return [{ op: 'create', ...(stored ?? { text }) }];
      return text === TURNS[1] ? forget((await readAll())[0]!.id) : [];
    },
  });
}

const remove = (id: string): readonly Operation[] => [{ op: 'delete', target: { id } }];
const keep = (): readonly Operation[] => [];
const rewrite = (id: string): readonly Operation[] => [
  { op: 'update', target: { id }, text: 'A code was set.' },
];

const stores: Store[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));
const open = (store: Store): Store => {
  stores.push(store);
  return store;
};

async function measure(
  policy: ReturnType<typeof createPolicy>,
  options: PolicySystemOptions,
): Promise<number | undefined> {
  const outcome = await runStream(stream, policySystem(policy, options), {
    characters: 1000,
    now: () => 0,
  });
  return outcome.questions[0]!.forgottenGone;
}

describe.each([
  ['in this process', () => open(inMemoryStore())],
  ['in SQLite', () => open(createSqliteStore({ path: ':memory:' }))],
])('forgottenGone of a memory %s', (_, openStore) => {
  test.each([
    ['is 1 if the entry is deleted and purged', createPolicy(remove), {}, 1],
    ['is 1 with an index of vectors', createPolicy(remove), { embedder: hashingEmbedder() }, 1],
    ['is 0 if the log keeps the deleted text', createPolicy(remove), { purgeDeleted: false }, 0],
    ['is 0 if an earlier version of an entry holds the value', createPolicy(rewrite), {}, 0],
    [
      'is 0 if metadata holds the value',
      createPolicy(keep, { text: 'A code', meta: { code: 'badger-2' } }),
      {},
      0,
    ],
    ['is 0 if the entry stays', createPolicy(keep), {}, 0],
  ])('%s', async (_, policy, options, expected) => {
    expect(await measure(policy, { store: openStore(), ...options })).toBe(expected);
  });
});

it('lists texts of search, log and branch, and leaves no text in the branch', async () => {
  const store = open(inMemoryStore());
  const memory = createMemory({ store, namespace: 'chat' });
  const { id } = await memory.create('old\nYork', { meta: { place: 'Leeds' } });
  await memory.update(id, 'the office moved');
  const traces = await listTraces(memory, store, 'branch', 'office');
  expect(traces.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['old\nYork', 'Leeds', 'the office moved']),
  );
  expect(traces[0]).toEqual({ text: 'the office moved', sources: [] });
  expect((await store.log('branch')).every(({ text }) => text === null)).toBe(true);
});
