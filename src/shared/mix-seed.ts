/**
 * Combines numbers into one seed.
 *
 * @module
 */
/** Combines numbers into one seed. Equal parts give equal seeds, and nearby parts give unrelated seeds. */
export function mixSeed(...parts: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ Math.floor(part / 2 ** 32), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash | 0;
}
