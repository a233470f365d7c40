/**
 * Encodes vectors as base64.
 *
 * @module
 */
/** Encodes 32-bit floats as base64, little-endian as on every JavaScript platform. */
export function encodeFloats(values: Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let characters = '';
  // In chunks, because a call takes a limited number of arguments.
  for (let start = 0; start < bytes.length; start += 8192) {
    characters += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(characters);
}

/** Decodes the output of `encodeFloats`. Returns `undefined` for other texts. */
export function decodeFloats(text: string): Float32Array | undefined {
  let characters: string;
  try {
    characters = atob(text);
  } catch {
    return undefined;
  }
  if (characters.length % 4 !== 0) return undefined;
  return new Float32Array(Uint8Array.from(characters, (character) => character.charCodeAt(0)).buffer);
}
