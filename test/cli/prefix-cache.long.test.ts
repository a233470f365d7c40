/**
 * Runs `eval --report cache`.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { sampleDatasetPath } from '../../src/dataset/sample.ts';
import { runCli } from './run-cli.ts';

const words = ['eval', '--data', sampleDatasetPath(), '--docs', '20', '--limit', '1', '--report'];

it('eval --report cache prints the savings of each layout deterministically', async () => {
  const [one, other] = await Promise.all([1, 2].map(() => runCli([...words, 'cache', '--json'])));
  expect(one!.stdout).toBe(other!.stdout);
  const { schema, tokenizer, rows } = JSON.parse(one!.stdout);
  expect({ schema, tokenizer }).toEqual({ schema: 'atommem.prefix-cache/1', tokenizer: 'o200k_base' });
  const told = rows.map(({ layout, memory, groups, rollouts }: Record<string, unknown>) => [
    ...[layout, memory, groups, rollouts],
  ]);
  expect(told).toEqual([
    ['shared-prefix', 'terse', 1, 16],
    ['released', 'terse', 1, 16],
    ['shared-prefix', 'whole', 1, 16],
    ['released', 'whole', 1, 16],
  ]);
  expect(await runCli([...words, 'caches'])).toMatchObject({ code: 2, stdout: '' });
});
