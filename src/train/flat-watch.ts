/**
 * Notices that a reward is never reached.
 *
 * @module
 */

/** Updates without any difference in rewards before the user is told. */
const FLAT_UPDATES = 20;

/**
 * Returns a function that takes every update. It returns a message once no group had different rewards for 20 updates in
 * a row: nothing is learned then. Otherwise it returns `undefined`.
 *
 * @param remedy what the user can do, as a sentence
 */
export function createFlatWatch(
  remedy: string,
): (update: { readonly liveGroups: number; readonly reward: number }) => string | undefined {
  let flat = 0;
  return ({ liveGroups, reward }) => {
    flat = liveGroups === 0 ? flat + 1 : 0;
    if (flat !== FLAT_UPDATES) return undefined;
    return `all rollouts of ${FLAT_UPDATES} updates earned the same reward (${reward.toFixed(2)}), so nothing is learned. ${remedy}`;
  };
}
