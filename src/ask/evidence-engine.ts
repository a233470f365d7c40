/**
 * Finds the sentences that answer questions about documents, without a model.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import { locate } from '../documents/locate.ts';
import type { EvidenceSentence, QuestionAnswer } from './answer.ts';
import { readFeatures } from './answer-features.ts';
import { findTables, type Table } from './cells.ts';
import { chooseAnswer, choosePassage } from './choose-answer.ts';
import {
  type AnswerFeatures,
  estimateConfidence,
  estimateFound,
  isFound,
  isFoundByRule,
  isGuess,
  isRule,
  isStated,
} from './confidence.ts';
import { type FoundFeatures, readFoundFeatures } from './evidence-gaps.ts';
import { createEvidenceIndex, type EvidenceIndex, type IndexedUnit, omitUnits } from './evidence-index.ts';
import { createMatcher, type WordMatcher } from './match-words.ts';
import { ALL_PARTS, type EngineParts } from './parts.ts';
import { answerFromPassages } from './passage-answer.ts';
import { indexTitles, type PassageTitles } from './passage-titles.ts';
import { chooseHop, findExtremeRows, type Placed, placeUnits } from './place-units.ts';
import { type AskedQuestion, readQuestion } from './question.ts';
import { readTerms } from './question-terms.ts';
import { rankUnits } from './rank.ts';
import { readAnswer, type ShortAnswer } from './short-answer.ts';
import { noStemming, type Stemming, snowballStemming } from './stemming.ts';
import { splitSentences, type Unit } from './unit.ts';

export interface EngineOptions {
  /** Word stems, or `false` for none. Default: Snowball stems of English, German, French and Spanish. */
  readonly stemming?: Stemming | false;
  /** Parts to disable. Default: none. */
  readonly parts?: Partial<EngineParts>;
}

export interface EvidenceEngine {
  /** Number of sentences, rows and records. */
  readonly units: number;
  /** Finds evidence for a question and the short answer that it supports. */
  answer(question: string, sentences?: number, given?: QuestionData): QuestionAnswer;
  /** Like `answer`, with the features of both decisions. */
  explain(question: string, sentences?: number, given?: QuestionData): ExplainedAnswer;
  /** Returns the sentences with the nearest heading, for an embedder. */
  listTexts(): readonly string[];
}

/** Data for a single question. */
export interface QuestionData {
  /** Similarity of each sentence to the question, in the order of `listTexts`. */
  readonly similarity?: Float32Array;
  /** Returns whether to leave out a sentence, for measurements. Default: none. */
  readonly omit?: (unit: Unit) => boolean;
}

/** An answer with its candidate, stated or not. */
export interface ExplainedAnswer extends QuestionAnswer {
  readonly candidate: (ShortAnswer & { readonly features: AnswerFeatures }) | null;
  /** Features that decide `found`. `null` if no sentence shares a word with the question. */
  readonly evidence: FoundFeatures | null;
}

/** Indexes documents for questions. */
export function createEvidenceEngine(
  documents: readonly FileDocument[],
  options: EngineOptions = {},
): EvidenceEngine {
  const parts = { ...ALL_PARTS, ...options.parts };
  const { stemming: chosen = snowballStemming() } = options;
  const stemming = chosen === false || !parts.stemming ? noStemming : chosen;
  const index = createEvidenceIndex(documents, stemming, parts);
  let tables: readonly Table[] | undefined;
  const getTables = (): readonly Table[] => {
    tables ??= findTables(index.units);
    return tables;
  };
  let titles: PassageTitles | undefined;
  const getTitles = (): PassageTitles => {
    titles ??= indexTitles(documents);
    return titles;
  };
  const explain = (text: string, sentences = 3, given: QuestionData = {}): ExplainedAnswer => {
    const { similarity, omit } = given;
    const engine = { index, stemming, parts, getTables, getTitles, similarity };
    return answerQuestion(
      readQuestion(text),
      omit === undefined ? engine : leaveOut(engine, omit),
      sentences,
    );
  };
  return {
    units: index.units.length,
    explain,
    listTexts: () => index.units.map(({ text, block }) => [...block.trail.slice(-1), text].join(': ')),
    answer(text, sentences, given) {
      const { candidate: _, evidence: _features, ...answer } = explain(text, sentences, given);
      return answer;
    },
  };
}

interface Engine {
  readonly index: EvidenceIndex;
  readonly stemming: Stemming;
  readonly parts: EngineParts;
  readonly getTables: () => readonly Table[];
  readonly getTitles: () => PassageTitles;
  readonly similarity: Float32Array | undefined;
}

/** Returns an engine that does not see some sentences. */
function leaveOut(engine: Engine, omit: (unit: Unit) => boolean): Engine {
  const index = omitUnits(engine.index, omit);
  const getTables = (): readonly Table[] =>
    engine.getTables().map((table) => ({ ...table, rows: table.rows.filter((row) => !omit(row)) }));
  return { ...engine, index, getTables };
}

function answerQuestion(question: AskedQuestion, engine: Engine, count: number): ExplainedAnswer {
  const { index, stemming, parts } = engine;
  const terms = readTerms(question, index, stemming, parts);
  const matcher = createMatcher(terms, question.language, stemming);
  const ranked = rankUnits(question, terms, index, parts, engine.similarity);
  const answers = new Map<IndexedUnit, ShortAnswer | undefined>();
  const getAnswer = (unit: IndexedUnit): ShortAnswer | undefined => {
    if (!answers.has(unit)) answers.set(unit, readAnswer(question, unit, matcher));
    return answers.get(unit);
  };
  const extreme = parts.tables
    ? findExtremeRows(question, engine.getTables, matcher, ranked, index)
    : undefined;
  const hop = parts.twoHop ? chooseHop(question, terms, ranked, index, stemming, matcher) : undefined;
  const placed = placeUnits(question, terms, ranked, { extreme, hop, parts, getAnswer });
  const [first] = placed;
  if (first === undefined) return nothing(question);
  const own = chooseAnswer(question, placed, ranked, { extreme, getAnswer, matcher, parts });
  const coverage = Math.max(
    hop !== undefined && first.unit === hop.to.unit ? hop.coverage : 0,
    first.coverage,
  );
  const passages = answerFromPassages(
    question,
    ranked,
    engine.getTitles(),
    hop === undefined ? [] : [hop.to.unit.document, hop.from.unit.document],
  );
  const short = choosePassage(own, passages, placed, extreme !== undefined);
  const byRule = short?.source === 'passages' && passages !== undefined && isRule(passages.evidence.rule);
  const evidence = readFoundFeatures(question, terms, placed, index.units.length, getAnswer);
  const probability = estimateFound(evidence);
  const surroundings = { placed, ranked, hop, coverage, terms, getAnswer, passages, found: probability };
  const candidate = short === undefined ? null : { ...short, features: readFeatures(short, surroundings) };
  const confidence = candidate === null ? coverage : estimateConfidence(candidate.features);
  const confident = candidate !== null && isStated(candidate.features, confidence);
  const found = byRule
    ? isFoundByRule(evidence)
    : isFound(probability, confident && short?.source !== 'passages');
  const stated = found && confident;
  return {
    question: question.text,
    found,
    answer: stated ? candidate.text : null,
    confidence: round(stated ? confidence : Math.min(confidence, coverage)),
    guess:
      found && !stated && candidate !== null && isGuess(candidate.features, confidence)
        ? { text: candidate.text, confidence: round(confidence) }
        : undefined,
    sentences: placed
      .slice(0, count)
      .map((one) => (found ? one : { ...one, superseded: false }))
      .map((one, place) =>
        toSentence(one, place === 0 && candidate !== null ? candidate : getAnswer(one.unit), matcher),
      ),
    candidate,
    evidence,
  };
}

function nothing(question: AskedQuestion): ExplainedAnswer {
  return {
    question: question.text,
    found: false,
    answer: null,
    confidence: 0,
    sentences: [],
    candidate: null,
    evidence: null,
  };
}

function toSentence(
  { unit, score, superseded }: Placed,
  short: ShortAnswer | undefined,
  matcher: WordMatcher,
): EvidenceSentence {
  const span = short?.span;
  const sure = span !== undefined && (short!.certainty >= SURE || short!.source === 'span');
  const place = locate(
    unit.document,
    findOffset(unit, sure ? span.start : findBestSentence(unit.text, matcher)),
  );
  // The heading contains the answer: "## 3.2.0 – 2025-05-27".
  const heading =
    short?.source === 'section' ? unit.block.trail.findLast((one) => one.includes(short.text)) : undefined;
  const text = heading === undefined ? unit.text : `${heading} · ${unit.text}`;
  const at = heading === undefined || short === undefined ? -1 : text.indexOf(short.text);
  return {
    text,
    title: unit.document.title,
    ...place,
    score: round(score),
    span: at !== -1 ? [at, at + short!.text.length] : span === undefined ? null : [span.start, span.end],
    superseded: superseded || undefined,
  };
}

/** Certainty from which the line of the answer is shown, instead of the line of the sentence. */
const SURE = 0.6;

/** Returns the start of the sentence with most words of the question. */
function findBestSentence(text: string, matcher: WordMatcher): number {
  const cuts = splitSentences(text);
  if (cuts.length < 2) return 0;
  const scored = cuts.map(([from, to]) => ({ from, weight: matcher.weigh(text.slice(from, to)) }));
  return scored.reduce((best, one) => (one.weight > best.weight ? one : best)).from;
}

/** Maps an offset in the normalised text to the document, by counting visible characters. */
function findOffset({ document, start, end, text }: IndexedUnit, place: number): number {
  const visible = (part: string): number => part.replace(/[\s·]/g, '').length;
  const wanted = visible(text.slice(0, place));
  let seen = 0;
  for (let at = start; at < end; at++) {
    if (/[\s·]/.test(document.text[at]!)) continue;
    if (seen === wanted) return at;
    seen += 1;
  }
  return start;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
