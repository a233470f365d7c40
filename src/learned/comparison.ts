/**
 * Compares one text with one question, without regard to the rest of memory.
 *
 * @module
 */
import { longNameForms, type Profile, readSentences, type SentenceProfile } from '../rules/profile.ts';
import { coverage, directScore } from '../rules/relevance.ts';
import type { Comparison, PreparedQuestion } from './question.ts';

/** What features of a text are computed from. */
interface Compared {
  readonly question: PreparedQuestion;
  readonly text: Profile;
  readonly direct: number;
  readonly sentences: readonly SentenceProfile[];
  readonly names: Uint8Array;
}

type TextFeature = (compared: Compared) => number;

/** Sums the weights of the question's stems for which `counts` holds. */
function weigh({ question }: Compared, counts: (stem: string, isName: boolean) => boolean): number {
  let sum = 0;
  for (const [stem, weight] of question.profile.weights)
    if (counts(stem, question.nameStems.has(stem))) sum += weight;
  return sum;
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** Scores the text by the question's own words, as the rules do. */
export const direct: TextFeature = ({ direct }) => direct;

/** Tells whether the question names the text's title. */
export const titleIsNamed: TextFeature = ({ question, text }) =>
  Number(text.forms.some((form) => form.trim().length > 2 && question.profile.flat.includes(form)));

/** Returns the share of the title's words that the question holds. */
export const titleShare: TextFeature = ({ question, text }) =>
  share(
    [...text.titleStems].filter((stem) => question.profile.weights.has(stem)).length,
    text.titleStems.size,
  );

/** Returns the share of the question's name words that the text covers. */
export const nameCoverage: TextFeature = (compared) =>
  share(
    weigh(compared, (stem, isName) => isName && compared.text.stems.has(stem)),
    weigh(compared, (_, isName) => isName),
  );

/** Returns the share of the question's other words that the text covers. */
export const relationCoverage: TextFeature = (compared) =>
  share(
    weigh(compared, (stem, isName) => !isName && compared.text.stems.has(stem)),
    weigh(compared, (_, isName) => !isName),
  );

/** Returns the share of the question's name words that the title covers. */
export const nameTitleCoverage: TextFeature = (compared) =>
  share(
    weigh(compared, (stem, isName) => isName && compared.text.titleStems.has(stem)),
    weigh(compared, (_, isName) => isName),
  );

/** Tells whether the first sentence holds the noun that the question asks for. */
export const headInFirstSentence: TextFeature = ({ question, sentences }) =>
  Number(question.head !== undefined && (sentences[0]?.stems.has(question.head) ?? false));

/** Tells whether the title holds the noun that the question asks for. */
export const headInTitle: TextFeature = ({ question, text }) =>
  Number(question.head !== undefined && text.titleStems.has(question.head));

const PERSON = /\bborn\b|\((?:\w+ )?\d{1,2},? \w* ?\d{4} ?[–-]/;

/** Tells whether the text begins like the life of a person. */
export const isPerson: TextFeature = ({ text }) => Number(PERSON.test(text.text.slice(0, 160)));

/** Tells whether the question asks for a person and the text is about one. */
export const isWantedPerson: TextFeature = (compared) =>
  compared.question.kind === 'person' ? isPerson(compared) : 0;

/** Tells whether the text holds a digit. */
export const hasDigits: TextFeature = ({ text }) => Number(/\d/.test(text.text));

/** Tells whether the question asks for a number or a date and the text holds a digit. */
export const hasWantedDigits: TextFeature = (compared) =>
  ['year', 'date', 'number'].includes(compared.question.kind) ? hasDigits(compared) : 0;

/** Returns the length in units of 700 characters, at most 2. */
export const length: TextFeature = ({ text }) => Math.min(2, text.text.length / 700);

/** Returns the coverage of the best sentence. */
export const bestSentence: TextFeature = ({ question, sentences }) =>
  Math.max(0, ...sentences.map(({ stems }) => coverage(question.profile, stems)));

/** Returns the share of the question's names that the text holds. */
export const nameShare: TextFeature = ({ names }) =>
  share(
    names.reduce((sum, held) => sum + held, 0),
    names.length,
  );

/** Returns the share of the question's other words that the first sentence covers. */
export const relationInFirstSentence: TextFeature = (compared) =>
  share(
    weigh(compared, (stem, isName) => !isName && (compared.sentences[0]?.stems.has(stem) ?? false)),
    weigh(compared, (_, isName) => !isName),
  );

/** Returns the number of long names in units of 8, at most 2. Lists of names are poor evidence. */
export const manyNames: TextFeature = ({ text }) => Math.min(2, longNameForms(text).length / 8);

/** Returns the number of names in the question in units of 2, at most 2. */
export const questionNames: TextFeature = ({ question }) => Math.min(2, question.names.length / 2);

/** Returns the number of other words in the question in units of 8, at most 2. */
export const questionWords: TextFeature = ({ question }) =>
  Math.min(2, (question.profile.weights.size - question.nameStems.size) / 8);

/** Features of a text and a question, by the name that weights files use. */
export const TEXT_FEATURES: Readonly<Record<string, TextFeature>> = {
  direct,
  titleIsNamed,
  titleShare,
  nameCoverage,
  relationCoverage,
  nameTitleCoverage,
  headInFirstSentence,
  headInTitle,
  isPerson,
  isWantedPerson,
  hasDigits,
  hasWantedDigits,
  length,
  bestSentence,
  nameShare,
  relationInFirstSentence,
  manyNames,
  questionNames,
  questionWords,
};

const COMPUTE = Object.values(TEXT_FEATURES);

/** Compares a text with a question. Cached per question and text. */
export function compareText(question: PreparedQuestion, text: Profile): Comparison {
  const known = question.comparisons.get(text);
  if (known !== undefined) return known;
  const names = Uint8Array.from(question.names, (name) => Number(text.flat.includes(name)));
  const score = directScore(question.profile, text);
  const compared = { question, text, direct: score, sentences: readSentences(text), names };
  const made: Comparison = {
    direct: score,
    values: Float64Array.from(COMPUTE, (compute) => compute(compared)),
    covers: Float64Array.from(question.profile.weights, ([stem, weight]) =>
      text.stems.has(stem) ? weight / question.profile.total : 0,
    ),
    names,
  };
  question.comparisons.set(text, made);
  return made;
}
