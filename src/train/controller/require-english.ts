/**
 * Refuses to train the controller on texts in other languages.
 *
 * @module
 */
import { detectLanguage } from '../../ask/language.ts';
import { AtomMemError } from '../../shared/error.ts';

/** Number of documents in the sample, or up to twice as many. */
const LANGUAGE_SAMPLE = 200;

/**
 * Checks on a sample that at least half of the texts are in English. The features know only English names, stems and
 * question words.
 *
 * @throws AtomMemError `bad-option` if most texts of the sample are in another language
 */
export function requireEnglish(texts: readonly string[]): void {
  const every = Math.max(1, Math.floor(texts.length / LANGUAGE_SAMPLE));
  const sample = texts.filter((_, place) => place % every === 0);
  const others = sample.filter((text) => !isEnglish(text)).length;
  if (others <= sample.length / 2) return;
  throw new AtomMemError('bad-option', {
    problem: `${others} of ${sample.length} documents of the data are not in English, and the controller reads English only`,
    remedy: 'Train on English data. For other languages, use a prompted model',
    details: { option: 'data' },
  });
}

function isEnglish(text: string): boolean {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return detectLanguage(text) === 'en' && 2 * count(/\p{sc=Latin}/gu) >= count(/\p{L}/gu);
}
