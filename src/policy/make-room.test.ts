/**
 * Tests that operations fit a limited memory, whatever the rates.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemory } from '../memory/create-memory.ts';
import type { Operation } from '../memory/operation.ts';
import { makeRoom } from './make-room.ts';

const texts = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 8 });

it('keeps every limit, has no operation refused, and gives up the lowest rates first', () =>
  fc.assert(
    fc.asyncProperty(
      texts,
      texts,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 12, max: 60 }),
      fc.func(fc.integer({ min: 0, max: 99 })),
      async (old, fresh, capacity, characterCapacity, rateText) => {
        const memory = createMemory({ capacity, characterCapacity, clock: () => 0 });
        await memory.apply(old.map((text) => ({ op: 'create', text })));
        const entries = await memory.entries();
        const rewritten = entries.slice(0, 2).map(({ id, text }): Operation => {
          return { op: 'update', target: { id }, text: `${text}${text}` };
        });
        const operations = [...rewritten, ...fresh.map((text): Operation => ({ op: 'create', text }))];
        const context = { view: await memory.observe(), capacity, characterCapacity };
        const rate = (all: readonly { readonly text: string }[]) => all.map(({ text }) => rateText(text));
        const effects = await memory.apply(makeRoom({ operations, entries, context, rate }));
        expect(effects.every(({ applied }) => applied)).toBe(true);
        const held = await memory.entries();
        expect(held.length).toBeLessThanOrEqual(capacity);
        expect(held.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(characterCapacity);
        const highest = (list: readonly string[]) => Math.max(...list.map((text) => rateText(text)));
        const older = [...entries.map(({ text }) => text + text), ...old];
        // One text always fits. Equal rates are not ordered.
        if (highest(fresh) > highest(older))
          expect(highest(held.map(({ text }) => text))).toBe(highest(fresh));
      },
    ),
    { numRuns: 50 },
  ));

it('leaves out new entries if none may be deleted', async () => {
  const memory = createMemory({ capacity: 2, clock: () => 0 });
  await memory.apply(['a', 'b'].map((text) => ({ op: 'create', text })));
  const entries = await memory.entries();
  const context = { view: await memory.observe(), capacity: 2 };
  const operations: readonly Operation[] = [{ op: 'create', text: 'c' }];
  const rate = () => [0, 0, 1];
  expect(makeRoom({ operations, entries, context, rate, deletes: false })).toEqual([]);
  expect(makeRoom({ operations, entries, context, rate })).toEqual([
    { op: 'delete', target: { id: entries[0]!.id } },
    { op: 'create', text: 'c' },
  ]);
});
