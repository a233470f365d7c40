/**
 * Fingerprints texts to detect changes.
 *
 * @module
 */

/** Returns 64 bits in hex and the length. Not for security. The chance of a collision is 1 in 10^19. */
export function hashContent(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
  return `${hex(high)}${hex(low)}-${text.length}`;
}
