/**
 * Runs the engine suite against a server and prints each case.
 *
 * @module
 */
import { join } from 'node:path';
import { engineCases } from '../../src/conformance/engine-conformance.ts';
import type { Engine } from '../../src/engine/engine.ts';

export interface ConformanceOptions {
  /** Opens an untrained engine. */
  readonly open: () => Promise<Engine>;
  /** Folder for checkpoints. */
  readonly folder: string;
  /** Returns the wall time in milliseconds. */
  readonly timer: () => number;
  readonly print: (line: string) => void;
  /** Runs only the cases whose name contains this text. */
  readonly only?: string;
}

/** Runs every engine conformance case. Returns the number of passed cases and the names of failed ones. */
export async function runConformance(
  options: ConformanceOptions,
): Promise<{ readonly passed: number; readonly failed: readonly string[] }> {
  const { open, folder, timer, print, only = '' } = options;
  const failed: string[] = [];
  const cases = engineCases.filter(({ name }) => name.includes(only));
  for (const { name, run } of cases) {
    const began = timer();
    const problem = await run({ open, path: (part) => join(folder, part) }).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const seconds = ((timer() - began) / 1000).toFixed(1);
    print(`${problem === undefined ? 'ok  ' : 'FAIL'} ${seconds.padStart(6)} s  ${name}`);
    if (problem === undefined) continue;
    print(`       ${problem}`);
    failed.push(name);
  }
  return { passed: cases.length - failed.length, failed };
}
