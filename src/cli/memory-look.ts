import { Command } from 'commander';
import { differenceBetween, readStateAsOf } from '../memory/as-of.ts';
import { createMemory } from '../memory/create-memory.ts';
import { storedEntries } from '../memory/log.ts';
import { systemClock } from '../shared/clock.ts';
import { readStatistics } from '../store/statistics.ts';
import { storeRetriever } from '../store/store-retriever.ts';
import { createEmbedder, type EmbedderFlags } from './memory-options.ts';
import { differenceLines, entryLine, entryLines, recordLine, statisticsLines } from './memory-show.ts';
import { wholeNumber } from './parse-number.ts';
import type { Shown, StoreCall, StoreCommand } from './store-command.ts';

/** Commands that only look. */
export function lookCommands(): readonly StoreCommand[] {
  const generation = (name: string): ((text: string) => number) => wholeNumber(name, 0);
  return [
    {
      command: new Command('namespaces').description('names of all namespaces'),
      wide: true,
      run: namespaces,
    },
    { command: new Command('list').description('live entries, oldest first'), run: list },
    {
      command: new Command('search')
        .description('entries for a query, best first')
        .argument('<query>')
        .option('--limit <n>', 'at most so many', wholeNumber('--limit', 1, 1000), 6)
        .option('--embedding-model <name>', 'search by meaning too, with this model (or hashing)')
        .option('--embedding-url <url>', 'its OpenAI-compatible server')
        .option('--query-prefix <text>', 'put before the query that is embedded; "qwen3" for its own'),
      run: search,
    },
    {
      command: new Command('show')
        .description('one entry, whole')
        .argument('<id>', 'such as m12, or scratchpad'),
      run: show,
    },
    {
      command: new Command('history').description('every version of an entry, or of all').argument('[id]'),
      run: history,
    },
    {
      command: new Command('as-of')
        .description('the entries as they were after a generation')
        .argument('<generation>', 'from "memory history"', generation('generation')),
      run: asOf,
    },
    {
      command: new Command('diff')
        .description('what changed between two generations')
        .argument('<from>', 'a generation', generation('from'))
        .argument('[to]', 'a later one (default: now)', generation('to')),
      run: difference,
    },
    {
      command: new Command('stats').description('entries, never read, near-duplicates, age, bytes'),
      run: statistics,
    },
  ];
}

async function namespaces({ store }: StoreCall): Promise<Shown> {
  const names = await store.namespaces();
  return { lines: names, value: names };
}

async function list({ store, namespace, terminal }: StoreCall): Promise<Shown> {
  const entries = await createMemory({ store, namespace }).entries();
  return { lines: entries.map((entry) => entryLine(entry, terminal)), value: entries };
}

async function search(call: StoreCall<EmbedderFlags & { readonly limit: number }>): Promise<Shown> {
  const { store, namespace, flags, words, terminal } = call;
  const embedder =
    flags.embeddingModel === undefined
      ? undefined
      : await createEmbedder({ ...flags, retriever: 'hybrid' }, terminal.environment);
  const retriever = storeRetriever(embedder ? { embedder } : {});
  const memory = createMemory({ store, namespace, retriever });
  const entries = await memory.read(words[0] as string, { limit: flags.limit, signal: terminal.signal });
  return { lines: entries.map((entry) => entryLine(entry, terminal)), value: entries };
}

async function show({ store, namespace, words, terminal }: StoreCall): Promise<Shown> {
  const id = words[0] as string;
  const entry = await store.get(namespace, id);
  if (entry === undefined) throw new Error(`no entry ${id} in ${namespace}; "memory list" has the ids`);
  return { lines: entryLines(entry, terminal), value: entry };
}

async function history({ store, namespace, words, terminal }: StoreCall): Promise<Shown> {
  const id = words[0] as string | undefined;
  const records = await store.log(namespace, id === undefined ? {} : { id });
  if (records.length === 0 && id !== undefined) {
    throw new Error(`no entry ${id} has ever been in ${namespace}; "memory history" has all records`);
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
