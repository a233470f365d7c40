/**
 * Starts the command line: signals, the terminal and exit codes.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createInterrupts } from './interrupts.ts';
import type { Terminal } from './output.ts';
import { runProgram } from './run-program.ts';
import { readWidth, styleFor } from './terminal.ts';

const interrupts = createInterrupts(() => process.exit(130));
process.on('SIGINT', interrupts.interrupt);
// Schedulers and containers send SIGTERM once before they kill.
process.on('SIGTERM', interrupts.interrupt);
// A closed pipe (`| head`) is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const terminal: Terminal = {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  style: styleFor(process.stdout, process.env),
  errorStyle: styleFor(process.stderr, process.env),
  environment: process.env,
  commandLine: process.argv.slice(2),
  width: readWidth(process.stdout),
  timer: () => performance.now(),
  signal: interrupts.signal,
  onLeave: interrupts.onLeave,
};

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

process.exitCode = await runProgram(terminal, version);
