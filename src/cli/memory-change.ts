/**
 * The `memory` commands that change a store.
 *
 * @module
 */
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { createMemory } from '../memory/create-memory.ts';
import type { Commit } from '../memory/store.ts';
import { systemClock } from '../shared/clock.ts';
import { AtomMemError } from '../shared/error.ts';
import { purgeNamespace } from '../store/purge-namespace.ts';
import { reembed } from '../store/reembed.ts';
import { createEmbedder, type EmbedderFlags } from './memory-options.ts';
import { entryLine, recordLine } from './memory-show.ts';
import type { Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import type { Shown, StoreCall, StoreCommand } from './store-command.ts';
import { usageError } from './usage-error.ts';

/** Returns the commands that change a store. */
export function changeCommands(): readonly StoreCommand[] {
  const generation = (name: string): ((text: string) => number) => wholeNumber(name, 0);
  return [
    {
      command: new Command('add')
        .description('add an entry')
        .argument('<text>', 'text of the entry; - reads standard input'),
      creates: true,
      async check([given]) {
        if ((given as string).trim() === '')
          throw usageError('the text is empty', 'Pass a text, or - to read standard input');
      },
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
      command: new Command('purge')
        .description('erase entries for good, from log, indexes and disk')
        .argument('[ids...]', 'ids such as m12, or scratchpad')
        .option('--all', 'erase everything that the namespace ever held')
        .option('--yes', 'do not ask before --all'),
      run: purge,
    },
    {
      command: new Command('reembed')
        .description('embed every entry again, with another embedder')
        .option('--embedder <place>', 'model in this process: onnx:FOLDER, static:FOLDER or gguf:FILE')
        .option('--embedding-model <name>', 'embedding model of the server, or hashing (offline)')
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
  const newest = await store.generation(namespace);
  if ((at === undefined) === (since === undefined)) {
    throw usageError(
      'undo needs one generation',
      `Pass ${newest} to undo the newest record, or --since GENERATION; "atommem memory history" lists them`,
    );
  }
  if ((at ?? since!) > newest || at === 0) {
    throw usageError(`${namespace} has no generation ${at ?? since}`, `The newest is ${newest}`);
  }
  const memory = createMemory({ store, namespace });
  const commits = at === undefined ? await memory.undoSince(since!, 'cli') : [await memory.undo(at, 'cli')];
  return undone(commits, at ?? since!, terminal);
}

const WHY_NOT: Readonly<Record<string, string>> = {
  'version-conflict': 'Its entry has changed since: undo the later records first, or use --since',
  'no-such-entry': 'It is undone already, its entry is deleted, or its text was purged',
};

function undone(commits: readonly Commit[], generation: number, terminal: Terminal): Shown {
  const refused = commits.find((commit) => !commit.ok);
  if (refused?.ok === false) {
    throw new AtomMemError('operation-refused', {
      problem: `generation ${generation} cannot be undone (${refused.refusal})`,
      remedy: WHY_NOT[refused.refusal] ?? '"atommem memory history" lists the records',
      details: { reason: refused.refusal },
    });
  }
  const records = commits.flatMap((commit) => (commit.ok ? [commit.record] : []));
  const lines = records.map((record) => recordLine(record, terminal));
  return { lines: lines.length === 0 ? ['nothing to undo'] : lines, value: records };
}

async function add({ store, namespace, words, terminal }: StoreCall): Promise<Shown> {
  const given = words[0] as string;
  const input = given === '-' ? (await text(terminal.stdin)).trim() : given;
  if (input.trim() === '') throw usageError('the text is empty', 'Pipe a text in');
  const { entry } = await createMemory({ store, namespace }).create(input, { actor: 'cli' });
  return { lines: [entryLine(entry, terminal)], value: entry };
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
