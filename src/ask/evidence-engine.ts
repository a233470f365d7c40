/**
 * Finds the sentences that answer questions about documents, without a model.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import { locate } from '../documents/locate.ts';
import type { EvidenceSentence, QuestionAnswer } from './answer.ts';
import { compareRows, type ExtremeRows, findTables, listCells, nameRow, type Table } from './cells.ts';
import { estimateConfidence, isFound, isRule, isStated } from './confidence.ts';
import { lacksKind, saysNameOnly } from './evidence-gaps.ts';
import { createEvidenceIndex, type EvidenceIndex, type IndexedUnit } from './evidence-index.ts';
import { followNames, type Hop } from './follow-names.ts';
import { createMatcher, type WordMatcher } from './match-words.ts';
import { ALL_PARTS, type EngineParts } from './parts.ts';
import { answerFromPassages, type PassageAnswer } from './passage-answer.ts';
import { indexTitles, type PassageTitles } from './passage-titles.ts';
import { preferLatest } from './prefer-latest.ts';
import { type AskedQuestion, readQuestion } from './question.ts';
import { type QuestionTerm, readTerms } from './question-terms.ts';
import { type RankedUnit, rankUnits } from './rank.ts';
import { readAnswer, type ShortAnswer } from './short-answer.ts';
import { noStemming, type Stemming, snowballStemming } from './stemming.ts';

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
  answer(question: string, sentences?: number): QuestionAnswer;
  /** Like `answer`, with the features of its confidence. */
  explain(question: string, sentences?: number): ExplainedAnswer;
}

/** An answer with its candidate, stated or not. */
export interface ExplainedAnswer extends QuestionAnswer {
  readonly candidate: (ShortAnswer & { readonly features: Parameters<typeof estimateConfidence>[0] }) | null;
}

/** A ranked unit with its annotations. */
interface Placed {
  readonly unit: IndexedUnit;
  readonly score: number;
  readonly coverage: number;
  readonly superseded: boolean;
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
  const explain = (text: string, sentences = 3): ExplainedAnswer =>
    answerQuestion(readQuestion(text), { index, stemming, parts, getTables, getTitles }, sentences);
  return {
    units: index.units.length,
    explain,
    answer(text, sentences) {
      const { candidate: _, ...answer } = explain(text, sentences);
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
}

function answerQuestion(question: AskedQuestion, engine: Engine, count: number): ExplainedAnswer {
  const { index, stemming, parts } = engine;
  const terms = readTerms(question, index, stemming, parts);
  const matcher = createMatcher(terms, question.language, stemming);
  const ranked = rankUnits(question, terms, index, parts);
  const answers = new Map<IndexedUnit, ShortAnswer | undefined>();
  const getAnswer = (unit: IndexedUnit): ShortAnswer | undefined => {
    if (!answers.has(unit)) answers.set(unit, readAnswer(question, unit, matcher));
    return answers.get(unit);
  };
  const extreme = parts.tables ? findExtremeRow(question, engine, matcher, ranked) : undefined;
  const hop = parts.twoHop ? chooseHop(question, terms, ranked, engine) : undefined;
  const placed = placeUnits(question, terms, ranked, { extreme, hop, parts, getAnswer });
  const [first] = placed;
  if (first === undefined) return nothing(question);
  const own = chooseAnswer(question, placed, ranked, { extreme, getAnswer, matcher, parts });
  const coverage = Math.max(
    hop !== undefined && first.unit === hop.to.unit ? hop.coverage : 0,
    first.coverage,
  );
  const nameMissing = terms.some((term) => term.named && term.missing);
  const nameOnly = saysNameOnly(terms, placed.slice(0, 2), ranked, hop);
  const passages = answerFromPassages(
    question,
    ranked,
    engine.getTitles(),
    hop === undefined ? [] : [hop.to.unit.document, hop.from.unit.document],
  );
  const short = choosePassage(own, passages, placed, extreme !== undefined);
  const byRule = short?.source === 'passages' && passages !== undefined && isRule(passages.evidence.rule);
  const kindMissing = !byRule && lacksKind(question, terms, placed, ranked, getAnswer);
  const found = isFound({ coverage, nameMissing, nameOnly, kindMissing, byRule });
  const surroundings = { placed, ranked, hop, coverage, terms, getAnswer, passages };
  const candidate = short === undefined ? null : { ...short, features: readFeatures(short, surroundings) };
  const confidence = candidate === null ? coverage : estimateConfidence(candidate.features);
  const stated = found && candidate !== null && isStated(candidate.features, confidence);
  return {
    question: question.text,
    found,
    answer: stated ? candidate.text : null,
    confidence: round(stated ? confidence : Math.min(confidence, coverage)),
    sentences: placed
      .slice(0, count)
      .map((one) => (found ? one : { ...one, superseded: false }))
      .map((one, place) =>
        toSentence(one, place === 0 && candidate !== null ? candidate : getAnswer(one.unit)),
      ),
    candidate,
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
  };
}

/** Returns the rows of the table that a superlative refers to, best first. */
function findExtremeRow(
  question: AskedQuestion,
  { getTables, index }: Engine,
  matcher: WordMatcher,
  ranked: readonly RankedUnit[],
): ExtremeRows | undefined {
  const { extreme } = question;
  if (extreme === undefined || index.units.length === 0) return undefined;
  let best: ExtremeRows | undefined;
  for (const table of getTables()) {
    const compared = compareRows(extreme, table, matcher);
    if (compared !== undefined && compared.relevance > (best?.relevance ?? 0)) best = compared;
  }
  // A sentence that covers more of the question than the table wins.
  const rival = ranked[0] === undefined ? 0 : matcher.weigh(ranked[0].unit.text);
  return best !== undefined && best.relevance >= rival * 0.6 ? best : undefined;
}

/** Coverage of a single sentence that needs no second one. */
const ANSWERED = 0.85;

/** Accepts a hop if both sentences together cover clearly more of the question than either alone. */
function chooseHop(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  ranked: readonly RankedUnit[],
  { index, stemming }: Engine,
): Hop | undefined {
  const hop = followNames(question, terms, ranked, index, stemming);
  const single = Math.max(0, ...ranked.slice(0, 5).map(({ coverage }) => coverage));
  return hop !== undefined && single < ANSWERED && hop.coverage > single + 0.1 ? hop : undefined;
}

interface Leads {
  readonly extreme: ExtremeRows | undefined;
  readonly hop: Hop | undefined;
  readonly parts: EngineParts;
  readonly getAnswer: (unit: IndexedUnit) => ShortAnswer | undefined;
}

function placeUnits(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  ranked: readonly RankedUnit[],
  { extreme, hop, parts, getAnswer }: Leads,
): readonly Placed[] {
  const plain = ranked.map(
    ({ unit, score, coverage }): Placed => ({ unit, score, coverage, superseded: false }),
  );
  if (extreme !== undefined) {
    const rows = extreme.rows.slice(0, 2).map((unit): Placed => {
      const known = plain.find((one) => one.unit === unit);
      return {
        unit,
        score: plain[0]?.score ?? 1,
        coverage: Math.max(0.7, known?.coverage ?? 0),
        superseded: false,
      };
    });
    return [...rows, ...plain.filter(({ unit }) => !rows.some((row) => row.unit === unit))];
  }
  if (hop !== undefined) {
    const turned = hasColumn(question, hop.from.unit) && !hasColumn(question, hop.to.unit);
    const lead = (turned ? [hop.from, hop.to] : [hop.to, hop.from]).map(
      ({ unit, score }): Placed => ({ unit, score, coverage: hop.coverage, superseded: false }),
    );
    return [...lead, ...plain.filter(({ unit }) => unit !== hop.to.unit && unit !== hop.from.unit)];
  }
  if (!parts.dates) return plain;
  return preferLatest(question, terms, ranked, ({ unit }) => getAnswer(unit)?.text).map(
    ({ ranked: one, superseded }) => ({
      unit: one.unit,
      score: one.score,
      coverage: one.coverage,
      superseded,
    }),
  );
}

/** Returns whether a row has the column that the question asks for. */
function hasColumn({ head }: AskedQuestion, { block }: IndexedUnit): boolean {
  return (block.cells ?? []).some(([name]) => head.includes(name.toLowerCase()));
}

interface Choice {
  readonly extreme: ExtremeRows | undefined;
  readonly getAnswer: (unit: IndexedUnit) => ShortAnswer | undefined;
  readonly matcher: WordMatcher;
  readonly parts: EngineParts;
}

function chooseAnswer(
  question: AskedQuestion,
  placed: readonly Placed[],
  ranked: readonly RankedUnit[],
  { extreme, getAnswer, matcher, parts }: Choice,
): ShortAnswer | undefined {
  const first = placed[0]!;
  const own = getAnswer(first.unit);
  if (extreme !== undefined) {
    const { text, certainty } = nameRow(question, first.unit.block.cells ?? [], extreme.column, matcher);
    const at = first.unit.text.indexOf(text);
    const span = at === -1 ? undefined : { text, start: at, end: at + text.length };
    return text === '' ? own : { text, source: 'extreme', certainty, span };
  }
  if (!parts.tables || !question.list || first.unit.block.kind !== 'row') return own;
  const top = ranked.find(({ unit }) => unit === first.unit)?.score ?? first.score;
  const peers = ranked.filter(
    ({ unit, score }) =>
      unit.block.kind === 'row' && unit.document === first.unit.document && score >= top * 0.93,
  );
  const values = listCells(
    question,
    peers.map(({ unit }) => unit).toSorted((left, right) => left.index - right.index),
    matcher,
  );
  if (values.length < 2) return own;
  return { text: values.join(', '), source: 'list', certainty: 0.7, span: own?.span };
}

/** If the documents are passages, the rules for passages outrank the nearest span. */
function choosePassage(
  own: ShortAnswer | undefined,
  passages: PassageAnswer | undefined,
  placed: readonly Placed[],
  fromTable: boolean,
): ShortAnswer | undefined {
  if (passages === undefined || fromTable || placed[0]?.unit.block.kind === 'row') return own;
  const { text } = passages;
  const same = own !== undefined && isSame(own.text, text);
  const at = placed[0]?.unit.text.indexOf(text) ?? -1;
  const span = at === -1 ? undefined : { text, start: at, end: at + text.length };
  return { text, source: 'passages', certainty: same ? own.certainty : 0, span: same ? own.span : span };
}

interface Surroundings {
  readonly placed: readonly Placed[];
  readonly ranked: readonly RankedUnit[];
  readonly hop: Hop | undefined;
  readonly coverage: number;
  readonly terms: readonly QuestionTerm[];
  readonly getAnswer: (unit: IndexedUnit) => ShortAnswer | undefined;
  readonly passages: PassageAnswer | undefined;
}

function readFeatures(
  short: ShortAnswer,
  { placed, ranked, hop, coverage, terms, getAnswer, passages }: Surroundings,
): NonNullable<ExplainedAnswer['candidate']>['features'] {
  const first = placed[0]!;
  const own = ranked.find(({ unit }) => unit === first.unit);
  const rival = ranked
    .slice(0, 8)
    .find(
      ({ unit }) =>
        unit !== first.unit &&
        !placed.some((one) => one.unit === unit && one.superseded) &&
        differs(getAnswer(unit), short),
    );
  const margin =
    rival === undefined || own === undefined ? (rival === undefined ? 1 : 0) : 1 - rival.score / own.score;
  const named = terms.filter((term) => term.named);
  // After a hop, both sentences count.
  const hopped = hop !== undefined && first.unit === hop.to.unit ? hop : undefined;
  const readStrength = (term: QuestionTerm): number => {
    const place = terms.indexOf(term);
    const strengths =
      hopped === undefined
        ? [own?.strengths[place]]
        : [hopped.to.strengths[place], hopped.from.strengths[place]];
    return Math.max(0, ...strengths.map((strength) => strength ?? 0));
  };
  const held = named.filter((term) => readStrength(term) >= 0.35);
  const content = terms.filter(({ generic }) => !generic);
  const isSaid = (term: QuestionTerm): boolean => readStrength(term) >= 0.35;
  const total = content.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const said = content.filter(isSaid).reduce((sum, { weight }) => sum + weight, 0) / total;
  const unsaid = content.filter((term) => !isSaid(term)).length;
  return {
    coverage,
    said,
    open: Math.min(3, unsaid) / 3,
    certainty: short.certainty,
    margin: Math.max(0, Math.min(1, margin * 2)),
    names: named.length === 0 ? 1 : held.length / named.length,
    hop: hop === undefined ? 0 : 1,
    source: short.source,
    passages: short.source === 'passages' ? passages?.evidence : undefined,
  };
}

function isSame(left: string, right: string): boolean {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return plain(left) === plain(right);
}

function differs(other: ShortAnswer | undefined, short: ShortAnswer): boolean {
  return other !== undefined && !other.text.includes(short.text) && !short.text.includes(other.text);
}

function toSentence({ unit, score, superseded }: Placed, short: ShortAnswer | undefined): EvidenceSentence {
  const span = short?.span;
  const place = locate(unit.document, span === undefined ? unit.start : findOffset(unit, span.start));
  return {
    text: unit.text,
    title: unit.document.title,
    ...place,
    score: round(score),
    span: span === undefined ? null : [span.start, span.end],
    superseded: superseded || undefined,
  };
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
