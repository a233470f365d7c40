/** Tests of lab evaluations. @module */
import { describe, expect, it } from 'vitest';
import type { Ablation } from '../memory/ablate.ts';
import { evaluateLab } from './evaluate.ts';
import { LAB_PRESETS } from './options.ts';

/** Returns the exact match of the expert on 100 tasks, with parts of its memory disabled. */
async function expertWithout(...ablations: readonly Ablation[]): Promise<number> {
  const options = LAB_PRESETS.narrow;
  return (await evaluateLab({ kind: 'rule', name: 'expert' }, { options, tasks: 100, ablations })).exactMatch;
}

describe('the lab with a narrow scratchpad', () => {
  it('needs storage, scratchpad and Update, and needs Update more than Delete', async () => {
    expect(await expertWithout()).toBeGreaterThanOrEqual(98);
    expect(await expertWithout('delete')).toBeGreaterThanOrEqual(98);
    expect(await expertWithout('update')).toBeLessThan(75);
    expect(await expertWithout('scratchpad')).toBeLessThan(90);
    expect(await expertWithout('storage')).toBeLessThan(40);
    expect(await expertWithout('scratchpad', 'storage')).toBeLessThan(5);
  });
});

it('refuses too many episodes before it plays the first', async () => {
  const expert = { kind: 'rule', name: 'expert' } as const;
  const options = LAB_PRESETS.small;
  await expect(evaluateLab(expert, { options, tasks: 2501, length: 4 })).rejects.toThrow(
    '2501 tasks of length 4 do not fit in memory. Play at most 2500',
  );
});
