/**
 * Fits the weights of `src/learned/shorten-text.ts` on the evidence of training questions and prints them, with the
 * number of answers that shortening loses on held-out folds. Same files, same weights.
 *
 * node scripts/fit-sentences.ts hotpotqa.train.jsonl.gz 2wikimultihopqa.train.jsonl.gz musique.train.jsonl.gz
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { type Dataset, loadDataset } from '../src/dataset/load-dataset.ts';
import { type PreparedQuestion, prepareQuestion } from '../src/learned/question.ts';
import { computeSentences, SENTENCE_FEATURES } from '../src/learned/sentence-features.ts';
import { shortenText } from '../src/learned/shorten-text.ts';
import { countWords } from '../src/learned/word-counts.ts';
import { type Profile, profileDocument, readSentences } from '../src/rules/profile.ts';
import { condense } from '../src/rules/scratchpad.ts';
import { normaliseAnswer } from '../src/score/normalise.ts';
import { fitLogistic, type LabelledCase } from './fit-logistic.ts';

const FOLDS = 3;
const PENALTY = 1;
/** Shorter texts are seldom shortened, and most of their sentences are needed. */
const LEAST_CHARACTERS = 300;
const LIMITS = [220, 400, 500, 650];
const NAMES = Object.keys(SENTENCE_FEATURES);

const { positionals } = parseArgs({ allowPositionals: true });

/** An evidence text of a question. */
interface Evidence {
  readonly dataset: string;
  readonly fold: number;
  readonly question: PreparedQuestion;
  readonly text: Profile;
  /** Other evidence of the question. */
  readonly others: readonly Profile[];
  readonly answers: readonly string[];
}

const readings: Dataset[] = [];
for (const path of positionals) readings.push(await loadDataset(path));
const records = readings.flatMap((dataset) => dataset.records);
const documents = new Set(records.flatMap((record) => record.documents.map(({ document }) => document)));
const words = countWords([...documents].map(profileDocument));

const evidence = records.flatMap((record, place): readonly Evidence[] => {
  const question = prepareQuestion(record.question, words);
  const answers = record.answers.map(normaliseAnswer).filter((one) => !['', 'yes', 'no'].includes(one));
  const texts = record.documents
    .filter(({ supporting }) => supporting)
    .map((one) => profileDocument(one.document));
  return texts.map((text) => {
    const others = texts.filter((other) => other !== text);
    return { dataset: record.dataset, fold: place % FOLDS, question, text, others, answers };
  });
});

function holdsAnswer({ answers }: Evidence, text: string): boolean {
  const flat = ` ${normaliseAnswer(text)} `;
  return answers.some((answer) => flat.includes(` ${answer} `));
}

/** Tells whether a sentence is needed: it holds the answer, which the title does not, or it names other evidence. */
function isNeeded(one: Evidence, sentence: { readonly text: string; readonly flat: string }): boolean {
  if (!holdsAnswer(one, one.text.title) && holdsAnswer(one, sentence.text)) return true;
  return one.others.some(({ forms }) =>
    forms.some((form) => sentence.flat.includes(form) && !one.question.profile.flat.includes(form)),
  );
}

function listCases(texts: readonly Evidence[]): readonly LabelledCase[] {
  return texts
    .filter(({ text }) => text.text.length > LEAST_CHARACTERS)
    .flatMap((one) => {
      const rows = computeSentences(one.question, one.text);
      return readSentences(one.text).map((sentence, place) => ({
        inputs: Object.fromEntries(NAMES.map((name, at) => [name, rows[place]![at]!])),
        right: isNeeded(one, sentence),
      }));
    });
}

const fitWeights = (texts: readonly Evidence[]): ReadonlyMap<string, number> =>
  fitLogistic(listCases(texts), PENALTY);

const weights = fitWeights(evidence);
for (const name of NAMES) console.log(`  ${name}: ${weights.get(name)!.toFixed(2)},`);

const folds = Array.from({ length: FOLDS }, (_, fold) => {
  const fitted = fitWeights(evidence.filter((one) => one.fold !== fold));
  return NAMES.map((name) => fitted.get(name)!);
});
const holding = evidence.filter(
  (one) => holdsAnswer(one, one.text.text) && !holdsAnswer(one, one.text.title),
);
console.table(
  readings.flatMap(({ name }) =>
    LIMITS.map((limit) => {
      const long = holding.filter(({ dataset, text }) => dataset === name && text.text.length > limit);
      const byRules = long.map((one) => condense([one.question.profile], one.text, limit));
      const short = long.map((one) => shortenText([one.question], one.text, limit, folds[one.fold]));
      const countLost = (texts: readonly string[]): number =>
        texts.filter((text, place) => !holdsAnswer(long[place]!, text)).length;
      const countCharacters = (texts: readonly string[]): number =>
        Math.round(texts.reduce((sum, { length }) => sum + length, 0) / Math.max(1, texts.length));
      return {
        ...{ dataset: name, limit, 'longer texts with the answer': long.length },
        ...{ 'lost by the rules': countLost(byRules), 'characters, rules': countCharacters(byRules) },
        ...{ 'lost, held out': countLost(short), 'characters, held out': countCharacters(short) },
      };
    }),
  ),
);
