/**
 * Tests of drawing tokens.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { pickToken, toProbabilities } from './pick-token.ts';

const model = toProbabilities(
  new Map([
    [7, 0.6],
    [3, 0.3],
    [9, 0.1],
  ]),
);
const draws = Array.from({ length: 3000 }, (_, index) => (index + 0.5) / 3000);

function count(temperature: number, topP: number): readonly number[] {
  const drawn = draws.map((draw) => pickToken(model, { temperature, topP, draw }).token);
  return [7, 3, 9].map((token) => drawn.filter((each) => each === token).length / draws.length);
}

test('draws match the distribution, its temperature and its nucleus', () => {
  const close = (found: readonly number[], wanted: readonly number[]): void =>
    found.forEach((value, index) => {
      expect(value).toBeCloseTo(wanted[index]!, 2);
    });
  close(count(1, 1), [0.6, 0.3, 0.1]);
  close(
    count(0.5, 1),
    [0.36, 0.09, 0.01].map((weight) => weight / 0.46),
  );
  close(count(1, 0.7), [2 / 3, 1 / 3, 0]);
  close(count(0, 1), [1, 0, 0]);
  close(count(1e-3, 1), [1, 0, 0]);
});

test('log-probabilities are those of temperature 1', () => {
  expect(pickToken(model, { temperature: 0.2, topP: 0.5, draw: 0.99 }).logprob).toBeCloseTo(Math.log(0.6), 5);
});
