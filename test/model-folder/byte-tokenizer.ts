/**
 * Writes a `tokenizer.json` whose tokens are bytes.
 *
 * @module
 */
import type { JsonObject } from '../../src/shared/json.ts';

const BYTES = 256;
/** Ids of `<|im_start|>` and `<|im_end|>`. */
export const START = 256;
export const END = 257;

/** Returns the contents of a `tokenizer.json`: each byte is an id, and four added tokens follow. */
export function byteTokenizer(): JsonObject {
  // Byte-level tokenizers write unprintable bytes as letters from U+0100.
  const printable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = BYTES;
  const letters = Array.from({ length: BYTES }, (_, byte) =>
    String.fromCodePoint(printable(byte) ? byte : next++),
  );
  const added = (id: number, content: string, special: boolean): JsonObject => ({
    ...{ id, content, special },
    ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
  });
  const pieces = { add_prefix_space: false, trim_offsets: false, use_regex: false };
  return {
    version: '1.0',
    added_tokens: [
      added(START, '<|im_start|>', true),
      added(END, '<|im_end|>', true),
      added(258, '<think>', false),
      added(259, '</think>', false),
    ],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', ...pieces },
    post_processor: null,
    decoder: { type: 'ByteLevel', ...pieces },
    model: { type: 'BPE', vocab: Object.fromEntries(letters.map((letter, id) => [letter, id])), merges: [] },
  };
}
