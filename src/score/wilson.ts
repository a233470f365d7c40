/**
 * The Wilson score interval of a share.
 *
 * @module
 */

/** Standard deviations of the central 95 % of a normal distribution. */
const Z = 1.959963984540054;

/**
 * Returns the 95 % score interval of a share (Wilson, 1927). Unlike a bootstrap, its width is positive for shares of
 * 0 and 1.
 *
 * @example wilson(1, 10); // { low: 0.72, high: 1 }, rounded
 */
export function wilson(share: number, trials: number): { readonly low: number; readonly high: number } {
  const squared = Z ** 2;
  const middle = (share + squared / (2 * trials)) / (1 + squared / trials);
  const half =
    (Z / (1 + squared / trials)) * Math.sqrt((share * (1 - share)) / trials + squared / (4 * trials ** 2));
  return {
    low: Math.max(0, Math.min(share, middle - half)),
    high: Math.min(1, Math.max(share, middle + half)),
  };
}
