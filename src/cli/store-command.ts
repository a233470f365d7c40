import type { Command } from 'commander';
import type { Store } from '../memory/store.ts';
import { addStoreOptions, type StoreFlags, withStore } from './open-store.ts';
import { print, printJson, type Terminal } from './output.ts';

/** What a command shows: lines for people, a value for programs. */
export interface Shown {
  readonly lines: readonly string[];
  readonly value: unknown;
}

/** One call of a command that works on a namespace of a store. */
export interface StoreCall<Flags = object> {
  readonly store: Store;
  readonly namespace: string;
  readonly flags: Flags;
  /** The arguments, read by the command's own parsers; those left out are `undefined`. */
  readonly words: readonly unknown[];
  readonly terminal: Terminal;
}

/** A command that opens a store, works with it and shows something. */
export interface StoreCommand {
  readonly command: Command;
  /** Whether a file that is not there is made, and a namespace that holds nothing will do. */
  readonly creates?: boolean;
  /** Whether it works on the store as a whole. */
  readonly wide?: boolean;
  /** Looks at the arguments before the store is opened, and a file made for nothing. */
  readonly check?: (words: readonly unknown[]) => Promise<void>;
  readonly run: (call: StoreCall<never>) => Promise<Shown>;
}

/** To a store an unknown namespace is an empty one; to a person it is a mistyped name. */
async function checkNamespace(store: Store, { store: place, namespace }: StoreFlags): Promise<void> {
  if ((await store.generation(namespace)) > 0) return;
  // A URL may name a password.
  const shown = place.replace(/^(\w+:\/\/)[^/]*@/, '$1');
  throw new Error(`${shown} holds no namespace "${namespace}"; "atommem memory namespaces" has the names`);
}

/** Gives a command the store's options and `--json`, and runs it. */
export function registerStoreCommand(parent: Command, terminal: Terminal, entry: StoreCommand): void {
  const { command, creates = false, wide = false } = entry;
  addStoreOptions(command).option('--json', 'print one JSON document and nothing else');
  command.action(async (...given: unknown[]) => {
    const flags = given.at(-2) as StoreFlags & { readonly json?: boolean };
    const words = given.slice(0, -2);
    const { namespace } = flags;
    await entry.check?.(words);
    const { lines, value } = await withStore(flags.store, creates, async (store) => {
      if (!creates && !wide) await checkNamespace(store, flags);
      return entry.run({ store, namespace, flags: flags as never, words, terminal });
    });
    if (flags.json) printJson(terminal, value);
    else if (lines.length > 0) print(terminal, lines);
  });
  parent.addCommand(command);
}
