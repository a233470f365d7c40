/**
 * Draws tokens from the distribution of a model.
 *
 * @module
 */

/** A distribution, the likeliest token first. */
export interface Probabilities {
  readonly tokens: Int32Array;
  readonly values: Float32Array;
  /** Sum of the values: 1 except for rounding. */
  readonly sum: number;
}

/** Copies the distribution that llama.cpp returns. It is sorted. */
export function toProbabilities(probabilities: ReadonlyMap<number, number>): Probabilities {
  const tokens = Int32Array.from(probabilities.keys());
  const values = Float32Array.from(probabilities.values());
  let sum = 0;
  for (const value of values) sum += value;
  return { tokens, values, sum };
}

/**
 * Draws a token and returns it with its log-probability at temperature 1 and top-p 1.
 *
 * @param draw a uniform number in [0, 1)
 */
export function pickToken(
  { tokens, values, sum }: Probabilities,
  { temperature, topP, draw }: { readonly temperature: number; readonly topP: number; readonly draw: number },
): { readonly token: number; readonly logprob: number } {
  const place = temperature === 0 ? 0 : drawPlace(values, temperature, topP, draw);
  return { token: tokens[place]!, logprob: Math.min(0, Math.log(values[place]! / sum)) };
}

function drawPlace(values: Float32Array, temperature: number, topP: number, draw: number): number {
  // Relative to the likeliest token, so that no power overflows.
  const weigh = (place: number): number => (values[place]! / values[0]!) ** (1 / temperature);
  let total = 0;
  for (let place = 0; place < values.length; place++) total += weigh(place);
  let kept = total;
  if (topP < 1) {
    kept = 0;
    for (let place = 0; kept < topP * total && place < values.length; place++) kept += weigh(place);
  }
  let left = draw * kept;
  for (let place = 0; place < values.length; place++) {
    left -= weigh(place);
    if (left < 0) return place;
  }
  return 0;
}
