/**
 * Registers the commands that use one namespace of a store.
 *
 * @module
 */
import type { Command } from 'commander';
import type { Store } from '../memory/store.ts';
import { AtomMemError } from '../shared/error.ts';
import { addStoreOptions, type StoreFlags, withStore } from './open-store.ts';
import { print, printJson, type Terminal } from './output.ts';
import { usageError } from './usage-error.ts';

/** The output of a command: lines of text, and a value for `--json`. */
export interface Shown {
  readonly lines: readonly string[];
  readonly value: unknown;
  /** Thrown after the output, so that the process ends with exit code 1. */
  readonly failure?: AtomMemError;
}

/** One call of a command. */
export interface StoreCall<Flags = object> {
  readonly store: Store;
  readonly namespace: string;
  readonly flags: Flags;
  /** Parsed arguments; `undefined` for those left out. */
  readonly words: readonly unknown[];
  readonly terminal: Terminal;
}

/** A command that uses a store. */
export interface StoreCommand {
  readonly command: Command;
  /** Whether a missing file is created and an empty namespace accepted. */
  readonly creates?: boolean;
  /** Whether the command concerns the whole store. */
  readonly wide?: boolean;
  /** Printed on standard error if there is nothing to show. */
  readonly nothing?: string;
  /** Checks the arguments before the store is opened, so that no file is created for a wrong call. */
  readonly check?: (words: readonly unknown[]) => Promise<void>;
  readonly run: (call: StoreCall<never>) => Promise<Shown>;
}

/** A store treats an unknown namespace as empty. On the command line it is a typo. */
async function checkNamespace(store: Store, { store: place, namespace }: StoreFlags): Promise<void> {
  if ((await store.generation(namespace)) > 0) return;
  // A run that was interrupted before its first write leaves an empty store.
  if (namespace === 'default' && (await store.namespaces()).length === 0) return;
  // A URL can contain a password.
  const shown = place.replace(/^(\w+:\/\/)[^/]*@/, '$1');
  throw new AtomMemError('bad-option', {
    problem: `${shown} has no namespace "${namespace}"`,
    remedy: '"atommem memory namespaces" lists the names',
    details: { option: 'namespace', value: namespace },
  });
}

/** Adds a command with the options of a store and `--json`. */
export function registerStoreCommand(parent: Command, terminal: Terminal, entry: StoreCommand): void {
  const { command, creates = false, wide = false } = entry;
  addStoreOptions(command).option('--json', 'print one JSON document and nothing else');
  command.action(async (...given: unknown[]) => {
    const flags = given.at(-2) as StoreFlags & { readonly json?: boolean };
    const words = given.slice(0, -2);
    const { namespace } = flags;
    if (namespace === '') throw usageError('--namespace is empty', 'Name a namespace, or leave the flag out');
    await entry.check?.(words);
    const { lines, value, failure } = await withStore(flags.store, creates, async (store) => {
      if (!creates && !wide) await checkNamespace(store, flags);
      return entry.run({ store, namespace, flags: flags as never, words, terminal });
    });
    if (flags.json) printJson(terminal, value);
    else if (lines.length > 0) print(terminal, lines);
    else if (entry.nothing !== undefined) terminal.stderr.write(`${entry.nothing}\n`);
    if (failure !== undefined) throw failure;
  });
  parent.addCommand(command);
}
