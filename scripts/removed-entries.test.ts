/**
 * Checks that every removed entry names an entry that exists and exports those names.
 *
 * @module
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeRemoval, MOVED_ROOT_NAMES, REMOVED_ENTRIES } from './removed-entries.ts';

it.each(Object.entries(REMOVED_ENTRIES))('%s names an entry with the same names', async (path, entry) => {
  const file = join(import.meta.dirname, `../src/entry/${entry.moved.replace('/', '-')}.ts`);
  expect(Object.keys(await import(/* @vite-ignore */ file))).toEqual(
    expect.arrayContaining(Object.values(entry.names)),
  );
  expect(describeRemoval(path, entry)).toContain(`from 'atommem/${entry.moved}'`);
});

it.each(Object.entries(MOVED_ROOT_NAMES))(
  '%s has moved to an entry that exports it',
  async (_before, [entry, now]) => {
    expect(Object.keys(await import(/* @vite-ignore */ entry))).toContain(now);
  },
);
