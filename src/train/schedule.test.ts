/** Tests of learning rate schedules. @module */
import { expect, it } from 'vitest';
import { learningRateAt, type Schedule } from './schedule.ts';

const listRates = ({ peak, ...schedule }: Schedule & { readonly peak: number }, steps: number): number[] =>
  Array.from({ length: steps }, (_, place) => learningRateAt(peak, schedule, place + 1, steps));

it('rises to its peak and falls to its floor', () => {
  expect(listRates({ peak: 2 }, 3)).toEqual([2, 2, 2]);
  expect(listRates({ peak: 2, warmup: 4 }, 5)).toEqual([0.5, 1, 1.5, 2, 2]);
  expect(listRates({ peak: 1, decay: 'linear', floor: 0 }, 4)).toEqual([1, 0.75, 0.5, 0.25]);
  const cosine = listRates({ peak: 1, decay: 'cosine' }, 100);
  expect(cosine.at(-1)).toBeCloseTo(0.1, 12);
  for (const [place, rate] of cosine.entries()) if (place > 0) expect(rate).toBeLessThan(cosine[place - 1]!);
});

it('restarts the decay in a longer run, with the first decay unchanged', () => {
  for (const decay of ['cosine', 'linear'] as const) {
    const once = listRates({ peak: 1, decay }, 10);
    expect(listRates({ peak: 1, decay, over: 10 }, 30)).toEqual([...once, ...once, ...once]);
    expect(listRates({ peak: 1, decay, over: 10 }, 4)).toEqual(once.slice(0, 4));
  }
});
