/** Tests of retries and of the waits that servers ask for. @module */
import { expect, test } from 'vitest';
import { readRetryAfter, retry } from './retry.ts';

const date = 'Sun, 06 Nov 1994 08:49:37 GMT';

test.each<[Record<string, string>, number | undefined]>([
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': '2, 2' }, 2000],
  [{ 'retry-after': ' 0.5 ' }, 500],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': '1e3' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
  [{ 'retry-after-ms': '-5', 'retry-after': '9' }, 9000],
  [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:47 GMT', date }, 10_000],
  [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:47 GMT, Sun, 06 Nov 1994 08:49:47 GMT', date }, 10_000],
  [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:27 GMT', date }, undefined],
  [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:47 GMT' }, undefined],
  [{ 'retry-after': '1994', date }, 1_994_000],
  [{ 'retry-after': 'Nov 6 1994', date }, undefined],
  [{}, undefined],
])('%j asks for %s ms', (headers, wait) => {
  expect(readRetryAfter((name) => headers[name])).toBe(wait);
});

test('waits grow to the longest, kinds are counted apart, and the server is heeded', async () => {
  const waits: number[] = [];
  const kinds = ['busy', '', 'busy', '', '', ''];
  const result = await retry(
    async () => {
      const kind = kinds.shift()!;
      return {
        problem: kind,
        retry: { kind, retries: kind === 'busy' ? 9 : 3, after: kinds.length === 3 ? 7 : undefined },
      };
    },
    {
      retries: 0,
      firstWait: 100,
      longestWait: 300,
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
      },
    },
  );
  expect(result).toEqual({ attempts: 6, problem: '' });
  expect(waits).toEqual([100, 100, 7, 200, 300]);
});

test('ends when it is aborted or when nothing can be repeated', async () => {
  const controller = new AbortController();
  const options = { retries: 5, firstWait: 60_000, longestWait: 60_000, signal: controller.signal };
  const waiting = retry(async () => ({ problem: 'down', retry: {} }), options);
  controller.abort();
  expect(await waiting).toEqual({ attempts: 1, problem: 'down' });
  expect(await retry(async () => ({ problem: 'bad key' }), options)).toEqual({
    attempts: 1,
    problem: 'bad key',
  });
});
