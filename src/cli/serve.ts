/**
 * `atommem serve`: the live view of a store, with its API, on this machine only.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { openStore } from './open-store.ts';
import { print, type Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import { serveOpenEnvCommand } from './serve-openenv.ts';
import { escapeControls } from './terminal.ts';
import { usageError } from './usage-error.ts';
import { waitForAbort } from './wait-for-abort.ts';

interface ServeFlags {
  readonly store?: string;
  readonly namespace?: string;
  readonly port: number;
  readonly write?: boolean;
  readonly runs?: string;
}

/** Creates the command. It serves until Ctrl-C. */
export function serveCommand(terminal: Terminal, version: string): Command {
  return (
    new Command('serve')
      .description('show a store in the browser: entries, history, search, undo; serve it over MCP')
      .option('--store <place>', 'a SQLite file such as agent.db, or a postgres:// URL')
      .option('--namespace <name>', 'show this namespace only (default: all)')
      .option('--port <n>', 'port on 127.0.0.1; 0 for any free one', wholeNumber('--port', 0, 65_535), 0)
      .option('--write', 'allow editing and undo (default: read-only)')
      .option('--runs <folder>', 'results folder of eval or bench: list its reports and episodes')
      // Otherwise this command would take the --port of the one below.
      .enablePositionalOptions()
      .addCommand(serveOpenEnvCommand(terminal, version))
      .action((flags: ServeFlags) => runServe(flags, version, terminal))
  );
}

async function runServe(
  { namespace, port, write = false, runs, ...flags }: ServeFlags,
  version: string,
  terminal: Terminal,
): Promise<void> {
  if (flags.store === undefined)
    throw usageError(
      'there is no store to serve',
      'Pass --store agent.db, or serve tasks with `atommem serve openenv`',
    );
  const { serveMemory } = await import('../server/serve-memory.ts');
  const store = await openStore(flags.store, false);
  try {
    const token = randomBytes(18).toString('base64url');
    const onError = (error: unknown): void => {
      const message = error instanceof Error ? error.message : String(error);
      terminal.stderr.write(`atommem serve: ${escapeControls(message)}\n`);
    };
    const settings = { store, namespace, port, writable: write, runs, token, version, onError };
    const server = await serveMemory(settings);
    print(terminal, `${server.url}/#token=${token}`);
    print(terminal, terminal.style.dim(`MCP: ${server.url}/mcp with "Authorization: Bearer ${token}"`));
    print(
      terminal,
      terminal.style.dim(`${write ? 'Editing is allowed' : 'Read-only'}. Press Ctrl-C to stop.`),
    );
    await waitForAbort(terminal.signal);
    await server.close();
  } finally {
    await store.close();
  }
}
