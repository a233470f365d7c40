/**
 * Hashes of texts and numbers.
 *
 * @module
 */
/**
 * A 32-bit hash of a text: FNV-1a over its UTF-16 code units, then mixed so that every bit of the result
 * depends on every bit of the input. Not for secrets.
 */
export function hashText(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mixBits(hash);
}

/** Spreads a 32-bit number over all 32 bits (the finaliser of MurmurHash3). */
export function mixBits(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
