/** Tests of rollouts ahead of training. @module */
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Engine, SampleRequest } from '../engine/engine.ts';
import { createRolloutsAhead } from './rollouts-ahead.ts';

const engine: Pick<Engine, 'sample'> = { sample: async () => [] };
const request: SampleRequest = { prompt: [1], samplingParams: { maxTokens: 1, seed: 1 } };

it('never returns rollouts older than the cap, nor a task twice, whatever the timing', async () => {
  const plan = fc.record({
    staleness: fc.nat(3),
    done: fc.nat(4),
    updates: fc.array(
      fc.record({ collecting: fc.nat(3), training: fc.nat(3), tasks: fc.integer({ min: 1, max: 3 }) }),
      { minLength: 1, maxLength: 6 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ staleness, done, updates }) => {
      let collected = 0;
      let version = done;
      const oldest: number[] = [];
      const ahead = createRolloutsAhead({
        ...{ engine, staleness, last: done + updates.length },
        from: { update: done, nextTask: 10 },
        async collect(sampling, firstTask) {
          const place = collected++;
          const { collecting, tasks } = updates[place]!;
          oldest[place] = version;
          for (let reply = 0; reply <= collecting; reply++) {
            await sampling.sample([request]);
            await nextTurn();
          }
          return { live: [], flat: [], nextTask: firstTask + tasks };
        },
      });
      let nextTask = 10;
      for (const [place, { training, tasks }] of updates.entries()) {
        const update = done + place + 1;
        const batch = await ahead.take(update);
        nextTask += tasks;
        expect(batch.nextTask).toBe(nextTask);
        expect(batch.staleness.most).toBe(update - 1 - oldest[place]!);
        expect(batch.staleness.most).toBeLessThanOrEqual(staleness);
        expect(batch.staleness.mean).toBeLessThanOrEqual(batch.staleness.most);
        if (staleness === 0) expect(collected).toBe(place + 1);
        for (let part = 0; part < training; part++) await nextTurn();
        version = update;
      }
      expect(collected).toBe(updates.length);
    }),
    { numRuns: 60 },
  );
});

it('rejects when a failed batch is taken, and ignores failures of unused batches', async () => {
  const signals: AbortSignal[] = [];
  const ahead = createRolloutsAhead({
    ...{ engine, staleness: 1, last: 3, from: { update: 0, nextTask: 0 } },
    async collect(_, firstTask, signal) {
      signals.push(signal);
      if (firstTask === 1) throw new Error('the server is gone');
      return { live: [], flat: [], nextTask: 1 };
    },
  });
  await expect(ahead.take(1)).resolves.toMatchObject({ nextTask: 1 });
  await nextTurn();
  await expect(ahead.take(2)).rejects.toThrow('the server is gone');
  ahead.stop();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});
