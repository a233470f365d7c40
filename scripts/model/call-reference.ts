/**
 * Calls `reference.py`, the second implementation of the real-model tests.
 *
 * @module
 */
import { spawn } from 'node:child_process';

/** Runs a command of `reference.py`. */
export function callReference(python: string, args: readonly string[], input?: unknown): Promise<unknown> {
  return new Promise((done, fail) => {
    const child = spawn(python, [new URL('reference.py', import.meta.url).pathname, ...args]);
    let [output, errors] = ['', ''];
    child.stdout.on('data', (part) => {
      output += part;
    });
    child.stderr.on('data', (part) => {
      errors += part;
    });
    child.on('close', (code) => {
      if (code === 0) done(JSON.parse(output.trim().split('\n').at(-1)!));
      else fail(new Error(`reference.py ${args[0]}: ${errors.trim().split('\n').at(-1)}`));
    });
    child.stdin.end(JSON.stringify(input ?? null));
  });
}
