/**
 * Tests of syncing what a policy keeps.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { toFileDocument } from '../documents/to-file-document.ts';
import { createMemory } from '../memory/create-memory.ts';
import { NO_USAGE } from '../policy/policy.ts';
import { rulesPolicy } from '../rules/rules-policy.ts';
import { toDocuments } from './memory-documents.ts';
import { syncDocuments } from './sync-documents.ts';
import { syncKept } from './sync-kept.ts';

const NO_REPLY = { operations: [], action: { kind: 'none' }, issues: [], usage: NO_USAGE } as const;

const texts = {
  bridge: 'The Merle Bridge was designed by Ilse Kern.',
  kern: 'Ilse Kern was born in Trier.',
  soup: 'Soup is served hot.',
  moss: 'Moss grows in the shade.',
};

function listDocuments(given: Readonly<Record<string, string>>) {
  return Object.entries(given).map(([id, text]) => ({
    ...toFileDocument({ id, title: id, text }),
    path: id,
  }));
}

const options = {
  policy: rulesPolicy(),
  questions: ['Where was the designer of the Merle Bridge born?'],
  capacity: 2,
};

it('stores what the policy keeps, and writes nothing the second time', async () => {
  const memory = createMemory();
  const folders = [{ root: 'notes', documents: listDocuments(texts) }];
  const first = await syncKept(memory, folders, options);
  expect([first.added, first.leftOut]).toEqual([['bridge', 'kern'], 2]);
  expect(toDocuments(await memory.entries()).map(({ path, text }) => [path, text])).toEqual([
    ['bridge', texts.bridge],
    ['kern', texts.kern],
  ]);
  const before = await memory.entries();
  const again = await syncKept(memory, folders, options);
  expect([again.added, again.changed, again.removed, again.unchanged]).toEqual([[], [], [], 2]);
  expect(await memory.entries()).toEqual(before);
});

it('follows changed and removed files, and leaves other folders alone', async () => {
  const memory = createMemory();
  await syncDocuments(memory, listDocuments({ other: 'Tides rise and fall.' }), { root: 'other' });
  await syncKept(memory, [{ root: 'notes', documents: listDocuments(texts) }], options);
  const { kern: _, ...left } = {
    ...texts,
    bridge: 'The Merle Bridge was designed by Olm Berg, born in Bonn.',
  };
  const { changed, removed } = await syncKept(
    memory,
    [{ root: 'notes', documents: listDocuments(left) }],
    options,
  );
  expect([changed, removed]).toEqual([['bridge'], ['kern']]);
  const stored = (await memory.entries()).map(({ text }) => text);
  expect(stored.some((text) => text.includes('Tides'))).toBe(true);
  expect(stored.some((text) => text.includes('Olm Berg'))).toBe(true);
});

it('is completed by a sync without a policy', async () => {
  const memory = createMemory();
  const documents = listDocuments(texts);
  await syncKept(memory, [{ root: 'notes', documents }], options);
  const { added, unchanged } = await syncDocuments(memory, documents, { root: 'notes' });
  expect([added, unchanged]).toEqual([['soup', 'moss'], 2]);
});

it('stores nothing if the policy fails', async () => {
  const memory = createMemory();
  const failure = { boundary: 'embedder', kind: 'network', message: 'no route' } as const;
  const down = { ...rulesPolicy(), act: async () => ({ ...NO_REPLY, failure }) };
  const folders = [{ root: 'notes', documents: listDocuments(texts) }];
  await expect(syncKept(memory, folders, { ...options, policy: down })).rejects.toThrow(
    /the embedder failed: no route\. Nothing was stored/,
  );
  expect(await memory.entries()).toEqual([]);
});
