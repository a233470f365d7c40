/**
 * Correlates credit with the true values of operations, which are measured once per seed.
 *
 * @module
 */
import { type CreditArena, correlatePairs } from './compare-credits.ts';
import type { CreditRollout } from './credit-rollout.ts';

/** A group of rollouts with the true values of some operations of the last one. */
export interface ValuedGroup {
  readonly rollouts: readonly CreditRollout[];
  /** Places of the operations. */
  readonly places: readonly number[];
  /** True value of each. */
  readonly values: readonly number[];
}

/** Measures true values under a fixed policy, on whole rollouts or on branches. */
export type MeasureValues = (
  seed: number,
  branches: boolean,
) => readonly ValuedGroup[] | Promise<readonly ValuedGroup[]>;

/**
 * Creates the `correlate` of an arena. Estimators that branch are compared on branches, all others on whole rollouts.
 * Each is measured once per seed.
 */
export function createCorrelate(measure: MeasureValues): CreditArena['correlate'] {
  const measured = new Map<string, readonly ValuedGroup[]>();
  return async (credit, seed) => {
    const branches = credit.branches === true;
    const key = `${seed} ${branches}`;
    const groups = measured.get(key) ?? (await measure(seed, branches));
    measured.set(key, groups);
    return correlatePairs(
      groups.flatMap(({ rollouts, places, values }) => {
        const own = credit.assign(rollouts).at(-1)!;
        return places.map((place, at) => [own[place]!, values[at]!] as const);
      }),
    );
  };
}
