import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { access, rename, rm, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { createMemory } from '../memory/create-memory.ts';
import type { Commit } from '../memory/store.ts';
import { systemClock } from '../shared/clock.ts';
import { branchNamespace } from '../store/branch-namespace.ts';
import { exportNamespace } from '../store/export-namespace.ts';
import { importNamespace } from '../store/import-namespace.ts';
import { purgeNamespace } from '../store/purge-namespace.ts';
import { reembed } from '../store/reembed.ts';
import { createEmbedder, type EmbedderFlags } from './memory-options.ts';
import { recordLine } from './memory-show.ts';
import type { Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import type { Shown, StoreCall, StoreCommand } from './store-command.ts';
import { usageError } from './usage-error.ts';

/** Commands that change a store, or copy out of and into one. */
export function changeCommands(): readonly StoreCommand[] {
  const generation = (name: string): ((text: string) => number) => wholeNumber(name, 0);
  return [
    {
      command: new Command('undo')
        .description('take one record back, or all since a generation; itself a record')
        .argument('[generation]', 'the record to take back', generation('generation'))
        .option('--since <generation>', 'take back all that came after', generation('--since')),
      run: undo,
    },
    {
      command: new Command('branch')
        .description('copy a namespace, its log included, under a new name')
        .argument('<to>', 'the new namespace')
        .option('--at <generation>', 'only up to this generation', generation('--at')),
      run: branch,
    },
    {
      command: new Command('export')
        .description('the whole log as JSON Lines')
        .argument('[file]', 'default: standard output'),
      run: exportTo,
    },
    {
      command: new Command('import')
        .description('an export, into a namespace that is empty')
        .argument('<file>'),
      creates: true,
      check: ([path]) => requireFile(path as string),
      run: importFrom,
    },
    {
      command: new Command('purge')
        .description('erase entries for good: text, log, indexes')
        .argument('[ids...]', 'ids such as m12, or scratchpad')
        .option('--all', 'everything that the namespace ever held'),
      run: purge,
    },
    {
      command: new Command('reembed')
        .description('embed every entry anew, with another embedder')
        .requiredOption('--embedding-model <name>', 'embedding model of the server, or hashing')
        .option('--embedding-url <url>', 'its OpenAI-compatible server')
        .option('--query-prefix <text>', 'put before queries that are embedded; "qwen3" for its own'),
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
  'version-conflict': 'its entry has changed since; undo the later records first, or use --since',
  'no-such-entry': 'there is no such record, its entry is gone by now, or its text was purged',
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
    lines: [`${records} records of ${namespace} are now in ${to}`],
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
  return { lines: [`${count} lines in ${path}`], value: { file: path, lines: count } };
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
    throw new Error(`${path}: no such file; give one written by "memory export"`);
  });
}

async function importFrom({ store, namespace, words }: StoreCall): Promise<Shown> {
  const path = words[0] as string;
  const chunks: AsyncIterable<string> = createReadStream(path, 'utf8');
  const records = await importNamespace(store, namespace, chunks).catch((cause: unknown) => {
    throw fileError(path, 'read', cause);
  });
  return { lines: [`${records} records in ${namespace}`], value: { namespace, records } };
}

/** A failure of the file system in words that say what to do; others as they are. */
function fileError(path: string, verb: string, cause: unknown): unknown {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  if (syscall === undefined) return cause;
  return new Error(`${path}: cannot be ${verb} (${code}); give the path of a file in a folder that exists`);
}

async function purge(call: StoreCall<{ readonly all?: true }>): Promise<Shown> {
  const { store, namespace, flags } = call;
  const ids = (call.words[0] as readonly string[] | undefined) ?? [];
  if (ids.length > 0 === (flags.all === true))
    throw usageError('purge takes either ids or --all', 'Pass one of the two');
  // A mistyped id must not pass for an entry that is gone.
  for (const id of ids) {
    const [record] = await store.log(namespace, { id });
    if (record === undefined)
      throw new Error(`no entry ${id} has ever been in ${namespace}; nothing was erased`);
  }
  const options = { time: systemClock(), actor: 'cli' };
  const report = flags.all
    ? await purgeNamespace(store, namespace, options)
    : await store.purge(namespace, ids, options);
  const told = `erased ${report.records} records; ${report.deleted} entries were live`;
  return { lines: [report.records === 0 ? 'nothing was left to erase' : told], value: report };
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
