/** Tests of the batcher. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBatcher } from './batcher.ts';

/** Plays episodes of the given lengths; each asks for `episode.step` and gets it back. */
async function play(lengths: readonly number[]): Promise<{ batches: number[]; heard: string[][] }> {
  const batches: number[] = [];
  const batcher = createBatcher<string, string>(async (requests) => {
    batches.push(requests.length);
    return requests.map((request) => `re ${request}`);
  });
  const heard = await Promise.all(
    lengths.map(async (length, episode) => {
      const lane = batcher.enter();
      const answers: string[] = [];
      for (let step = 0; step < length; step++) answers.push(await lane.request(`${episode}.${step}`));
      lane.leave();
      return answers;
    }),
  );
  return { batches, heard };
}

describe('the batcher', () => {
  it('runs one batch per step, of all open episodes', async () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lengths, async (each) => {
        const { batches, heard } = await play(each);
        const steps = Array.from({ length: Math.max(...each) }, (_, step) => step);
        expect(batches).toEqual(steps.map((step) => each.filter((length) => length > step).length));
        expect(heard).toEqual(
          each.map((length, episode) => Array.from({ length }, (_, step) => `re ${episode}.${step}`)),
        );
      }),
    );
  });

  it('rejects every request of a failed batch', async () => {
    const batcher = createBatcher<number, number>(() => Promise.reject(new Error('no engine')));
    const lanes = [batcher.enter(), batcher.enter()];
    const outcomes = await Promise.allSettled(lanes.map((lane, place) => lane.request(place)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('does not wait for lanes that left', async () => {
    const batcher = createBatcher<number, number>(async (requests) => requests);
    const [stays, leaves] = [batcher.enter(), batcher.enter()];
    const answer = stays.request(1);
    leaves.leave();
    leaves.leave();
    expect(await answer).toBe(1);
  });
});
