/**
 * Runs the `memory` commands on one store.
 *
 * @module
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Entry } from '../../src/memory/entry.ts';
import type { LogRecord } from '../../src/memory/log.ts';
import { createSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { type CliResult, runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-memory-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

const memory = (store: string, ...words: readonly string[]): Promise<CliResult> =>
  runCli(['memory', ...words, '--store', at(store), '--namespace', 'users/1']);

async function read<Value>(store: string, ...words: readonly string[]): Promise<Value> {
  const { stdout, stderr } = await memory(store, ...words, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Value;
}

const listTexts = (entries: readonly Entry[]): readonly string[] => entries.map(({ text }) => text);

it('asks across runs, then shows, undoes, branches, exports and purges', async () => {
  const ask = (input: string, question: string): Promise<CliResult> =>
    runCli(['ask', '-', '-q', question, '--quiet', '--store', at('agent.db'), '--namespace', 'users/1'], {
      input,
    });
  await ask('Marta Velden was born in Lund.', 'Where was Marta Velden born?');
  const second = await ask('Oster Bridges was founded by Marta Velden.', 'Where was Marta Velden born?');
  expect(second.stdout).toBe('Lund\n'); // from the first run: the second read nothing of it

  const entries = await read<Entry[]>('agent.db', 'list');
  expect(listTexts(entries)).toEqual([
    expect.stringContaining('born in Lund'),
    expect.stringContaining('founded by Marta Velden'),
  ]);
  expect(listTexts(await read('agent.db', 'search', 'who founded Oster Bridges'))[0]).toContain('founded by');
  const [born] = entries;
  expect(await read('agent.db', 'show', born!.id)).toEqual(born);
  const history = await read<LogRecord[]>('agent.db', 'history');
  expect(history.map(({ generation }) => generation)).toEqual(history.map((_, index) => index + 1));
  expect(await read<Entry[]>('agent.db', 'as-of', '1')).toHaveLength(1);

  await read('agent.db', 'branch', 'users/1-copy');
  const created = history.find(({ id }) => id === born!.id)!;
  await read('agent.db', 'undo', String(created.generation));
  expect(await read<Entry[]>('agent.db', 'list')).toHaveLength(1);
  const difference = await read<{ deleted: Entry[] }>('agent.db', 'diff', String(history.length));
  expect(listTexts(difference.deleted)).toEqual([born!.text]);
  await read('agent.db', 'undo', '--since', String(history.length));
  expect(await read<Entry[]>('agent.db', 'list')).toHaveLength(2);

  expect(await read('agent.db', 'stats')).toMatchObject({ entries: 2, nearDuplicates: [] });
  await read('agent.db', 'reembed', '--embedding-model', 'hashing');
  await memory('agent.db', 'export', at('memory.jsonl'));
  await memory('other.db', 'import', at('memory.jsonl'));
  expect((await memory('other.db', 'export')).stdout).toBe(readFileSync(at('memory.jsonl'), 'utf8'));

  await read('other.db', 'purge', born!.id);
  expect(readFileSync(at('other.db')).includes('Lund')).toBe(false);
  expect(await read<Entry[]>('other.db', 'list')).toHaveLength(1);
  expect(await read('other.db', 'purge', '--all', '--yes')).toMatchObject({ deleted: 1 });
  expect(readFileSync(at('other.db')).includes('Oster')).toBe(false);
  expect(await read('agent.db', 'namespaces')).toEqual(['users/1', 'users/1-copy']);
});

it('adds, backs up, and purges everything only with confirmation', async () => {
  const added = await read<Entry>('notes.db', 'add', 'Ada prefers trains.');
  expect(added).toMatchObject({ id: 'm1', text: 'Ada prefers trains.' });
  await read('notes.db', 'backup', at('copy.db'));
  const refused = await memory('notes.db', 'purge', '--all');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  await read('notes.db', 'purge', '--all', '--yes');
  expect(await read<Entry[]>('notes.db', 'list')).toEqual([]);
  expect(listTexts(await read<Entry[]>('copy.db', 'list'))).toEqual(['Ada prefers trains.']);
});

it('verifies a file and names what is damaged', async () => {
  await memory('sound.db', 'add', 'Ada prefers trains.');
  expect(await read('sound.db', 'verify')).toEqual({ problems: [] });
  const bytes = readFileSync(at('sound.db'));
  bytes[bytes.indexOf('prefers')]! ^= 1;
  writeFileSync(at('sound.db'), bytes);
  const { code, stdout, stderr } = await memory('sound.db', 'verify');
  expect([code, stdout]).toEqual([1, expect.stringContaining('do not match their checksum')]);
  expect(stderr).toContain('Restore a backup');
});

it('keeps namespaces apart', async () => {
  const store = createSqliteStore({ path: at('walls.db') });
  for (const name of ['users/1', 'users/12']) {
    await store.commit(name, [{ kind: 'create', text: 'the same text' }], { time: 0 });
  }
  await store.close();
  await read('walls.db', 'purge', 'm1');
  expect(await read<Entry[]>('walls.db', 'list')).toEqual([]);
  const other = await runCli([
    'memory',
    'list',
    '--store',
    at('walls.db'),
    '--namespace',
    'users/12',
    '--json',
  ]);
  expect(listTexts(JSON.parse(other.stdout) as Entry[])).toEqual(['the same text']);
});

it('reports an error in one line and creates no file for a mistyped name', async () => {
  const refused = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await memory(words[0]!, ...words.slice(1));
    expect([code, stdout, stderr.trim().split('\n').length]).toEqual([expect.any(Number), '', 1]);
    expect(code).toBeGreaterThan(0);
    return stderr;
  };
  expect(await refused('mistyped.db', 'list')).toContain('no such file');
  expect(await refused('mistyped.db', 'import', at('mistyped.jsonl'))).toContain('no such file');
  expect(existsSync(at('mistyped.db'))).toBe(false);
  writeFileSync(
    at('notes.db'),
    'these are notes, not a database, and long enough to have a header of a hundred bytes or more',
  );
  expect(await refused('notes.db', 'list')).toContain('notes.db');
  expect(await refused('agent.db', 'show', 'm99')).toContain('has no entry m99');
  expect(await refused('agent.db', 'undo', '99')).toContain('has no generation 99');
  expect(await refused('agent.db', 'undo')).toContain('--since');
  expect(await refused('fresh.db', 'add', ' ')).toContain('the text is empty');
  expect(existsSync(at('fresh.db'))).toBe(false);
  expect(await refused('agent.db', 'backup', at('nowhere/copy.db'))).toContain('nowhere/copy.db');
  expect(await refused('agent.db', 'purge', 'm1', 'm99')).toContain('nothing was erased');
  expect(await refused('agent.db', 'import', folder)).toContain('no .md files');
  expect(await refused('agent.db', 'export', at('nowhere/memory.jsonl'))).toContain('ENOENT');
  const typed = await runCli(['memory', 'export', '--store', at('agent.db'), '--namespace', 'user/1']);
  expect([typed.code, typed.stdout, typed.stderr]).toEqual([
    1,
    '',
    expect.stringContaining('has no namespace "user/1"'),
  ]);
  expect(await refused('agent.db', 'import', at('memory.jsonl'))).toContain('users/1');
  writeFileSync(
    at('broken.jsonl'),
    '{"format":"atommem-memory","formatVersion":1,"embedder":null,"dimensions":null}\n{"gen',
  );
  expect(await refused('fresh.db', 'import', at('broken.jsonl'))).toMatch(/line 2/);
});

it('exports entries as Markdown files and imports their edits', async () => {
  const files = at('team');
  await memory('team.db', 'add', 'Ada prefers trains.');
  await memory('team.db', 'export', files, '--format', 'markdown');
  const path = join(files, 'm1.md');
  const edit = (from: string, to: string): void =>
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  edit('trains', 'night trains');
  const { stdout } = await memory('team.db', 'import', files, '--actor', 'Bo');
  expect(stdout).toBe('created 0, updated 1 and deleted 0 entries of users/1 as Bo\n~ m1  m1.md\n');
  expect((await read<LogRecord[]>('team.db', 'history')).map(({ actor }) => actor)).toEqual(['cli', 'Bo']);
  edit('version: 2', 'version: 1');
  edit('night', 'late');
  const stale = await memory('team.db', 'import', files);
  expect([stale.code, stale.stdout]).toEqual([1, expect.stringContaining('edited from version 1')]);
  expect(stale.stderr).toContain('--overwrite');
  expect(readFileSync(path, 'utf8')).toContain('late trains');
});

it('prints no stored character that a terminal acts on', async () => {
  const hostile = '\u001b[31m\u0007\u009b31m\u202eevil\u061c\u2066';
  const store = createSqliteStore({ path: at('hostile.db') });
  const write = { kind: 'create', text: `say ${hostile}`, meta: { [hostile]: hostile } } as const;
  const options = { time: 1, actor: hostile };
  for (const namespace of ['users/1', hostile])
    await store.commit(namespace, [write, { ...write, id: hostile }], options);
  await store.commit('users/1', [{ kind: 'delete', id: 'm1' }], { time: 2, actor: hostile });
  await store.commit('users/1', [{ ...write, kind: 'create' }], { time: 3, actor: hostile });
  await store.close();
  const commands = [
    ['namespaces'],
    ['list'],
    ['search', 'say'],
    ['show', 'm3'],
    ['show', hostile],
    ['history'],
    ['as-of', '1'],
    ['diff', '1'],
    ['stats'],
    ['export'],
    ['export', at('hostile'), '--format', 'markdown'],
    ['undo', '3'],
    ['branch', hostile],
    ['purge', 'm1'],
  ];
  for (const [place, words] of [...commands, ...commands.map((one) => [...one, '--json'])].entries()) {
    const given = [
      'memory',
      ...words,
      '--store',
      at('hostile.db'),
      '--namespace',
      place % 2 ? hostile : 'users/1',
    ];
    const { stdout, stderr } = await runCli(given, { isTTY: true });
    expect(stdout + stderr, words.join(' ')).not.toMatch(
      /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
    );
  }
});
