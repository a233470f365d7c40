/**
 * The `memory` commands that change a store or copy it.
 *
 * @module
 */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { access, rename, rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { createMemory } from '../memory/create-memory.ts';
import type { Commit } from '../memory/store.ts';
import { systemClock } from '../shared/clock.ts';
import { AtomMemError } from '../shared/error.ts';
import { branchNamespace } from '../store/branch-namespace.ts';
import { exportNamespace } from '../store/export-namespace.ts';
import { importNamespace } from '../store/import-namespace.ts';
import { purgeNamespace } from '../store/purge-namespace.ts';
import { reembed } from '../store/reembed.ts';
import type { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import { createEmbedder, type EmbedderFlags } from './memory-options.ts';
import { entryLine, recordLine } from './memory-show.ts';
import type { Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import type { Shown, StoreCall, StoreCommand } from './store-command.ts';
import { usageError } from './usage-error.ts';

/** Returns the commands that change a store or copy it. */
export function changeCommands(): readonly StoreCommand[] {
  const generation = (name: string): ((text: string) => number) => wholeNumber(name, 0);
  return [
    {
      command: new Command('add')
        .description('add an entry')
        .argument('<text>', 'text of the entry; - reads standard input'),
      creates: true,
      run: add,
    },
    {
      command: new Command('undo')
        .description('undo one record, or all since a generation, by new records')
        .argument('[generation]', 'record to undo', generation('generation'))
        .option('--since <generation>', 'undo everything after this generation', generation('--since')),
      run: undo,
    },
    {
      command: new Command('branch')
        .description('copy a namespace with its log to a new name')
        .argument('<to>', 'the new namespace')
        .option('--at <generation>', 'copy up to this generation (default: all)', generation('--at')),
      run: branch,
    },
    {
      command: new Command('export')
        .description('write the whole log and the vectors as JSON Lines')
        .argument('[file]', 'file to write (default: standard output)'),
      run: exportTo,
    },
    {
      command: new Command('import')
        .description('read an export into an empty namespace')
        .argument('<file>', 'file that "memory export" wrote'),
      creates: true,
      check: ([path]) => requireFile(path as string),
      run: importFrom,
    },
    {
      command: new Command('purge')
        .description('erase entries for good, from log, indexes and disk')
        .argument('[ids...]', 'ids such as m12, or scratchpad')
        .option('--all', 'erase everything that the namespace ever held')
        .option('--yes', 'do not ask before --all'),
      run: purge,
    },
    {
      command: new Command('backup')
        .description('copy the whole SQLite store to a new file, also while it is in use')
        .argument('<file>', 'file to create'),
      wide: true,
      run: backup,
    },
    {
      command: new Command('reembed')
        .description('embed every entry again, with another embedder')
        .requiredOption('--embedding-model <name>', 'embedding model of the server, or hashing (offline)')
        .option('--embedding-url <url>', 'address of its OpenAI-compatible server')
        .option('--query-prefix <text>', 'text put before queries; qwen3 for the prefix of that model'),
      run: embedAgain,
    },
  ];
}

async function undo(call: StoreCall<{ readonly since?: number }>): Promise<Shown> {
  const { store, namespace, terminal } = call;
  const { since } = call.flags;
  const at = call.words[0] as number | undefined;
  if ((at === undefined) === (since === undefined)) {
    throw usageError(
      'undo needs one generation',
      'Pass a generation or --since GENERATION; "atommem memory history" lists them',
    );
  }
  const memory = createMemory({ store, namespace });
  const commits = at === undefined ? await memory.undoSince(since!, 'cli') : [await memory.undo(at, 'cli')];
  return undone(commits, at ?? since!, terminal);
}

const WHY_NOT: Readonly<Record<string, string>> = {
  'version-conflict': 'its entry has changed since. Undo the later records first, or use --since',
  'no-such-entry':
    'there is no such record, its entry is deleted, or its text was purged. "atommem memory history" lists the records',
};

function undone(commits: readonly Commit[], generation: number, terminal: Terminal): Shown {
  const refused = commits.find((commit) => !commit.ok);
  if (refused?.ok === false) {
    throw new Error(
      `generation ${generation} cannot be undone: ${WHY_NOT[refused.refusal] ?? refused.refusal}`,
    );
  }
  const records = commits.flatMap((commit) => (commit.ok ? [commit.record] : []));
  const lines = records.map((record) => recordLine(record, terminal));
  return { lines: lines.length === 0 ? ['nothing to undo'] : lines, value: records };
}

async function branch({
  store,
  namespace,
  flags,
  words,
}: StoreCall<{ readonly at?: number }>): Promise<Shown> {
  const to = words[0] as string;
  await branchNamespace(store, namespace, to, flags.at === undefined ? {} : { upTo: flags.at });
  const records = await store.generation(to);
  return {
    lines: [`copied ${records} records of ${namespace} to ${to}`],
    value: { from: namespace, to, records },
  };
}

async function exportTo(call: StoreCall<{ readonly json?: boolean }>): Promise<Shown> {
  const { store, namespace, words, terminal } = call;
  const path = words[0] as string | undefined;
  if (path === undefined) return printExport(call);
  let count = 0;
  async function* counted(): AsyncGenerator<string, void> {
    for await (const line of exportNamespace(store, namespace)) {
      terminal.signal.throwIfAborted();
      count++;
      yield line;
    }
  }
  const part = `${path}.part`;
  try {
    await writeFile(part, counted());
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw fileError(path, 'written to', cause);
  }
  return { lines: [`wrote ${count} lines to ${path}`], value: { file: path, lines: count } };
}

async function printExport({
  store,
  namespace,
  flags,
  terminal,
}: StoreCall<{ readonly json?: boolean }>): Promise<Shown> {
  const { stdout } = terminal;
  const value: unknown[] = [];
  for await (const line of exportNamespace(store, namespace)) {
    if (flags.json) value.push(JSON.parse(line));
    else if (!stdout.write(line)) await once(stdout, 'drain');
  }
  return { lines: [], value };
}

async function requireFile(path: string): Promise<void> {
  await access(path).catch(() => {
    throw new AtomMemError('missing-file', {
      problem: `${path}: no such file`,
      remedy: 'Name a file that "atommem memory export" wrote',
      details: { path },
    });
  });
}

async function importFrom({ store, namespace, words }: StoreCall): Promise<Shown> {
  const path = words[0] as string;
  const chunks: AsyncIterable<string> = createReadStream(path, 'utf8');
  const records = await importNamespace(store, namespace, chunks).catch((cause: unknown) => {
    throw fileError(path, 'read', cause);
  });
  return { lines: [`read ${records} records into ${namespace}`], value: { namespace, records } };
}

/** Describes a failure of the file system. Returns other errors unchanged. */
function fileError(path: string, verb: string, cause: unknown): unknown {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  if (syscall === undefined) return cause;
  return new AtomMemError('unreadable-file', {
    problem: `${path} cannot be ${verb} (${code})`,
    remedy: 'Name a file in a folder that exists',
    details: { path },
    cause,
  });
}

async function add({ store, namespace, words, terminal }: StoreCall): Promise<Shown> {
  const given = words[0] as string;
  const input = given === '-' ? (await text(terminal.stdin)).trim() : given;
  const { entry } = await createMemory({ store, namespace }).create(input, { actor: 'cli' });
  return { lines: [entryLine(entry, terminal)], value: entry };
}

async function backup({ store, words }: StoreCall): Promise<Shown> {
  const path = words[0] as string;
  if (!('backup' in store)) {
    throw usageError('backup copies SQLite stores only', 'Use pg_dump for a PostgreSQL store');
  }
  await (store as SqliteStore).backup(path);
  return { lines: [`copied the store to ${path}`], value: { file: path } };
}

/** Asks for confirmation before a namespace is purged. Without a terminal, `--yes` is required. */
async function confirmAll(namespace: string, terminal: Terminal): Promise<void> {
  const { stdin, stderr, signal } = terminal;
  const refusal = usageError(`purge --all erases all of ${namespace} for good`, 'Pass --yes to confirm');
  if ((stdin as { isTTY?: boolean }).isTTY !== true) throw refusal;
  const asking = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await asking.question(`Erase all of ${namespace} for good? [y/N] `, { signal });
    if (!/^y(es)?$/i.test(answer.trim())) throw refusal;
  } finally {
    asking.close();
  }
}

async function purge(call: StoreCall<{ readonly all?: true; readonly yes?: true }>): Promise<Shown> {
  const { store, namespace, flags, terminal } = call;
  const ids = (call.words[0] as readonly string[] | undefined) ?? [];
  if (ids.length > 0 === (flags.all === true))
    throw usageError('purge takes either ids or --all', 'Pass one of the two');
  if (flags.all && !flags.yes) await confirmAll(namespace, terminal);
  // A mistyped id must not look like a purged entry.
  for (const id of ids) {
    const [record] = await store.log(namespace, { id });
    if (record === undefined)
      throw usageError(`${namespace} never held an entry ${id}`, 'Check the id; nothing was erased');
  }
  const options = { time: systemClock(), actor: 'cli' };
  const report = flags.all
    ? await purgeNamespace(store, namespace, options)
    : await store.purge(namespace, ids, options);
  const told = `erased ${report.records} records and deleted ${report.deleted} live entries`;
  return { lines: [report.records === 0 ? 'these entries were erased before' : told], value: report };
}

async function embedAgain({ store, namespace, flags, terminal }: StoreCall<EmbedderFlags>): Promise<Shown> {
  const embedder = await createEmbedder({ ...flags, retriever: 'vector' }, terminal.environment);
  const { embedded: entries, refused } = await reembed(store, namespace, embedder, {
    signal: terminal.signal,
  });
  const told = `embedded ${entries} entries of ${namespace} with ${embedder.name}`;
  const left = refused.map(({ id, reason }) => `left out ${id}: ${reason}`);
  return { lines: [told, ...left], value: { namespace, embedder: embedder.name, entries, refused } };
}
