/**
 * The difference between two policies on the same questions.
 *
 * @module
 */
import { type BootstrapOptions, bootstrap, type Estimate } from './bootstrap.ts';

/** Two scores on the same question in the same stream. */
export interface ScorePair {
  readonly first: number;
  readonly second: number;
  /** Unit of resampling, such as the stream. */
  readonly group: string;
}

/**
 * Returns the mean difference of first and second on the same questions with its 95 % bootstrap interval, or `null`
 * without pairs. Pairing removes shared noise: hard questions are hard for both.
 *
 * @example
 * pairedBootstrap([{ first: 1, second: 0, group: 'stream 1' }], { random: Math.random, values: 'difference' });
 */
export function pairedBootstrap(pairs: readonly ScorePair[], options: BootstrapOptions): Estimate | null {
  const groups = Map.groupBy(pairs, ({ group }) => group).values();
  const differences = [...groups].map((group) => group.map(({ first, second }) => first - second));
  return bootstrap(differences, options);
}
