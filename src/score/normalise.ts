/** The punctuation that the official scripts know: Python's `string.punctuation`. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** Articles as whole words, whatever the script of the letters around them. */
const ARTICLES = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

/**
 * An answer as the SQuAD and HotpotQA scripts compare it: small letters, without ASCII punctuation and
 * English articles, words parted by single spaces. Applying it twice changes nothing more.
 *
 * Other than there, an answer that consists of nothing else (grade `A`, key `#`) keeps its articles, or
 * its punctuation: it would otherwise equal an empty one.
 *
 * @example normaliseAnswer('The Tea-House, Moderna!') // 'teahouse moderna'
 */
export function normaliseAnswer(answer: string): string {
  const small = answer.toLowerCase();
  const plain = small.replace(PUNCTUATION, '');
  return spaced(plain.replace(ARTICLES, ' ')) || spaced(plain) || spaced(small);
}

/** The words of a normalised answer; none for an empty one. */
export function answerWords(answer: string): readonly string[] {
  return normaliseAnswer(answer)
    .split(' ')
    .filter((word) => word !== '');
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
