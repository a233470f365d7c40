import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import type { Terminal } from './output.ts';
import { createProgram } from './program.ts';
import { styleFor, widthOf } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const interrupt = new AbortController();

// The first Ctrl-C lets what is under way end in order; the second ends the process.
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort();
});
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
  signal: interrupt.signal,
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
    return error instanceof UsageError ? 2 : 1;
  }
}
