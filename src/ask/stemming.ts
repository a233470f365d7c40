/**
 * Word stems by language, behind one interface.
 *
 * @module
 */
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemFrench } from '@orama/stemmers/french';
import { stemmer as stemGerman } from '@orama/stemmers/german';
import { stemmer as stemSpanish } from '@orama/stemmers/spanish';
import { foldAccents } from '../shared/fold-accents.ts';
import type { Language } from './language.ts';

/** Reduces the forms of a word to a stem. */
export interface Stemming {
  readonly name: string;
  /** @param word in lower case, with its accents */
  stem(word: string, language: Language): string;
}

const STEMMERS: Partial<Record<Language, (word: string) => string>> = {
  en: stemEnglish,
  de: stemGerman,
  fr: stemFrench,
  es: stemSpanish,
};

const MOST_CACHED = 200_000;

/** Snowball stemmers for English, German, French and Spanish. Other words are unchanged. */
export function snowballStemming(): Stemming {
  const known = new Map<string, string>();
  return {
    name: 'snowball',
    stem(word, language) {
      const key = `${language}:${word}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const stemmer = STEMMERS[language];
      // Only Latin letters, and only plausible word lengths.
      const stem =
        stemmer !== undefined && word.length > 2 && word.length < 40 && /^\p{sc=Latin}+$/u.test(word)
          ? stemmer(word)
          : word;
      if (known.size > MOST_CACHED) known.clear();
      const made = foldAccents(stem);
      known.set(key, made);
      return made;
    },
  };
}

/** Removes accents only, without stemming. */
export const noStemming: Stemming = { name: 'none', stem: (word) => foldAccents(word) };
