/**
 * The `memory` commands that read a store.
 *
 * @module
 */
import { Command } from 'commander';
import { differenceBetween, readStateAsOf } from '../memory/as-of.ts';
import { createMemory } from '../memory/create-memory.ts';
import type { UnembeddedEntry } from '../memory/embed-texts.ts';
import { storedEntries } from '../memory/log.ts';
import { systemClock } from '../shared/clock.ts';
import { AtomMemError } from '../shared/error.ts';
import type { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import { readStatistics } from '../store/statistics.ts';
import { storeRetriever } from '../store/store-retriever.ts';
import { createEmbedder, type EmbedderFlags } from './memory-options.ts';
import { differenceLines, entryLine, entryLines, recordLine, statisticsLines } from './memory-show.ts';
import { wholeNumber } from './parse-number.ts';
import type { Shown, StoreCall, StoreCommand } from './store-command.ts';
import { escapeControls } from './terminal.ts';
import { usageError } from './usage-error.ts';

/** Returns the commands that read a store. */
export function lookCommands(): readonly StoreCommand[] {
  const generation = (name: string): ((text: string) => number) => wholeNumber(name, 0);
  return [
    {
      command: new Command('namespaces').description('list the names of all namespaces'),
      wide: true,
      nothing: 'no namespaces',
      run: namespaces,
    },
    {
      command: new Command('list').description('list live entries, oldest first'),
      nothing: 'no entries',
      run: list,
    },
    {
      command: new Command('search')
        .description('find entries for a query, best first')
        .argument('<query>')
        .option('--limit <n>', 'largest number of entries', wholeNumber('--limit', 1, 1000), 6)
        .option('--embedder <place>', 'also search by meaning: onnx:FOLDER, static:FOLDER or gguf:FILE')
        .option('--embedding-model <name>', 'also search by meaning with this model, or hashing (offline)')
        .option('--embedding-url <url>', 'address of its OpenAI-compatible server')
        .option('--query-prefix <text>', 'text put before the query; qwen3 for the prefix of that model'),
      nothing: 'no entry matches',
      run: search,
    },
    {
      command: new Command('show')
        .description('show one entry with its metadata')
        .argument('<id>', 'id such as m12, or scratchpad'),
      run: show,
    },
    {
      command: new Command('history')
        .description('show every version of an entry, or of all')
        .argument('[id]'),
      nothing: 'no records',
      run: history,
    },
    {
      command: new Command('as-of')
        .description('list the entries as they were after a generation')
        .argument('<generation>', 'generation, from "memory history"', generation('generation')),
      nothing: 'no entries',
      run: asOf,
    },
    {
      command: new Command('diff')
        .description('show what changed between two generations')
        .argument('<from>', 'earlier generation', generation('from'))
        .argument('[to]', 'later generation (default: now)', generation('to')),
      nothing: 'no differences',
      run: difference,
    },
    {
      command: new Command('stats').description(
        'show number, age and size of entries, near-duplicates, and entries without a vector',
      ),
      run: statistics,
    },
    {
      command: new Command('verify').description(
        'check an SQLite store: pages, row checksums, and entries and indexes against the log',
      ),
      wide: true,
      run: verify,
    },
  ];
}

async function namespaces({ store }: StoreCall): Promise<Shown> {
  const names = await store.namespaces();
  return { lines: names.map(escapeControls), value: names };
}

async function list({ store, namespace, terminal }: StoreCall): Promise<Shown> {
  const entries = await createMemory({ store, namespace }).entries();
  return { lines: entries.map((entry) => entryLine(entry, terminal)), value: entries };
}

async function search(call: StoreCall<EmbedderFlags & { readonly limit: number }>): Promise<Shown> {
  const { store, namespace, flags, words, terminal } = call;
  const embedder =
    flags.embedder === undefined && flags.embeddingModel === undefined
      ? undefined
      : await createEmbedder({ ...flags, retriever: 'hybrid' }, terminal.environment);
  const { stderr } = terminal;
  const onUnembedded = (left: readonly UnembeddedEntry[]): void => {
    for (const { id, reason } of left) stderr.write(`${id} cannot be embedded: ${reason}\n`);
  };
  const retriever = storeRetriever({ embedder, onUnembedded });
  const memory = createMemory({ store, namespace, retriever });
  const entries = await memory.read(words[0] as string, { limit: flags.limit, signal: terminal.signal });
  return { lines: entries.map((entry) => entryLine(entry, terminal)), value: entries };
}

async function show({ store, namespace, words, terminal }: StoreCall): Promise<Shown> {
  const id = words[0] as string;
  const entry = await store.get(namespace, id);
  if (entry === undefined)
    throw usageError(`${namespace} has no entry ${id}`, '"atommem memory list" shows the ids');
  return { lines: entryLines(entry, terminal), value: entry };
}

async function history({ store, namespace, words, terminal }: StoreCall): Promise<Shown> {
  const id = words[0] as string | undefined;
  const records = await store.log(namespace, { id });
  if (records.length === 0 && id !== undefined) {
    throw usageError(`${namespace} never held an entry ${id}`, '"atommem memory history" shows all records');
  }
  return { lines: records.map((record) => recordLine(record, terminal)), value: records };
}

async function asOf({ store, namespace, words, terminal }: StoreCall): Promise<Shown> {
  const entries = storedEntries(await readStateAsOf(store, namespace, words[0] as number));
  return { lines: entries.map((entry) => entryLine(entry, terminal)), value: entries };
}

async function difference({ store, namespace, words, terminal }: StoreCall): Promise<Shown> {
  const [from, to] = words as readonly [number, number | undefined];
  const until = to ?? (await store.generation(namespace));
  const value = await differenceBetween(store, namespace, from, until);
  return { lines: differenceLines(value, terminal), value };
}

async function statistics({ store, namespace }: StoreCall): Promise<Shown> {
  const value = await readStatistics(store, namespace, { now: systemClock() });
  return { lines: statisticsLines(value), value: { namespace, ...value } };
}

async function verify({ store }: StoreCall): Promise<Shown> {
  if (!('verify' in store)) throw usageError('verify checks SQLite stores only', 'Name a file with --store');
  const problems = await (store as SqliteStore).verify();
  if (problems.length === 0) return { lines: ['no problems'], value: { problems } };
  const failure = new AtomMemError('corrupted', {
    problem: `the file has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
    remedy: 'Restore a backup, or export what can be read with "atommem memory export"',
  });
  return { lines: problems.map(escapeControls), value: { problems }, failure };
}
