import type { Interrupts } from './interrupts.ts';
import type { Style } from './terminal.ts';

/** Where a command writes, and what it may ask of the outside: arguments, so that commands can be tested. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly style: Style;
  readonly errorStyle: Style;
  readonly environment: NodeJS.ProcessEnv;
  /** The words after `atommem`. */
  readonly commandLine: readonly string[];
  /** Columns of standard output. */
  readonly width: number;
  /** Milliseconds of wall time. */
  readonly timer: () => number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** What is to be done where a second Ctrl-C ends the process; the result takes it back. */
  readonly onLeave: Interrupts['onLeave'];
}

/** Writes lines to standard output. */
export function print(terminal: Terminal, lines: readonly string[] | string): void {
  terminal.stdout.write(`${typeof lines === 'string' ? lines : lines.join('\n')}\n`);
}

/** Writes one JSON document to standard output. */
export function printJson(terminal: Terminal, value: unknown): void {
  print(terminal, JSON.stringify(value, null, 2));
}
