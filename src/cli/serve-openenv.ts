/**
 * `atommem serve openenv`: tasks as an environment that trainers call over HTTP.
 *
 * @module
 */
import { Command } from 'commander';
import { print, type Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import { addPlayedTaskOptions, loadPlayedTasks, type PlayedTaskFlags, readFormat } from './played-tasks.ts';
import { waitForAbort } from './wait-for-abort.ts';

interface ServeOpenEnvFlags extends PlayedTaskFlags {
  readonly name?: string;
  readonly port: number;
  readonly concurrency: number;
  readonly idle: number;
  readonly seed: number;
}

/** Creates the command. It serves until Ctrl-C. */
export function serveOpenEnvCommand(terminal: Terminal, version: string): Command {
  const command = new Command('openenv').description(
    'serve tasks to TRL, verifiers and other trainers that speak OpenEnv',
  );
  return addPlayedTaskOptions(command)
    .option('--name <name>', 'name of the environment (default: that of the data)')
    .option('--port <n>', 'port on 127.0.0.1; 0 for any free one', wholeNumber('--port', 0, 65_535), 0)
    .option('--concurrency <n>', 'episodes at the same time', wholeNumber('--concurrency', 1, 10_000), 64)
    .option('--idle <seconds>', 'close a silent connection', wholeNumber('--idle', 1, 86_400), 600)
    .option('--seed <n>', 'seed of distractors and shuffles', wholeNumber('--seed', 0, 2 ** 31), 1)
    .action((flags: ServeOpenEnvFlags) => serve(flags, version, terminal));
}

async function serve(flags: ServeOpenEnvFlags, version: string, terminal: Terminal): Promise<void> {
  const { name, port, concurrency, idle, seed } = flags;
  const format = readFormat(flags);
  const played = await loadPlayedTasks(flags, { seed, environment: terminal.environment });
  const { serveOpenEnv } = await import('../openenv/serve-openenv.ts');
  const limits = { port, concurrency, idle: idle * 1000 };
  const server = await serveOpenEnv({ ...played, ...limits, format, name, version });
  print(terminal, server.url);
  const count = `${played.tasks.length} ${played.tasks.length === 1 ? 'task' : 'tasks'}`;
  print(
    terminal,
    terminal.style.dim(`${count}, replies in the format "${format.name}". Press Ctrl-C to stop.`),
  );
  await waitForAbort(terminal.signal);
  await server.close();
}
