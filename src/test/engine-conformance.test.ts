import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { createLocalEngine } from '../engine/local/local-engine.ts';
import { engineCases } from './engine-conformance.ts';

const folder = await mkdtemp(join(tmpdir(), 'engine-cases-'));
afterAll(() => rm(folder, { recursive: true }));

describe('local engine', () => {
  const model = { layers: 1, width: 32, heads: 2, vocabularySize: 24, context: 32 };
  const initialisation = { words: 0.15, positions: 0.3, matrices: 0.2 };
  const open = async () => createLocalEngine({ model, seed: 1, workers: 1, initialisation });
  for (const { name, run } of engineCases)
    test(name, () => run({ open, path: (part) => join(folder, part) }));
});
