/**
 * Loads the weights that ship with the package.
 *
 * @module
 */
import { type ControllerWeights, parseWeights } from './weights.ts';

let shipped: ControllerWeights | undefined;

/** Loads the shipped weights: `data/controller/README.md` says how they were trained. */
export async function loadShippedWeights(): Promise<ControllerWeights> {
  if (shipped === undefined) {
    const { default: value } = await import('./weights.json', { with: { type: 'json' } });
    shipped = parseWeights(value, 'the file of shipped weights');
  }
  return shipped;
}
