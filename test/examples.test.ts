/**
 * Runs every quick example from source and compares what it prints with `NN-name.expected.txt`. Examples
 * marked `@long` run only in `npm run test:all`, from the packed tarball.
 *
 * @module
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { afterEach, expect, it, vi } from 'vitest';
import { EXAMPLES_FOLDER, readExamples } from './read-examples.ts';

const examples = readExamples();
const start = process.cwd();
let folder: string | undefined;

afterEach(() => {
  process.chdir(start);
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

it('every numbered example has expected output', () => {
  const numbered = examples.filter(({ name }) => /^\d\d-/.test(name));
  expect(numbered.filter(({ expected }) => expected === undefined).map(({ name }) => name)).toEqual([]);
});

it.each(examples.filter(({ expected, long }) => expected !== undefined && !long))(
  '$name prints what it should',
  async ({ name, expected }) => {
    folder = mkdtempSync(join(import.meta.dirname, 'example-'));
    cpSync(EXAMPLES_FOLDER, folder, { recursive: true });
    process.chdir(folder);
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...values) => {
      printed.push(`${format(...values)}\n`);
    });
    await import(/* @vite-ignore */ join(folder, `${name}.ts`)).finally(() => log.mockRestore());
    expect(printed.join('')).toBe(expected);
  },
);
