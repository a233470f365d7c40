/** Tests of finding shipped weights. @module */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findWeights, shippedWeights } from './find-weights.ts';

it('finds shipped weights from any folder of the package, and none for other presets', async () => {
  const root = await mkdtemp(join(tmpdir(), 'weights-'));
  try {
    const grpo = join(root, 'data/checkpoints/lab-small/grpo');
    const inside = join(root, 'dist/train');
    await mkdir(grpo, { recursive: true });
    await writeFile(join(grpo, 'config.json'), '{}');
    expect(shippedWeights('small', 'grpo', inside)).toBe(grpo);
    expect(shippedWeights('smoke', 'grpo', inside)).toBe(grpo);
    expect(shippedWeights('small', 'sft', inside)).toBeUndefined();
    expect(shippedWeights('narrow', 'grpo', inside)).toBeUndefined();
    await expect(findWeights(inside)).rejects.toThrow(/holds no weights\. Give the folder of a checkpoint/);
  } finally {
    await rm(root, { recursive: true });
  }
});
