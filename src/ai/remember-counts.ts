/**
 * Caches the token counts of lines, because most lines of a memory block recur in later turns.
 *
 * @module
 */

/** Size of the cache: enough lines for every entry that recent turns looked at. */
const MOST_LINES = 4096;

/** Longer texts are whole blocks, which rarely recur. */
const LONGEST_LINE = 400;

/** Returns a counter with the same results that counts each line once. */
export function rememberCounts(count: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    if (text.length > LONGEST_LINE) return count(text);
    let tokens = known.get(text);
    if (tokens === undefined) {
      tokens = count(text);
      if (known.size >= MOST_LINES) known.delete(known.keys().next().value!);
      known.set(text, tokens);
    }
    return tokens;
  };
}
