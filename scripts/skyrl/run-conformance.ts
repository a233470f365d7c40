/**
 * Runs the engine suite against a server and prints each case.
 *
 * @module
 */
import { join } from 'node:path';
import { engineCases } from '../../src/conformance/engine-conformance.ts';
import type { Engine } from '../../src/engine/engine.ts';

export interface ConformanceOptions {
  /** Opens the engine of a fresh model. */
  readonly open: () => Promise<Engine>;
  /** Where the suite may save. */
  readonly folder: string;
  /** Milliseconds of wall time. */
  readonly timer: () => number;
  readonly print: (line: string) => void;
  /** Runs only the cases whose name holds this. */
  readonly only?: string;
}

/** Runs every case of the engines' contract; returns how many passed and the names of those that did not. */
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
