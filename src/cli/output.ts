/**
 * Writes to the terminal.
 *
 * @module
 */
import type { Interrupts } from './interrupts.ts';
import type { Style } from './terminal.ts';

/** The parts of the outside world that a command uses. Passed in, so that tests can replace them. */
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
  /** Registers work for a second Ctrl-C, which ends the process. The returned function unregisters it. */
  readonly onLeave: Interrupts['onLeave'];
}

/** Writes lines to standard output. */
export function print(terminal: Terminal, lines: readonly string[] | string): void {
  terminal.stdout.write(`${typeof lines === 'string' ? lines : lines.join('\n')}\n`);
}

/** Writes one JSON document to standard output. */
export function printJson(terminal: Terminal, value: unknown): void {
  print(terminal, escapeJson(JSON.stringify(value, null, 2)));
}

/** Escapes the characters of a JSON text that a terminal acts on. The JSON stays the same value. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, escapeCharacter);
}

/** C1 controls and direction marks, which affect terminals and editors. JSON may always escape them. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
