import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { AtomMemError } from '../shared/error.ts';
import { createInterrupts } from './interrupts.ts';
import type { Terminal } from './output.ts';
import { createProgram } from './program.ts';
import { styleFor, widthOf } from './terminal.ts';

const interrupts = createInterrupts(() => process.exit(130));
process.on('SIGINT', interrupts.interrupt);
// What schedulers and containers send, once, before they kill.
process.on('SIGTERM', interrupts.interrupt);
// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const terminal: Terminal = {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  style: styleFor(process.stdout, process.env),
  errorStyle: styleFor(process.stderr, process.env),
  environment: process.env,
  commandLine: process.argv.slice(2),
  width: widthOf(process.stdout),
  timer: () => performance.now(),
  signal: interrupts.signal,
  onLeave: interrupts.onLeave,
};

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

process.exitCode = await run();

/** Exit codes: 0 done, 1 failed, 2 bad usage. */
async function run(): Promise<number> {
  try {
    await createProgram(terminal, version).parseAsync(terminal.commandLine as string[], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const message = error instanceof Error ? error.message : String(error);
    terminal.stderr.write(`${terminal.errorStyle.red('atommem:')} ${message}\n`);
    return AtomMemError.isInstance(error, 'usage') ? 2 : 1;
  }
}
