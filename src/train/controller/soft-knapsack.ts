/**
 * The objective of the learned conversation policy: how much worth fits into a number of characters.
 *
 * @module
 */

/** A text that competes for characters. */
export interface Item {
  readonly logit: number;
  readonly size: number;
  readonly worth: number;
}

/** Steps of the bisection: enough for 1e-9 of the range. */
const STEPS = 60;

/**
 * Fills memory softly: an item is kept with the probability `σ(logit − boundary)`, with the boundary at which the
 * expected size is `characters`. Returns the expected worth and its gradient by logit,
 * `p (1 − p) (worth − price · size)`. The price is the worth of a character at the boundary, because whatever enters
 * moves the boundary. If everything fits, the gradient is zero.
 */
export function fillSoftly(
  items: readonly Item[],
  characters: number,
): { readonly worth: number; readonly slopes: Float64Array } {
  const slopes = new Float64Array(items.length);
  const total = items.reduce((sum, { size }) => sum + size, 0);
  if (total <= characters) return { worth: items.reduce((sum, { worth }) => sum + worth, 0), slopes };
  const boundary = findBoundary(items, characters);
  const shares = items.map(({ logit }) => 1 / (1 + Math.exp(boundary - logit)));
  let [byWorth, bySize] = [0, 0];
  items.forEach(({ worth, size }, place) => {
    const slope = shares[place]! * (1 - shares[place]!);
    slopes[place] = slope;
    byWorth += worth * slope;
    bySize += size * slope;
  });
  const price = byWorth / Math.max(1e-12, bySize);
  items.forEach(({ worth, size }, place) => {
    slopes[place]! *= worth - price * size;
  });
  return { worth: items.reduce((sum, { worth }, place) => sum + worth * shares[place]!, 0), slopes };
}

function findBoundary(items: readonly Item[], characters: number): number {
  const logits = items.map(({ logit }) => logit);
  let [low, high] = [Math.min(...logits) - 40, Math.max(...logits) + 40];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    let size = 0;
    for (const item of items) size += item.size / (1 + Math.exp(middle - item.logit));
    if (size > characters) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
