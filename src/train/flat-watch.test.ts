/**
 * When a reward that is never reached is reported.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { createFlatWatch } from './flat-watch.ts';

it('reports 20 flat updates in a row, once', () => {
  const watch = createFlatWatch('Use easier tasks.');
  const messages = [...Array(19).fill(0), 1, ...Array(25).fill(0)].map((liveGroups: number) =>
    watch({ liveGroups, reward: 0 }),
  );
  expect(messages.flatMap((message, place) => (message === undefined ? [] : [place]))).toEqual([39]);
  expect(messages[39]).toBe(
    'all rollouts of 20 updates earned the same reward (0.00), so nothing is learned. Use easier tasks.',
  );
});
