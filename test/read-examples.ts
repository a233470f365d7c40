/**
 * Lists the examples in `examples/` for the tests.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const EXAMPLES_FOLDER: string = join(import.meta.dirname, '../examples');

export interface Example {
  readonly name: string;
  /** The output it prints. Undefined for examples that are only type-checked. */
  readonly expected?: string;
  /** Whether it is too slow for `npm test`. If so, its first comment contains `@long`. */
  readonly long: boolean;
}

export function readExamples(): readonly Example[] {
  return readdirSync(EXAMPLES_FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const name = file.slice(0, -'.ts'.length);
      const output = join(EXAMPLES_FOLDER, `${name}.expected.txt`);
      return {
        name,
        expected: existsSync(output) ? readFileSync(output, 'utf8') : undefined,
        long: readFileSync(join(EXAMPLES_FOLDER, file), 'utf8').includes('@long'),
      };
    });
}
