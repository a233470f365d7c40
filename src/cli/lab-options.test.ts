import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { weightsFrom } from './lab-options.ts';

it('explains how to train weights that are not shipped', async () => {
  const chosen = { stage: 'grpo', flag: '--weights' } as const;
  // As in the published package, which has the weights of `small` alone.
  const shipped = (preset: string) => (preset === 'small' ? '/package/weights' : undefined);
  expect(await weightsFrom(undefined, { ...chosen, preset: 'small' }, shipped)).toBe('/package/weights');
  await expect(weightsFrom(undefined, { ...chosen, preset: 'narrow' }, shipped)).rejects.toThrow(
    'the package has no weights for preset narrow. Train some with "atommem train sft --preset narrow --out FOLDER", then pass --weights FOLDER.',
  );
  const empty = await mkdtemp(join(tmpdir(), 'weights-'));
  await expect(weightsFrom(empty, { ...chosen, preset: 'small' })).rejects.toThrow(/holds no weights/);
  await rm(empty, { recursive: true });
});
