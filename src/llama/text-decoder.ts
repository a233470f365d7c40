/**
 * Turns tokens into text one by one.
 *
 * @module
 */
import type { NativeModel } from './llama-library.ts';

/** Holds tokens back until they form whole characters. */
export interface TextDecoder {
  push(token: number): string;
  /** Returns what is still held back. */
  finish(): string;
}

/** Tokens of the longest character. More of them are broken bytes. */
const LONGEST = 8;
/** Tokens before the current ones, which decide on leading spaces. */
const HISTORY = 8;

export function createTextDecoder(model: Pick<NativeModel, 'detokenize'>): TextDecoder {
  let history: readonly number[] = [];
  let held: number[] = [];
  const take = (): string => {
    const text = model.detokenize(held, false, history);
    history = [...history, ...held].slice(-HISTORY);
    held = [];
    return text;
  };
  return {
    push(token) {
      held.push(token);
      const text = model.detokenize(held, false, history);
      return text.endsWith('\ufffd') && held.length < LONGEST ? '' : take();
    },
    finish: () => (held.length === 0 ? '' : take()),
  };
}
