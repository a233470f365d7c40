/** Tests of paired differences. @module */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../shared/random.ts';
import { pairedBootstrap } from './paired.ts';

const score = fc.constantFrom(0, 0.25, 0.5, 1);
const pairs = fc.array(
  fc.record({ first: score, second: score, group: fc.constantFrom('a', 'b', 'c', 'd') }),
  {
    minLength: 1,
    maxLength: 25,
  },
);

it('repeats itself for a seed, turns round when the two are swapped, and sees no noise that both share', () => {
  const options = (seed: number) => ({ random: createRandom(seed).next, resamples: 200 });
  fc.assert(
    fc.property(pairs, fc.integer(), fc.constantFrom(1, 2), (sample, seed, shift) => {
      const found = pairedBootstrap(sample, options(seed))!;
      expect(pairedBootstrap(sample, options(seed))).toEqual(found);
      const swapped = sample.map(({ first, second, group }) => ({ first: second, second: first, group }));
      const turned = pairedBootstrap(swapped, options(seed))!;
      expect(turned.mean).toBeCloseTo(-found.mean, 12);
      expect(turned.low).toBeCloseTo(-found.high, 12);
      const harder = sample.map(({ first, second, group }, place) => ({
        first: first + shift * place,
        second: second + shift * place,
        group,
      }));
      expect(pairedBootstrap(harder, options(seed))).toEqual(found);
    }),
    { numRuns: 50 },
  );
});
