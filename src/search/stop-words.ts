/**
 * English stop words of queries.
 *
 * @module
 */
/** English words that carry the form of a question, not its subject. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  [
    'a an the this that these those',
    'and or but nor if then than as so',
    'of in on at by for from to with into onto about between both',
    'is are was were be been being am do does did done has have had having',
    'will would can could shall should may might must',
    'i you he she it we they me him her us them my your his its our their',
    'who whom whose which what when where why how',
    'there here not no any some such also s t',
  ]
    .join(' ')
    .split(' '),
);

/** Removes stop words, unless the query consists of stop words. */
export function dropStopWords(terms: readonly string[]): readonly string[] {
  const kept = terms.filter((term) => !STOP_WORDS.has(term));
  return kept.length > 0 ? kept : terms;
}
