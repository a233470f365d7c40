/**
 * The character capacity.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemory } from './create-memory.ts';
import type { Operation } from './operation.ts';

const text = fc.string({ minLength: 1, maxLength: 30 }).map((value) => `x${value}`);
const target = fc.nat(6).map((place) => ({ id: `m${place + 1}` }));
const operation: fc.Arbitrary<Operation> = fc.oneof(
  text.map((value): Operation => ({ op: 'create', text: value })),
  fc.record({ op: fc.constant('update' as const), target, text }),
  fc.record({ op: fc.constant('update' as const), target: fc.constant('scratchpad' as const), text }),
  fc.record({ op: fc.constant('delete' as const), target }),
);

it('never lets entries and scratchpad exceed the limit, and refuses nothing that fits', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(operation, { maxLength: 5 }), { maxLength: 8 }),
      fc.integer({ min: 0, max: 90 }),
      async (replies, characterCapacity) => {
        const memory = createMemory({ characterCapacity });
        const measure = async (): Promise<number> => {
          const all = [...(await memory.entries()), await memory.scratchpad()];
          return all.reduce((sum, entry) => sum + (entry?.text.length ?? 0), 0);
        };
        for (const reply of replies) {
          let size = await measure();
          for (const effect of await memory.apply(reply)) {
            const { operation } = effect;
            const grown = 'text' in operation ? operation.text.length : 0;
            if (effect.applied) {
              const before = operation.op === 'delete' ? effect.entry : effect.previous;
              size += grown - (before?.text.length ?? 0);
            } else if (effect.reason === 'over-capacity' && operation.op === 'create' && reply.length === 1) {
              expect(size + grown).toBeGreaterThan(characterCapacity);
            }
          }
          expect(await measure()).toBe(size);
          expect(size).toBeLessThanOrEqual(characterCapacity);
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('discards creates but refuses updates if the newest is to be discarded', async () => {
  const memory = createMemory({ characterCapacity: 5, overCapacity: 'discard-newest' });
  const effects = await memory.apply([
    { op: 'create', text: 'four' },
    { op: 'create', text: 'more' },
    { op: 'update', target: { id: 'm1' }, text: 'too long' },
  ]);
  expect(effects.map((effect) => effect.applied || effect.reason)).toEqual([
    true,
    'discarded',
    'over-capacity',
  ]);
});
