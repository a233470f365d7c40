/**
 * Hashes of texts and bit masks of word sets. Different texts can have equal ones.
 *
 * @module
 */

/** Sets one bit for each word. */
export function maskWords(words: Iterable<string>): number {
  let mask = 0;
  for (const word of words) mask |= 1 << (hashText(word) & 31);
  return mask;
}

export function hashText(text: string): number {
  let hash = 0;
  for (let place = 0; place < text.length; place++) hash = (Math.imul(hash, 31) + text.charCodeAt(place)) | 0;
  return hash ^ (hash >>> 15);
}
