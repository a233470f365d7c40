/**
 * Runs work over a list concurrently.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

/**
 * Runs `work` over the items, at most `limit` at a time. Returns the results in the order of the items. After an
 * error, started items finish, no others start, and the error is thrown.
 *
 * @throws AtomMemError `bad-argument`
 */
export async function runConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  if (!(limit >= 1)) {
    throw new AtomMemError('bad-argument', {
      problem: `the concurrency is ${limit}`,
      remedy: 'Pass a whole number of at least 1',
      details: { option: 'limit', value: limit },
    });
  }
  const results = new Array<Result>(items.length);
  let next = 0;
  let failed = false;
  async function worker(): Promise<void> {
    while (next < items.length && !failed) {
      const index = next++;
      try {
        results[index] = await work(items[index]!, index);
      } catch (cause) {
        failed = true;
        throw cause;
      }
    }
  }
  const workers = Array.from({ length: Math.min(limit, items.length) }, worker);
  const outcomes = await Promise.allSettled(workers);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return results;
}
