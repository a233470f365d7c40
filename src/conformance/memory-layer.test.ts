/**
 * Tests that this package passes the suite for memory layers, and that the suite finds broken layers.
 *
 * @module
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openAtommemLayer } from '../../test/memory-layer/open-atommem-layer.ts';
import { hashingEmbedder } from '../embed/hashing.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { MemoryLayer, MemoryLayerContext } from './memory-layer.ts';
import { memoryLayerCases } from './memory-layer-cases.ts';

const root = mkdtempSync(join(tmpdir(), 'atommem-layers-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const embedder = hashingEmbedder({ dimensions: 64 });

function sqliteContext(): MemoryLayerContext {
  const folder = mkdtempSync(join(root, 'layer-'));
  const rawBytes = async (): Promise<Uint8Array> =>
    Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  const open = async (): Promise<MemoryLayer> =>
    openAtommemLayer(createSqliteStore({ path: join(folder, 'layer.db') }), { embedder, rawBytes });
  return { open, openAgain: open };
}

describe('a memory in SQLite', () => {
  it.each(memoryLayerCases)('$topic: $name', async ({ run }) => {
    expect(await run(sqliteContext())).toBe('passed');
  });
});

const openInMemory = (): MemoryLayer => openAtommemLayer(inMemoryStore(), { embedder });

describe('a memory in this process', () => {
  it.each(memoryLayerCases)('$topic: $name', async ({ name, run }) => {
    // It has no second handle and no files.
    const lacks = name.startsWith('two handles') || name.startsWith('no file holds');
    expect(await run({ open: async () => openInMemory() })).toBe(lacks ? 'unsupported' : 'passed');
  });
});

/** A defect, the start of the name of the case that must find it, and how to cause it. */
const DEFECTS: readonly (readonly [string, string, (layer: MemoryLayer) => Partial<MemoryLayer>])[] = [
  [
    'ignores the case of user names',
    'a search finds no entry of another user',
    ({ create, search }) => ({
      create: (user, text) => create(user.toLowerCase(), text),
      search: (user, query) => search(user.toLowerCase(), query),
    }),
  ],
  [
    'deletes for every user',
    'no user can delete',
    (layer) => ({ delete: (_, id) => layer.delete('ada/1', id) }),
  ],
  [
    'updates for every user',
    'no user can change',
    (layer) => ({ update: (_, id, text) => layer.update!('ada/1', id, text) }),
  ],
  [
    'drops writes that come at once',
    '40 creates at once',
    ({ create }) => {
      let busy = false;
      return {
        async create(user, text) {
          if (busy) return 'lost';
          busy = true;
          return create(user, text).finally(() => {
            busy = false;
          });
        },
      };
    },
  ],
  [
    'adds an entry for each update',
    'updates of one entry at once',
    ({ create }) => ({ update: (user, _, text) => create(user, text) }),
  ],
  [
    'keeps the old text beside the new one',
    'an updated entry is not found by its old text',
    ({ create }) => ({ update: (user, _, text) => create(user, text) }),
  ],
  [
    'does not index an update',
    'an updated entry is found by its new text',
    () => ({ update: async () => undefined }),
  ],
  [
    'filters deleted entries after the search',
    'a deleted entry takes no place',
    ({ search }) => {
      const deleted = new Set<string>();
      return {
        delete: async (_, id) => deleted.add(id),
        search: async (user, query) =>
          (await search(user, query)).filter((entry) => !deleted.has((entry as { id: string }).id)),
      };
    },
  ],
  ['keeps a deleted text', 'a deleted text can be stored again', () => ({ delete: async () => undefined })],
  [
    'returns its own objects',
    'a caller that changes',
    ({ create, search }) => {
      const live = new Map<string, object>();
      return {
        create,
        async search(user, query) {
          for (const entry of (await search(user, query)) as { id: string }[])
            live.set(entry.id, live.get(entry.id) ?? { ...entry });
          return [...live.values()];
        },
      };
    },
  ],
  [
    'changes results it has returned',
    'an update changes no result',
    ({ search, update }) => {
      const returned: { text: string }[] = [];
      return {
        async search(user, query) {
          returned.push(...(await search(user, query)).map((entry) => ({ ...(entry as { text: string }) })));
          return returned;
        },
        async update(user, id, text) {
          for (const entry of returned) entry.text = text;
          return update!(user, id, text);
        },
      };
    },
  ],
  [
    'remembers its own block',
    'what memory adds to a prompt',
    ({ create, converse }) => ({
      async converse(user, text) {
        const prompt = await converse!(user, text);
        await create(user, prompt);
        return prompt;
      },
    }),
  ],
  [
    'keeps the block of an earlier prompt',
    'a deleted entry does not return',
    ({ converse }) => {
      let before = '';
      return {
        async converse(user, text) {
          before += await converse!(user, text);
          return before;
        },
      };
    },
  ],
  ['undoes nothing (update)', 'undo of an update', () => ({ undo: async () => undefined })],
  ['undoes nothing (delete)', 'undo of a delete', () => ({ undo: async () => undefined })],
  ['undoes nothing (create)', 'undo of a create', () => ({ undo: async () => undefined })],
  ['forgets nothing', 'a forgotten text is in no search', () => ({ forget: async () => undefined })],
  [
    'forgets only the entry',
    'a forgotten text is in no history',
    ({ delete: remove }) => ({ forget: remove }),
  ],
  ['leaves bytes in its file', 'no file holds a byte', ({ delete: remove }) => ({ forget: remove })],
];

const TWO_HANDLES = 'two handles on the same data';

describe('the suite', () => {
  it.each(DEFECTS)('finds a layer that %s', async (_, start, spoil) => {
    const found = memoryLayerCases.find(({ name }) => name.startsWith(start))!;
    const context = sqliteContext();
    const open = async (): Promise<MemoryLayer> => {
      const layer = await context.open();
      return { ...layer, ...spoil(layer) };
    };
    await expect(found.run({ open })).rejects.toThrow();
  });

  it('finds a second handle that does not see what the first wrote', async () => {
    const found = memoryLayerCases.find(({ name }) => name.startsWith(TWO_HANDLES))!;
    const { open } = sqliteContext();
    await expect(found.run({ open, openAgain: () => sqliteContext().open() })).rejects.toThrow(
      'kept 5 of 10',
    );
  });

  it('has a defect for every case', () => {
    const starts = [TWO_HANDLES, ...DEFECTS.map(([, start]) => start)];
    const missing = memoryLayerCases.filter(({ name }) => !starts.some((start) => name.startsWith(start)));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('reports what a layer cannot do', async () => {
    const needsUpdate = memoryLayerCases.find(({ name }) => name.startsWith('an updated entry'))!;
    const open = async (): Promise<MemoryLayer> => ({ ...openInMemory(), update: undefined });
    expect(await needsUpdate.run({ open })).toBe('unsupported');
  });
});
