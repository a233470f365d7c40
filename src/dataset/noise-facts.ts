/**
 * Changes facts in texts.
 *
 * @module
 */
import type { Random } from '../shared/random.ts';

export interface FactOptions {
  /** Answers that the changed text must not hold. */
  readonly answers: readonly string[];
  readonly decoys: readonly string[];
  readonly random: Random;
}

/** Answers that cannot be found in a text. */
const UNDECIDABLE: ReadonlySet<string> = new Set(['yes', 'no', 'noanswer']);

/** Years and counts of two digits or more. A single digit is too often part of a name ("World War 2"). */
const NUMBER = /(?<![\p{L}\p{N}.,])\d{2,4}(?![\p{L}\p{N}]|[.,]\d)/gu;

/**
 * Returns the text with its facts changed: a decoy of the same shape replaces accepted answers, or other
 * numbers replace numbers. Returns `undefined` if nothing can be changed, or if the text would still hold
 * an accepted answer.
 */
export function alterFact(text: string, { answers, decoys, random }: FactOptions): string | undefined {
  const accepted = answers.filter((answer) => !UNDECIDABLE.has(answer.trim().toLowerCase()));
  const held = accepted.filter((answer) => holds(text, answer));
  const altered = held.length > 0 ? replaceAnswers(text, held, decoys, random) : otherNumbers(text, random);
  if (altered === undefined || altered === text) return undefined;
  return accepted.some((answer) => holds(altered, answer)) ? undefined : altered;
}

function replaceAnswers(
  text: string,
  held: readonly string[],
  decoys: readonly string[],
  random: Random,
): string | undefined {
  const [official] = held;
  const fitting = decoys.filter(
    (decoy) =>
      classifyAnswer(decoy) === classifyAnswer(official!) && !UNDECIDABLE.has(decoy.trim().toLowerCase()),
  );
  if (fitting.length === 0) return undefined;
  const decoy = fitting[random.integer(fitting.length)]!;
  const longestFirst = [...held].sort((one, other) => other.length - one.length);
  return longestFirst.reduce(
    (altered, answer) => altered.replaceAll(createPattern(answer), () => decoy),
    text,
  );
}

function otherNumbers(text: string, random: Random): string {
  const step = 1 + random.integer(9);
  return text.replace(NUMBER, (digits) => {
    const top = 10 ** digits.length;
    const moved = (Number(digits) + step) % top;
    return String(moved).padStart(digits.length, '0');
  });
}

/** A number replaces a number, a name a name, other words other words. */
function classifyAnswer(answer: string): 'number' | 'name' | 'words' {
  if (/\d/.test(answer)) return 'number';
  return /^\p{Lu}/u.test(answer.trim()) ? 'name' : 'words';
}

/** Whether the text holds the answer as whole words, ignoring case and punctuation. */
function holds(text: string, answer: string): boolean {
  const words = normaliseWords(answer);
  return words !== ' ' && normaliseWords(text).includes(words);
}

function normaliseWords(text: string): string {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return ` ${words.join(' ')}${words.length > 0 ? ' ' : ''}`;
}

function createPattern(answer: string): RegExp {
  const words = answer.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const between = words.join('[^\\p{L}\\p{N}\\p{M}]+');
  return new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])${between}(?![\\p{L}\\p{N}\\p{M}])`, 'giu');
}
