import { createReadStream } from 'node:fs';
import { access, rename, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { createMemory } from '../agent/create-memory.ts';
import { stateAsOf } from '../memory/as-of.ts';
import { branchNamespace } from '../memory/branch.ts';
import { systemClock } from '../memory/clock.ts';
import { exportNamespace } from '../memory/export.ts';
import { importNamespace } from '../memory/import.ts';
import { differenceOf, storedEntries } from '../memory/log.ts';
import type { Commit, Store } from '../memory/store.ts';
import { storeRetriever } from '../store/store-retriever.ts';
import { differenceLines, entryLine, entryLines, recordLine } from './memory-show.ts';
import { addStoreOptions, type StoreFlags, withStore } from './open-store.ts';
import { print, printJson, type Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import { UsageError } from './usage-error.ts';

interface MemoryCommandFlags extends StoreFlags {
  readonly json?: boolean;
}

/** What a command shows: lines for people, a value for programs. */
interface Shown {
  readonly lines: readonly string[];
  readonly value: unknown;
}

/** `atommem memory`: looks at, dates, undoes and moves what a store holds. */
export function memoryCommand(terminal: Terminal): Command {
  const memory = new Command('memory').description(
    'look at, undo, branch, move and erase what a store holds',
  );

  /** A command on one namespace: opens the store, works, prints lines or one JSON document. */
  const add = <Arguments extends readonly unknown[], Flags extends MemoryCommandFlags>(
    command: Command,
    work: (store: Store, flags: Flags, ...words: Arguments) => Promise<Shown>,
  ): void => {
    addStoreOptions(command).option('--json', 'print one JSON document and nothing else');
    command.action(async (...given: unknown[]) => {
      const flags = given.at(-2) as Flags;
      const words = given.slice(0, -2) as unknown as Arguments;
      const { lines, value } = await withStore(flags.store, command.name() === 'import', (store) =>
        work(store, flags, ...words),
      );
      if (flags.json) printJson(terminal, value);
      else if (lines.length > 0) print(terminal, lines);
    });
    memory.addCommand(command);
  };
  const generation = (name: string): ((text: string) => number) => wholeNumber(name, 0);

  add(new Command('namespaces').description('names of all namespaces'), async (store) => {
    const names = await store.namespaces();
    return { lines: names, value: names };
  });

  add(new Command('list').description('live entries, oldest first'), async (store, { namespace }) => {
    const entries = await store.list(namespace);
    return { lines: entries.map((entry) => entryLine(entry, terminal)), value: entries };
  });

  add(
    new Command('search')
      .description('entries for a query, best first')
      .argument('<query>')
      .option('--limit <n>', 'at most so many', wholeNumber('--limit', 1, 1000), 6),
    async (store, { namespace, limit }: MemoryCommandFlags & { limit: number }, query: string) => {
      const opened = createMemory({ store, namespace, retriever: storeRetriever() });
      const entries = await opened.search(query, { limit });
      return { lines: entries.map((entry) => entryLine(entry, terminal)), value: entries };
    },
  );

  add(
    new Command('show').description('one entry, whole').argument('<id>', 'an id such as m12, or scratchpad'),
    async (store, { namespace }, id: string) => {
      const entry = await store.get(namespace, id);
      if (entry === undefined) throw new Error(`no entry ${id} in ${namespace}; "memory list" has the ids`);
      return { lines: entryLines(entry, terminal), value: entry };
    },
  );

  add(
    new Command('history').description('every version of an entry, or of all').argument('[id]'),
    async (store, { namespace }, id: string | undefined) => {
      const records = await store.log(namespace, id === undefined ? {} : { id });
      if (records.length === 0 && id !== undefined)
        throw new Error(`no entry ${id} has ever been in ${namespace}`);
      return { lines: records.map((record) => recordLine(record, terminal)), value: records };
    },
  );

  add(
    new Command('as-of')
      .description('the entries as they were after a generation')
      .argument('<generation>', 'from "memory history"', generation('generation')),
    async (store, { namespace }, at: number) => {
      const entries = storedEntries(await stateAsOf(store, namespace, at));
      return { lines: entries.map((entry) => entryLine(entry, terminal)), value: entries };
    },
  );

  add(
    new Command('diff')
      .description('what changed between two generations')
      .argument('<from>', 'a generation', generation('from'))
      .argument('[to]', 'a later one (default: now)', generation('to')),
    async (store, { namespace }, from: number, to: number | undefined) => {
      const until = to ?? (await store.generation(namespace));
      const before = await stateAsOf(store, namespace, from);
      const difference = differenceOf(before, await stateAsOf(store, namespace, until));
      return { lines: differenceLines(difference, terminal), value: difference };
    },
  );

  add(
    new Command('undo')
      .description('take one record back, or all since a generation; itself a record')
      .argument('[generation]', 'the record to take back', generation('generation'))
      .option('--since <generation>', 'take back all that came after', generation('--since')),
    async (store, flags: MemoryCommandFlags & { since?: number }, at: number | undefined) => {
      if ((at === undefined) === (flags.since === undefined)) {
        throw new UsageError('undo takes a generation, or --since GENERATION; "memory history" has them');
      }
      const opened = createMemory({ store, namespace: flags.namespace });
      const commits =
        at === undefined ? await opened.undoSince(flags.since!, 'cli') : [await opened.undo(at, 'cli')];
      return undone(commits, at, terminal);
    },
  );

  add(
    new Command('branch')
      .description('copy a namespace, its log included, under a new name')
      .argument('<to>', 'the new namespace')
      .option('--at <generation>', 'only up to this generation', generation('--at')),
    async (store, { namespace, at }: MemoryCommandFlags & { at?: number }, to: string) => {
      await branchNamespace(store, namespace, to, at === undefined ? {} : { upTo: at });
      const copied = await store.generation(to);
      return {
        lines: [`${copied} records of ${namespace} are now in ${to}`],
        value: { from: namespace, to, records: copied },
      };
    },
  );

  add(
    new Command('export')
      .description('the whole log as JSON Lines')
      .argument('[file]', 'default: standard output'),
    async (store, { namespace }, path: string | undefined) => {
      const lines: string[] = [];
      for await (const line of exportNamespace(store, namespace)) lines.push(line);
      if (path === undefined)
        return { lines: [lines.join('').trimEnd()], value: lines.map((line) => JSON.parse(line)) };
      await writeFile(`${path}.part`, lines.join(''));
      await rename(`${path}.part`, path);
      return { lines: [`${lines.length - 1} lines in ${path}`], value: { file: path, lines: lines.length } };
    },
  );

  add(
    new Command('import').description('an export, into a namespace that is empty').argument('<file>'),
    async (store, { namespace }, path: string) => {
      await access(path).catch(() => {
        throw new Error(`${path}: no such file; give one written by "memory export"`);
      });
      const chunks: AsyncIterable<string> = createReadStream(path, 'utf8');
      const records = await importNamespace(store, namespace, chunks);
      return { lines: [`${records} records in ${namespace}`], value: { namespace, records } };
    },
  );

  add(
    new Command('purge').description('erase entries for good: text, log, indexes').argument('<ids...>'),
    async (store, { namespace }, ids: readonly string[]) => {
      const report = await store.purge(namespace, ids, { time: systemClock(), actor: 'cli' });
      const told = `erased ${report.records} records; ${report.deleted} entries were live`;
      if (report.records === 0)
        throw new Error(`nothing to erase: ${ids.join(', ')} have no text in ${namespace}`);
      return { lines: [told], value: report };
    },
  );

  return memory;
}

function undone(commits: readonly Commit[], at: number | undefined, terminal: Terminal): Shown {
  const refused = commits.find((commit) => !commit.ok);
  if (refused !== undefined && !refused.ok) {
    const why = {
      'version-conflict': 'its entry has changed since; undo the later records first, or use --since',
      'no-such-entry': 'there is no such record, or its text was purged',
    }[refused.refusal as string];
    throw new Error(`generation ${at ?? ''} cannot be undone: ${why ?? refused.refusal}`);
  }
  const records = commits.flatMap((commit) => (commit.ok ? [commit.record] : []));
  const lines =
    records.length === 0 ? ['nothing to undo'] : records.map((record) => recordLine(record, terminal));
  return { lines, value: records };
}
