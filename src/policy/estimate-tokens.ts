/**
 * Estimates token counts without a tokenizer.
 *
 * @module
 */

const IDEOGRAPHS = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g;

/**
 * Estimates the number of tokens of a text. It tends to underestimate: four characters per token, 0.6 tokens per
 * Chinese, Japanese or Korean character, and repeated characters counted once.
 */
export function estimateTokens(text: string): number {
  const short = text.replace(/\s+/g, ' ').replace(/(.)\1{3,}/gu, '$1$1$1');
  const ideographs = short.match(IDEOGRAPHS)?.length ?? 0;
  return Math.round(0.6 * ideographs + (short.length - ideographs) / 4);
}
