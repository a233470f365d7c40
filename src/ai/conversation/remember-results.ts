/**
 * Caches the results of functions of a text, because rules compare the same texts many times.
 *
 * @module
 */

/** Longer texts are messages, which rarely repeat. */
const LONGEST_TEXT = 400;

/** Returns a function with the same results that computes each of the last `most` texts once. */
export function rememberResults<Result>(
  compute: (text: string) => Result,
  most: number,
): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const result = known.get(text);
    if (result !== undefined) return result;
    const computed = compute(text);
    if (text.length > LONGEST_TEXT) return computed;
    if (known.size >= most) known.delete(known.keys().next().value!);
    known.set(text, computed);
    return computed;
  };
}
