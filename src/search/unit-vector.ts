/**
 * Scales vectors to length 1.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

/**
 * Writes `vector`, scaled to length 1, to `stride` places of `target` from `start` on. The rest is zero. A
 * vector of zeros stays zero: it is unrelated to everything.
 *
 * @throws AtomMemError `bad-vector` if a value is NaN or infinite.
 */
export function writeUnitVector(
  vector: Float32Array,
  target: Float32Array,
  start: number,
  stride: number,
  what: string,
): void {
  let squares = 0;
  for (let place = 0; place < vector.length; place++) squares += vector[place]! * vector[place]!;
  if (!Number.isFinite(squares)) throw notFinite(vector, what);
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  for (let place = 0; place < vector.length; place++) target[start + place] = vector[place]! * scale;
  target.fill(0, start + vector.length, start + stride);
}

function notFinite(vector: Float32Array, what: string): AtomMemError<'bad-vector'> {
  const place = vector.findIndex((value) => !Number.isFinite(value));
  return new AtomMemError('bad-vector', {
    problem: `the vector of ${what} holds ${vector[place]} at index ${place}`,
    remedy: 'Check the embedding model, then add the entry again',
  });
}
