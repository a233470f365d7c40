/**
 * `atommem sync`: synchronises a store with files and folders.
 *
 * @module
 */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { resolve, sep } from 'node:path';
import { Command, Option } from 'commander';
import { readStamps, type SyncReport, syncDocuments } from '../ask/sync-documents.ts';
import { type SyncedFolder, type SyncKeptReport, syncKept } from '../ask/sync-kept.ts';
import type { SkippedFile } from '../documents/list-files.ts';
import { createMemory } from '../memory/create-memory.ts';
import type { Memory } from '../memory/memory.ts';
import type { Store } from '../memory/store.ts';
import { skippedLines } from './answer-lines.ts';
import { collectTexts } from './collect-texts.ts';
import { createModelFreePolicy, LEARNED, requireSyncPolicy } from './create-policy.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { addStoreOptions, type StoreFlags, withStore } from './open-store.ts';
import { print, printJson, type Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import { addFileOptions, type FileFlags, readFiles, toShown, toStored } from './read-files.ts';
import { oneLine } from './terminal.ts';
import { usageError } from './usage-error.ts';

interface SyncFlags extends StoreFlags, FileFlags {
  readonly policy?: string;
  readonly question?: readonly string[];
  readonly embedder?: string;
  readonly capacity?: number;
  readonly characterCapacity?: number;
  readonly watch?: boolean;
  readonly json?: boolean;
}

const SYNC_SCHEMA = 'atommem.sync/1';

/** Creates `atommem sync`. */
export function syncCommand(terminal: Terminal): Command {
  const command = new Command('sync')
    .description(
      'store files and folders as entries: adds new ones, updates changed ones, removes those that are gone',
    )
    .argument('<paths...>', 'files or folders')
    .option('--policy <name>', 'store only what a policy keeps: rules, learned, or learned:FILE')
    .option(
      '-q, --question <text>',
      'a question that the policy keeps evidence for; may be repeated',
      collectTexts,
    )
    .addOption(
      new Option('--capacity <n>', 'most entries that the policy keeps').argParser(
        wholeNumber('--capacity', 1),
      ),
    )
    .addOption(
      new Option('--character-capacity <n>', 'most characters that the policy keeps').argParser(
        wholeNumber('--character-capacity', 1),
      ),
    )
    .option('--embedder <place>', 'embedder of the weights: onnx:FOLDER, static:FOLDER or gguf:FILE')
    .option('--watch', 'keep running, and sync whenever a file changes')
    .option('--json', 'print one JSON document for each sync and nothing else');
  addFileOptions(addStoreOptions(command));
  return command.action((paths: readonly string[], flags: SyncFlags) =>
    withStore(flags.store, true, (store) => runSync(store, paths, flags, terminal)),
  );
}

/** Refuses options that would have no effect, and a policy that cannot choose. */
function checkPolicyFlags({ policy, question, capacity, characterCapacity, embedder }: SyncFlags): void {
  const isLimited = capacity !== undefined || characterCapacity !== undefined;
  if (policy === undefined) {
    if (isLimited || question !== undefined || embedder !== undefined)
      throw usageError(
        '--capacity, --character-capacity, --question and --embedder have no effect without a policy',
        'Add --policy learned, or remove them',
      );
    return;
  }
  requireSyncPolicy(policy);
  if (!isLimited)
    throw usageError(`--policy ${policy} has no limit to keep`, 'Add --capacity N or --character-capacity N');
  if (question === undefined && policy !== 'learned' && !policy.startsWith(LEARNED))
    throw usageError(
      `--policy ${policy} cannot choose without a question`,
      'Add --question "…", or use --policy learned, which keeps the newest texts',
    );
}

async function runSync(
  store: Store,
  paths: readonly string[],
  flags: SyncFlags,
  terminal: Terminal,
): Promise<void> {
  checkPolicyFlags(flags);
  await syncOnce(store, paths, flags, terminal);
  if (!flags.watch) return;
  if (!flags.json) print(terminal, terminal.style.dim('watching; stop with Ctrl-C'));
  const changes = watchPaths(paths);
  try {
    while (await changes.next(terminal.signal)) await syncOnce(store, paths, flags, terminal);
  } finally {
    changes.close();
  }
}

async function syncOnce(
  store: Store,
  paths: readonly string[],
  flags: SyncFlags,
  terminal: Terminal,
): Promise<void> {
  const { signal } = terminal;
  const memory = createMemory({ store, namespace: flags.namespace });
  const started = terminal.timer();
  const { reports, skipped } = await (flags.policy === undefined ? syncAll : syncChosen)(
    memory,
    paths,
    flags,
    terminal,
  );
  const join = (key: 'added' | 'changed' | 'removed'): readonly string[] =>
    reports.flatMap((report) => report[key]).map(toShown);
  const [added, changed, removed] = [join('added'), join('changed'), join('removed')];
  const unchanged = reports.reduce((sum, report) => sum + report.unchanged, 0);
  const leftOut = reports.find((report) => 'leftOut' in report)?.leftOut;
  const end = signal.aborted ? 'aborted' : 'done';
  if (flags.json)
    printJson(terminal, {
      ...{ schema: SYNC_SCHEMA, policy: flags.policy, added, changed, removed, unchanged, leftOut },
      ...{ skipped, end },
    });
  else {
    const { style, width } = terminal;
    const skips = skippedLines(skipped, width);
    if (skips.length > 0) terminal.stderr.write(`${skips.join('\n')}\n`);
    const list = (sign: string, names: readonly string[]): readonly string[] => [
      ...names.slice(0, LISTED).map((name) => `${sign} ${oneLine(name, width - 4)}`),
      ...(names.length > LISTED ? [`${sign} … and ${names.length - LISTED} more`] : []),
    ];
    const counts = `${added.length} added, ${changed.length} changed, ${removed.length} removed, ${unchanged} unchanged${leftOut === undefined ? '' : `, ${leftOut} left out`}`;
    const seconds = ((terminal.timer() - started) / 1000).toFixed(1);
    print(terminal, [
      ...list(style.green('+'), added),
      ...list(style.yellow('~'), changed),
      ...list(style.red('-'), removed),
      `${counts} · ${seconds} s`,
    ]);
  }
  if (signal.aborted)
    throw new Error('interrupted; written entries are kept, run the same command to resume');
}

interface Synced {
  readonly reports: readonly (SyncReport & Partial<Pick<SyncKeptReport, 'leftOut'>>)[];
  readonly skipped: readonly SkippedFile[];
}

/** Syncs each path separately, because removed files are determined per path. */
async function syncAll(
  memory: Memory,
  paths: readonly string[],
  flags: SyncFlags,
  terminal: Terminal,
): Promise<Synced> {
  const { signal } = terminal;
  const stamps = await readStamps(memory);
  const reports: SyncReport[] = [];
  const skipped: SkippedFile[] = [];
  for (const path of paths) {
    const isKnown = (shown: string, stamp: string): boolean => stamps.get(toAbsolute(shown)) === stamp;
    const read = await readFiles([path], flags, terminal, { allowNone: true, isKnown });
    skipped.push(...read.skipped);
    const root = toAbsolute(path);
    const unread = read.unread.map(toAbsolute);
    reports.push(
      await syncDocuments(memory, read.documents.map(toStored), {
        root,
        signal,
        unread,
        onChange: hearInterrupt,
      }),
    );
    if (signal.aborted) break;
  }
  return { reports, skipped };
}

/** Reads all paths, because the limit holds for them together, and stores what the policy keeps. */
async function syncChosen(
  memory: Memory,
  paths: readonly string[],
  flags: SyncFlags,
  terminal: Terminal,
): Promise<Synced> {
  const sources = { flags, environment: terminal.environment };
  const policy = (await createModelFreePolicy(flags.policy!, sources))!;
  const folders: SyncedFolder[] = [];
  const skipped: SkippedFile[] = [];
  for (const path of paths) {
    const read = await readFiles([path], flags, terminal, { allowNone: true });
    skipped.push(...read.skipped);
    folders.push({ root: toAbsolute(path), documents: read.documents.map(toStored) });
  }
  const { question: questions, capacity, characterCapacity } = flags;
  const { signal } = terminal;
  const limits = { capacity, characterCapacity };
  const options = { policy, questions, ...limits, signal, onChunk: hearInterrupt };
  return { reports: [await syncKept(memory, folders, options)], skipped };
}

function toAbsolute(path: string): string {
  return resolve(path).split(sep).join('/');
}

const LISTED = 10;

/** Milliseconds without changes before a sync: editors write a file in several steps. */
const SETTLE = 300;

interface Changes {
  /** Waits for the next change. Returns false once the signal aborts. */
  next(signal: AbortSignal): Promise<boolean>;
  close(): void;
}

function watchPaths(paths: readonly string[]): Changes {
  let pending = false;
  let wake: () => void = () => {};
  const watchers = paths.map(
    (path): FSWatcher =>
      watch(path, { recursive: statSync(path).isDirectory() }, () => {
        pending = true;
        wake();
      }),
  );
  return {
    async next(signal) {
      if (!pending) {
        await new Promise<void>((done) => {
          wake = done;
          signal.addEventListener('abort', () => done(), { once: true });
        });
      }
      if (signal.aborted) return false;
      await new Promise((done) => setTimeout(done, SETTLE));
      pending = false;
      return true;
    },
    close() {
      for (const watcher of watchers) watcher.close();
    },
  };
}
