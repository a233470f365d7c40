/**
 * Runs one command line to its exit code.
 *
 * @module
 */
import { CommanderError } from 'commander';
import { AtomMemError } from '../shared/error.ts';
import { describeFailure } from './describe-failure.ts';
import type { Terminal } from './output.ts';
import { createProgram } from './program.ts';

/** Failures that an interrupt causes. It also ends the process in which node-llama-cpp tries its binaries. */
const INTERRUPTED = /\baborted\b|\bNoBinaryFoundError\b/;

/**
 * Runs `terminal.commandLine` and returns the exit code: 0 for success, 1 for a failure, 2 for wrong usage,
 * 130 for an interrupt.
 */
export async function runProgram(terminal: Terminal, version: string): Promise<number> {
  try {
    await createProgram(terminal, version).parseAsync([...terminal.commandLine], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { signal } = terminal;
    const failure = describeFailure(error);
    const problem = signal.aborted && INTERRUPTED.test(failure) ? 'interrupted' : failure;
    terminal.stderr.write(`${terminal.errorStyle.red('atommem:')} ${problem}\n`);
    if (signal.aborted) return 130;
    return AtomMemError.isInstance(error, 'usage') ? 2 : 1;
  }
}
