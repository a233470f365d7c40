/**
 * Tests of memory as a folder of Markdown files.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemory } from '../../memory/create-memory.ts';
import type { Entry } from '../../memory/entry.ts';
import type { Memory } from '../../memory/memory.ts';
import { formatEntryFile, parseEntryFile } from './entry-file.ts';
import { exportFolder } from './export-folder.ts';
import { compareNames, toFileName } from './file-name.ts';
import { importFolder } from './import-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atommem-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const create = (time = 1_764_316_127_000): Memory => createMemory({ clock: () => time });
const entriesIn = async (memory: Memory): Promise<readonly Pick<Entry, 'text' | 'meta'>[]> =>
  (await memory.entries()).map(({ text, meta }) => ({ text, meta }));
const readAll = (from = folder): Record<string, string> =>
  Object.fromEntries(readNames(from).map((name) => [name, readFileSync(join(from, name), 'utf8')]));
const readNames = (from = folder): string[] => readdirSync(from).filter((name) => name.endsWith('.md'));
const edit = (name: string, from: string | RegExp, to: string): void => {
  const path = join(folder, name);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
};

/** Texts that look like front matter, merges and paths, or hold characters that terminals act on. */
const hostile = fc.constantFrom(
  '---\nid: m1\nversion: 9\n---\nother',
  '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs',
  '../../etc/passwd',
  '\u001b[31mred\u202e\u009b\r\n\u0000',
  '\\u0041 \\ \\\\u',
  '\ufeff\ud800 \n\n',
  'x\n---\n',
);
const text = fc
  .oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.string(), hostile)
  .filter((one) => one.trim() !== '');
const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
/** Without escapes: V8 13 and 14 read some escaped keys of objects wrong (nodejs/node#63785). */
const plainKey = fc.string().filter((one) => !/["\\]/.test(one));
const plainMeta = fc.dictionary(plainKey, fc.oneof(value, fc.dictionary(plainKey, value)), {
  maxKeys: 3,
  noNullPrototype: true,
});
const meta = fc.dictionary(fc.oneof(fc.string(), hostile), value, { maxKeys: 3, noNullPrototype: true });

test('a file gives back the entry that it was written for', () => {
  const file = fc.record({
    id: text,
    version: fc.integer({ min: 1 }),
    created: fc.maxSafeInteger(),
    author: fc.string(),
    text,
    meta,
  });
  fc.assert(
    fc.property(file, (given) => {
      const content = formatEntryFile(given);
      expect(parseEntryFile(content)).toEqual({ ok: true, file: { ...given, expires: undefined } });
      expect(parseEntryFile(content.replaceAll('\n', '\r\n'))).toEqual(parseEntryFile(content));
      expect(content).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e]/u);
      expect(content.isWellFormed()).toBe(true);
    }),
  );
});

test('an export imported into an empty store has the same entries, and its export the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(text, plainMeta), { maxLength: 6, selector: ([one]) => one }),
      async (given) => {
        const memory = create();
        for (const [one, about] of given) await memory.create(one, { meta: about, actor: 'Ada' });
        const path = mkdtempSync(join(folder, 'run-'));
        await exportFolder(memory, path);
        const before = readAll(path);
        const copy = create(0);
        const { created, conflicts } = await importFolder(copy, path, { actor: 'Bo' });
        expect([created.length, conflicts]).toEqual([given.length, []]);
        expect(await entriesIn(copy)).toEqual(await entriesIn(memory));
        expect(await exportFolder(copy, path)).toMatchObject({ written: [], unchanged: given.length });
        expect(readAll(path)).toEqual(before);
      },
    ),
    { numRuns: 12 },
  );
});

test('ids become names of files in the folder, and different ids different names', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          hostile.filter((one) => one.isWellFormed()),
        ),
      ),
      (ids) => {
        const names = ids.map(toFileName);
        for (const name of names) expect(name).toMatch(/^[a-z0-9_%-][a-z0-9_%.-]*\.md$/);
        expect(new Set(names).size).toBe(ids.length);
      },
    ),
  );
  expect(['m10.md', 'notes.md', 'm2.md'].sort(compareNames)).toEqual(['m2.md', 'm10.md', 'notes.md']);
});

describe('edits of a folder', () => {
  let memory: Memory;
  beforeEach(async () => {
    memory = create();
    await memory.create('Ada prefers trains.', { actor: 'agent' });
    await memory.create('Bo lives in Lund.');
    await memory.create('The office opens at nine.');
    await exportFolder(memory, folder);
  });

  test('become operations of the actor, once', async () => {
    edit('m1.md', 'trains', 'night trains');
    rmSync(join(folder, 'm2.md'));
    writeFileSync(join(folder, 'parking.md'), 'Parking is behind the house.\n');
    writeFileSync(join(folder, 'README.md'), 'About this folder.');
    const report = await importFolder(memory, folder, { actor: 'Cy' });
    expect(report).toMatchObject({
      created: [{ file: 'parking.md', id: 'm5' }],
      updated: [{ file: 'm1.md', id: 'm1' }],
      deleted: [{ file: 'm2.md', id: 'm2' }],
      conflicts: [],
    });
    const log = await memory.log({ after: 3 });
    expect(log.map(({ actor }) => actor)).toEqual(['Cy', 'Cy', 'Cy']);
    expect(readFileSync(join(folder, 'm1.md'), 'utf8')).toMatch(
      /version: 2\n.*\nauthor: agent\n---\nAda prefers night/,
    );
    expect(readFileSync(join(folder, 'parking.md'), 'utf8')).toMatch(/^---\nid: m5\n.*author: Cy\n---/s);
    await importFolder(memory, folder, { actor: 'Cy' });
    expect(await memory.log()).toHaveLength(6);
    expect(await exportFolder(memory, folder)).toMatchObject({ written: [], removed: [], unchanged: 3 });
  });

  test('from an older version are conflicts, with and without the state of the folder', async () => {
    edit('m1.md', 'trains', 'night trains');
    for (const place of ['planes', 'boats', 'buses']) await memory.update('m1', `Ada prefers ${place}.`);
    for (const round of [1, 2]) {
      const { conflicts, updated } = await importFolder(memory, folder, { actor: 'Cy' });
      expect(updated).toEqual([]);
      expect(conflicts).toEqual([
        { file: 'm1.md', id: 'm1', problem: 'it was edited from version 1, and the store is at version 4' },
      ]);
      expect((await exportFolder(memory, folder)).conflicts).toEqual(conflicts);
      expect(readFileSync(join(folder, 'm1.md'), 'utf8')).toContain('night trains');
      if (round === 1) rmSync(join(folder, '.atommem'), { recursive: true });
    }
    edit('m1.md', 'version: 1', 'version: 4');
    await importFolder(memory, folder, { actor: 'Cy' });
    expect((await memory.entries())[0]).toMatchObject({ text: 'Ada prefers night trains.', version: 5 });
  });

  test('are not overwritten by an export, unless asked for', async () => {
    edit('m1.md', 'trains', 'night trains');
    rmSync(join(folder, 'm2.md'));
    const { pending } = await exportFolder(memory, folder);
    expect(pending.map(({ file }) => file)).toEqual(['m1.md', 'm2.md']);
    expect(readFileSync(join(folder, 'm1.md'), 'utf8')).toContain('night trains');
    await exportFolder(memory, folder, { overwrite: true });
    expect(readFileSync(join(folder, 'm1.md'), 'utf8')).toContain('prefers trains');
    expect(existsSync(join(folder, 'm2.md'))).toBe(true);
  });

  test('do not delete what another agent created, and do not bring back what was deleted or purged', async () => {
    await memory.create('New in the store.');
    await memory.delete('m3');
    const { created, deleted, conflicts } = await importFolder(memory, folder, { actor: 'Cy' });
    expect([created, deleted, conflicts]).toEqual([[], [], []]);
    expect(await exportFolder(memory, folder)).toMatchObject({ written: ['m4.md'], removed: ['m3.md'] });
  });

  test('cannot name an entry by its id alone', async () => {
    writeFileSync(join(folder, 'guess.md'), '---\nid: m1\nversion: 99\n---\nAda prefers planes.');
    const { created } = await importFolder(memory, folder, { actor: 'Cy' });
    expect(created).toEqual([{ file: 'guess.md', id: 'm4' }]);
    expect((await memory.entries())[0]?.text).toBe('Ada prefers trains.');
    expect(readFileSync(join(folder, 'guess.md'), 'utf8')).toContain('id: m4\nversion: 1\n');
    expect(await exportFolder(memory, folder)).toMatchObject({ written: [], pending: [], conflicts: [] });
  });

  test('survive a rename, broken files and links', async () => {
    writeFileSync(join(folder, 'lund.md'), readFileSync(join(folder, 'm2.md')));
    rmSync(join(folder, 'm2.md'));
    writeFileSync(join(folder, 'broken.md'), '---\ntags: [a]\n---\nx');
    writeFileSync(join(folder, 'merge.md'), '<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n');
    writeFileSync(join(folder, 'bytes.md'), Buffer.of(0xff, 0xfe));
    writeFileSync(join(folder, 'copy.md'), readFileSync(join(folder, 'm1.md')));
    symlinkSync('/etc/passwd', join(folder, 'link.md'));
    const report = await importFolder(memory, folder, { actor: 'Cy' });
    expect([report.created, report.updated, report.deleted]).toEqual([[], [], []]);
    expect(report.conflicts.map(({ file }) => file)).toEqual([
      'broken.md',
      'bytes.md',
      'copy.md',
      'merge.md',
    ]);
    expect(await memory.log()).toHaveLength(3);
  });

  test('of two git branches merge, and a real conflict is reported', async () => {
    const git = (...words: string[]): number | null =>
      spawnSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...words], { cwd: folder })
        .status;
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-qm', 'export');
    git('checkout', '-qb', 'side');
    edit('m1.md', 'trains', 'night trains');
    edit('m3.md', 'nine', 'ten');
    git('commit', '-qam', 'side');
    git('checkout', '-q', 'main');
    rmSync(join(folder, 'm2.md'));
    edit('m3.md', 'nine', 'eight');
    writeFileSync(join(folder, 'new.md'), 'Parking is behind the house.');
    git('add', '-A');
    git('commit', '-qm', 'main');
    expect(git('ls-files', '--error-unmatch', '.atommem/state.json')).not.toBe(0);
    expect(git('merge', '-q', 'side')).toBe(1);
    const { created, updated, deleted, conflicts } = await importFolder(memory, folder, { actor: 'Ada' });
    expect([created.length, updated[0]?.file, deleted[0]?.file]).toEqual([1, 'm1.md', 'm2.md']);
    expect(conflicts).toMatchObject([
      { file: 'm3.md', problem: expect.stringContaining('unresolved merge') },
    ]);
    expect((await memory.entries()).map((entry) => entry.text)).toEqual([
      'Ada prefers night trains.',
      'The office opens at nine.',
      'Parking is behind the house.',
    ]);
  });
});

test('two stores exchange edits through one folder without renaming its files', async () => {
  const [ada, bo] = [create(), create(1_764_316_127_001)];
  await bo.create('A note of Bo.');
  await ada.create('Lunch is at noon.');
  await exportFolder(ada, folder);
  await importFolder(bo, folder, { actor: 'Bo' });
  const meet = (one: Memory, actor: string): Promise<unknown> =>
    importFolder(one, folder, { actor }).then(() => exportFolder(one, folder));
  edit('m1.md', 'noon', 'one');
  await meet(bo, 'Bo');
  await meet(ada, 'Ada');
  await meet(bo, 'Bo');
  const texts = async (one: Memory): Promise<string[]> =>
    (await one.entries()).map((entry) => entry.text).sort();
  expect(await texts(ada)).toEqual(['A note of Bo.', 'Lunch is at one.']);
  expect(await texts(bo)).toEqual(await texts(ada));
  const settled = readAll();
  for (const one of [ada, bo, ada]) await meet(one, 'Cy');
  expect(readAll()).toEqual(settled);
  expect(readNames().sort()).toEqual(['m1-2.md', 'm1.md']);
});

test('a folder may hold more files than a process may open', async () => {
  const memory = create();
  const texts = Array.from({ length: 300 }, (_, place) => `Fact ${place}`);
  await memory.apply(texts.map((one) => ({ op: 'create', text: one })));
  await exportFolder(memory, folder);
  const script = `
    import { readFolder } from '${join(import.meta.dirname, 'folder-files.ts')}';
    const files = await readFolder(${JSON.stringify(folder)});
    console.log(files.filter((file) => 'file' in file).length);
  `;
  const node = `"${process.execPath}" --no-warnings --input-type=module --eval '${script.replaceAll("'", '"')}'`;
  const { stdout } = spawnSync('sh', ['-c', `ulimit -n 128; ${node}`], { encoding: 'utf8' });
  expect(stdout).toBe('300\n');
});
