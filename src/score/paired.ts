import type { Estimate } from './bootstrap.ts';
import { type GroupedOptions, groupedBootstrap } from './grouped-bootstrap.ts';

/** Two scores on the same question. */
export interface ScorePair {
  readonly first: number;
  readonly second: number;
  /** What belongs together, such as the stream: it is drawn together. */
  readonly group: string;
}

/**
 * How much better the first is than the second on the same questions, with its 95 % bootstrap interval;
 * `null` for no questions. Pairs are kept: that both find the same questions hard does not blur the
 * difference.
 *
 * @example pairedBootstrap(pairs, { random: createRandom('1/em').next })
 */
export function pairedBootstrap(pairs: readonly ScorePair[], options: GroupedOptions): Estimate | null {
  const groups = Map.groupBy(pairs, ({ group }) => group).values();
  const differences = [...groups].map((group) => group.map(({ first, second }) => first - second));
  return groupedBootstrap(differences, options);
}
