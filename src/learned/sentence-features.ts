/**
 * What a sentence of a text and a question have in common, to choose the sentences that a short memory keeps.
 *
 * @module
 */
import { countryMentions } from '../rules/countries.ts';
import { type Profile, readSentences } from '../rules/profile.ts';
import { stem, tokens } from '../rules/terms.ts';
import type { PreparedQuestion } from './question.ts';

/** What features of a sentence are computed from. */
interface Sentence {
  readonly question: PreparedQuestion;
  /** The words of the question that the title of the text does not hold. */
  readonly words: QuestionWords;
  readonly text: string;
  readonly stems: ReadonlySet<string>;
  /** 0-based place, and the number of sentences. */
  readonly place: number;
  readonly count: number;
  /** Whether it holds something of the kind that the question asks for. */
  readonly holdsKind: boolean;
}

type SentenceFeature = (sentence: Sentence) => number;

/** Stems of a question with their weights. */
interface QuestionWords {
  readonly all: readonly (readonly [string, number])[];
  /** Stems that are not part of a name. */
  readonly relation: readonly (readonly [string, number])[];
  /** Those next to the question word and at the end, which describe the answer. */
  readonly asked: readonly (readonly [string, number])[];
}

/** Words after the question word, and at the end, that describe the answer. */
const AFTER = 7;
const LAST = 3;

const QUESTION_WORDS = new Set(['who', 'whom', 'whose', 'what', 'which', 'when', 'where', 'how', 'why']);

const questionWords = new WeakMap<PreparedQuestion, QuestionWords>();

function readWords(question: PreparedQuestion): QuestionWords {
  let words = questionWords.get(question);
  if (words === undefined) {
    const { text, weights } = question.profile;
    const read = tokens(text);
    const at = read.findIndex((word) => QUESTION_WORDS.has(word));
    const from = Math.max(0, at);
    const near = new Set([...read.slice(from, from + AFTER), ...read.slice(-LAST)].map(stem));
    const all = [...weights];
    const relation = all.filter(([key]) => !question.nameStems.has(key));
    words = { all, relation, asked: relation.filter(([key]) => near.has(key)) };
    questionWords.set(question, words);
  }
  return words;
}

/** Drops the words of the title, because every sentence is about them. */
function dropTitle({ all, relation, asked }: QuestionWords, { titleStems }: Profile): QuestionWords {
  const isOpen = ([key]: readonly [string, number]): boolean => !titleStems.has(key);
  return { all: all.filter(isOpen), relation: relation.filter(isOpen), asked: asked.filter(isOpen) };
}

/** Returns the share of the weights that the sentence covers. */
function share(words: QuestionWords['all'], { stems }: Sentence): number {
  let covered = 0;
  let total = 0;
  for (const [key, weight] of words) {
    total += weight;
    if (stems.has(key)) covered += weight;
  }
  return total > 0 ? covered / total : 0;
}

/** Returns 1. Its weight is the base rate. */
export const base: SentenceFeature = () => 1;

/** Returns the share of the question that the sentence covers. */
export const covered: SentenceFeature = (sentence) => share(sentence.words.all, sentence);

/** Returns the share of the question's words, other than names, that the sentence covers. */
export const relation: SentenceFeature = (sentence) => share(sentence.words.relation, sentence);

/** Returns the share that the sentence covers of the words that describe the answer. */
export const asked: SentenceFeature = (sentence) => share(sentence.words.asked, sentence);

/** Tells whether it is the first sentence, which defines the subject. */
export const isFirst: SentenceFeature = ({ place }) => Number(place === 0);

/** Tells whether it is the second sentence. */
export const isSecond: SentenceFeature = ({ place }) => Number(place === 1);

/** Tells whether it is the last sentence. */
export const isLast: SentenceFeature = ({ place, count }) => Number(place === count - 1);

/** Returns the number of capitalised words after the first word, in units of 8, at most 2. */
export const names: SentenceFeature = ({ text }) =>
  Math.min(2, (text.match(/[\s(]\p{Lu}/gu)?.length ?? 0) / 8);

/** Tells whether the sentence holds a date, place, person, country or number, if the question asks for one. */
export const holdsKind: SentenceFeature = (sentence) => Number(sentence.holdsKind);

/** Tells whether the sentence does, and also names a relation of the question, such as birth or marriage. */
export const holdsKindAndRelation: SentenceFeature = ({ holdsKind, words, stems }) =>
  Number(holdsKind && words.relation.some(([key]) => key.startsWith('=') && stems.has(key)));

/** Tells whether the sentence holds a place and the question asks for one. */
export const holdsPlace: SentenceFeature = ({ holdsKind, question }) =>
  Number(holdsKind && question.kind === 'place');

/** Tells whether it is the first sentence and the question asks for a date. It gives dates of birth and death. */
export const isFirstForDate: SentenceFeature = ({ place, question: { kind } }) =>
  Number(place === 0 && (kind === 'date' || kind === 'year'));

const CAUSE = /\b(?:because|due to|caused|killed|(?:died|dies) (?:of|from)|cancer|attack)\b/;
const WHY = /\b(?:why|cause|reason)\b/i;

/** Tells whether the sentence names a cause and the question asks for one. */
export const namesCause: SentenceFeature = ({ text, question }) =>
  Number(WHY.test(question.profile.text) && CAUSE.test(text));

/** Features of a sentence, by name. */
export const SENTENCE_FEATURES: Readonly<Record<string, SentenceFeature>> = {
  base,
  covered,
  relation,
  asked,
  isFirst,
  isSecond,
  isLast,
  names,
  holdsKind,
  holdsKindAndRelation,
  holdsPlace,
  isFirstForDate,
  namesCause,
};

const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December';
const PLACE = new RegExp(String.raw`\b(?:in|at|near|from)\s+(?:the\s+)?(?!${MONTHS})\p{Lu}`, 'u');
// A name starts at the start of a word, so that a long run of capitals is searched once.
const PERSON = /(?<![\p{L}.'’-])\p{Lu}[\p{L}.'’-]+\s+(?:\p{Lu}[\p{L}.'’-]+\s+)?\p{Lu}[\p{L}'’-]+/gu;

/** Tells whether a sentence holds something of the kind that a question asks for. */
function findKind({ kind }: PreparedQuestion, sentence: string, title: string): boolean {
  if (kind === 'number') return /\d/.test(sentence);
  if (kind === 'date' || kind === 'year') return /\b\d{3,4}\b/.test(sentence);
  if (kind === 'place') return PLACE.test(sentence);
  if (kind === 'country') return countryMentions(sentence).length > 0;
  return kind === 'person' && (sentence.match(PERSON) ?? []).some((name) => !title.includes(name));
}

const COMPUTE = Object.values(SENTENCE_FEATURES);

/** Computes a row of features for every sentence of a text. */
export function computeSentences(question: PreparedQuestion, profile: Profile): readonly Float64Array[] {
  const sentences = readSentences(profile);
  const words = dropTitle(readWords(question), profile);
  return sentences.map(({ text, stems }, place) => {
    const holdsKind = findKind(question, text, profile.title);
    const sentence = { question, words, text, stems, place, count: sentences.length, holdsKind };
    const row = new Float64Array(COMPUTE.length);
    for (let index = 0; index < COMPUTE.length; index += 1) row[index] = COMPUTE[index]!(sentence);
    return row;
  });
}
