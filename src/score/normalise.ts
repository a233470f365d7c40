/**
 * Normalises answers as the SQuAD and HotpotQA scripts do.
 *
 * @module
 */
/** Python's `string.punctuation`, which the official scripts remove. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** Articles as whole words. Boundaries consider letters of any script. */
const ARTICLES = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

/**
 * Returns an answer as the SQuAD and HotpotQA scripts compare it: lower case, without ASCII punctuation and
 * English articles, words separated by single spaces. Idempotent.
 *
 * Unlike those scripts, it keeps articles or punctuation if an answer has nothing else (grade `A`, key `#`).
 * Such an answer would otherwise equal an empty one.
 *
 * @example normaliseAnswer('The Tea-House, Moderna!') // 'teahouse moderna'
 */
export function normaliseAnswer(answer: string): string {
  const small = answer.toLowerCase();
  const plain = small.replace(PUNCTUATION, '');
  return spaced(plain.replace(ARTICLES, ' ')) || spaced(plain) || spaced(small);
}

/** Returns the words of the normalised answer. */
export function answerWords(answer: string): readonly string[] {
  return normaliseAnswer(answer)
    .split(' ')
    .filter((word) => word !== '');
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
