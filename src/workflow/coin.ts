/**
 * Reproducible random choices.
 *
 * @module
 */
/**
 * Returns a pseudo-random number in [0, 1) that depends only on the arguments, so that a replay makes the same
 * choices.
 *
 * @example coin(42, 'm7', 3) < 0.5
 */
export function coin(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) {
    hash ^= character.codePointAt(0)!;
    hash = Math.imul(hash, 0x01000193);
  }
  // The last bits of this hash are weak, so they are mixed.
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 0x100000000;
}
