/**
 * Cuts a stream of text at the first stop sequence.
 *
 * @module
 */

export interface StopFilter {
  /** Whether a stop sequence was found. It is not part of the text. */
  readonly stopped: boolean;
  /** Returns the text that is certain not to begin a stop sequence. */
  push(text: string): string;
  /** Returns `text` and what was held back, up to a stop sequence. */
  finish(text: string): string;
}

export function createStopFilter(stop: readonly string[]): StopFilter {
  const marks = stop.filter((mark) => mark !== '');
  let held = '';
  let stopped = false;

  function push(text: string): string {
    if (stopped) return '';
    held += text;
    const places = marks.map((mark) => held.indexOf(mark)).filter((place) => place >= 0);
    if (places.length > 0) {
      stopped = true;
      return held.slice(0, Math.min(...places));
    }
    const safe = held.length - countHeld(held, marks);
    const certain = held.slice(0, safe);
    held = held.slice(safe);
    return certain;
  }

  return {
    get stopped() {
      return stopped;
    },
    push,
    finish(text) {
      const certain = push(text);
      return stopped ? certain : certain + held;
    },
  };
}

/** Returns the length of the longest end of `text` that begins a mark. */
export function countHeld(text: string, marks: readonly string[]): number {
  let longest = 0;
  for (const mark of marks) {
    for (let length = Math.min(mark.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(mark.slice(0, length))) longest = length;
    }
  }
  return longest;
}
