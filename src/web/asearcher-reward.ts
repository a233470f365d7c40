/**
 * `asearcherReward`: the reward with which ASearcher trains: F1 over sets of words, or exact match.
 *
 * @module
 */

/**
 * Returns the F1 of two sets of words, best over the accepted answers, from 0 to 1. Case and punctuation do not
 * matter; every Chinese character and every digit of a Chinese answer counts as a word.
 *
 * @example asearcherReward('The river Salt', ['Salt']) // 0.5
 */
export function asearcherReward(answer: string | null, answers: readonly string[]): number {
  if (answer === null) return 0;
  const given = toWords(answer);
  return Math.max(0, ...answers.map((each) => measureF1(given, toWords(each))));
}

function toWords(text: string): ReadonlySet<string> {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^true$/, 'yes')
    .replace(/^false$/, 'no');
  const isChinese = /\p{scx=Han}/u.test(plain);
  const words = plain.match(isChinese ? /\p{scx=Han}|\d|[\p{L}\p{M}]+/gu : /[\p{L}\p{N}\p{M}]+/gu);
  return new Set(words ?? []);
}

function measureF1(given: ReadonlySet<string>, gold: ReadonlySet<string>): number {
  const shared = [...given].filter((word) => gold.has(word)).length;
  return shared === 0 ? 0 : (2 * shared) / (given.size + gold.size);
}
