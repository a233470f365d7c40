/**
 * Features of an entry beside a question: what they share, what the question asks for, and both together.
 *
 * @module
 */
import type { Entry, EntryId } from '../../memory/entry.ts';
import { findAskedAttributes } from '../conversation/asked-attributes.ts';
import { listConcepts } from '../conversation/concepts.ts';
import {
  hasFigure,
  isEvent,
  isFirst,
  isInstruction,
  isPreference,
  type SeenEntry,
} from './entry-features.ts';
import { listSpecifics, type Note, type Notebook } from './note.ts';

/** A question and what the entries share with it. */
export interface Asked {
  readonly text: string;
  /** Concepts of the question with their weights. */
  readonly weights: ReadonlyMap<string, number>;
  readonly total: number;
  readonly specifics: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  /** Place of each entry in the results of a search. */
  readonly ranks: ReadonlyMap<EntryId, number>;
  /** Share of the question that each note covers, and the highest. */
  readonly coverage: ReadonlyMap<Note, number>;
  readonly highest: number;
  /** Share of the question that the notes of each turn cover together. */
  readonly byTurn: readonly number[];
  /** The mean of `byTurn` over the turns around each, and the highest. */
  readonly around: readonly number[];
  readonly highestAround: number;
  readonly kinds: AskedKinds;
}

/** What a question asks for, each 0 or 1. */
interface AskedKinds {
  readonly order: number;
  readonly summary: number;
  readonly amount: number;
  readonly time: number;
  readonly own: number;
  readonly advice: number;
}

/** Turns on each side that may be about the same topic. */
const REACH = 3;

/** Prepares a question for the entries of memory. */
export function prepareAsked(text: string, book: Notebook, found: readonly Entry[]): Asked {
  const weights = new Map(listConcepts(text).map((concept) => [concept, book.weigh(concept)]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  const cover = (concepts: ReadonlySet<string>): number => {
    let sum = 0;
    for (const [concept, weight] of weights) if (concepts.has(concept)) sum += weight;
    return sum / total;
  };
  const coverage = new Map(book.notes.map((note) => [note, cover(note.concepts)]));
  const byTurn = [...book.turns.values()].map((notes) =>
    cover(new Set(notes.flatMap(({ concepts }) => [...concepts]))),
  );
  const around = byTurn.map((_, place) => {
    const near = byTurn.slice(Math.max(0, place - REACH), place + REACH + 1);
    return near.reduce((sum, share) => sum + share, 0) / near.length;
  });
  return {
    text,
    weights,
    total,
    specifics: listSpecifics(text),
    attributes: new Set(findAskedAttributes(text)),
    ranks: new Map(found.map(({ id }, rank) => [id, rank])),
    coverage,
    highest: findHighest(coverage.values()),
    byTurn,
    around,
    highestAround: findHighest(around),
    kinds: readKinds(text),
  };
}

/** Returns the highest share, above 0 so that it can divide. A memory may have more entries than a call has arguments. */
function findHighest(shares: Iterable<number>): number {
  let highest = 1e-6;
  for (const share of shares) highest = Math.max(highest, share);
  return highest;
}

function readKinds(text: string): AskedKinds {
  const own = /\b(?:I|my|me|mine|we|our)\b/i.test(text);
  const recalls =
    /\b(?:did I|have I|had I|I (?:said|mentioned|told|brought|made|used|had|have|was|were|did|plan\w*|decid\w*|chose)|I've|am I|was I|my)\b/i.test(
      text,
    );
  return {
    order: Number(
      /\b(?:order|sequence|timeline|chronolog\w+|first|earlier|later|before|after)\b/i.test(text),
    ),
    summary: Number(
      /\bsummar\w+|\boverview\b|\bthroughout\b|\bover time\b|\ball (?:the|of)\b|\bacross\b/i.test(text),
    ),
    amount: Number(
      /\bhow (?:many|much|long|often|far|old)\b|\btotal\b|\bpercent\w*\b|\bnumber of\b/i.test(text),
    ),
    time: Number(
      /\bwhen\b|\bwhat (?:day|date|time|year|month)\b|\bdays?\b|\bweeks?\b|\bmonths?\b/i.test(text),
    ),
    own: Number(own),
    advice: Number(
      !recalls &&
        /^(?:(?:can|could|would|will) you|how (?:can|do|should|would)|what (?:are|is|should|steps|kind)|please|help|show|give|explain|tell|i(?:'m| am|'d| would| want| need))\b/i.test(
          text,
        ),
    ),
  };
}

/** An entry beside a question. */
interface Matched extends SeenEntry {
  readonly asked: Asked;
}

type MatchFeature = (matched: Matched) => number;

/** Returns the share of the question's concepts that the entry holds, by weight. */
export const coverage: MatchFeature = ({ asked, note }) => asked.coverage.get(note)!;

/** Returns the same as a share of the highest of all entries. */
export const relativeCoverage: MatchFeature = ({ asked, note }) => asked.coverage.get(note)! / asked.highest;

/** Returns the share of the entry's concepts that the question holds. */
export const precision: MatchFeature = ({ asked, note }) => {
  let shared = 0;
  for (const concept of note.concepts) if (asked.weights.has(concept)) shared += 1;
  return shared / Math.max(3, note.concepts.size);
};

/** Returns a score that falls with the place among search results. */
export const searchScore: MatchFeature = ({ asked, note }) => {
  const rank = asked.ranks.get(note.entry.id);
  return rank === undefined ? 0 : 1 / (1 + rank / 8);
};

/** Tells whether the search found it at all. */
export const isFound: MatchFeature = ({ asked, note }) => Number(asked.ranks.has(note.entry.id));

/** Returns the weight of the rarest shared concept, in units of 5. */
export const rarestShared: MatchFeature = ({ asked, note }) => {
  let most = 0;
  for (const [concept, weight] of asked.weights)
    if (note.concepts.has(concept)) most = Math.max(most, weight);
  return most / 5;
};

/** Returns the number of shared figures and names, in units of 2, at most 2. */
export const sharedSpecifics: MatchFeature = ({ asked, note }) => {
  let shared = 0;
  for (const each of note.specifics) if (asked.specifics.has(each)) shared += 1;
  return Math.min(2, shared / 2);
};

/** Tells whether it is a fact of the kind that the question asks for. */
export const isAskedFact: MatchFeature = ({ asked, note: { fact } }) =>
  Number(fact !== undefined && asked.attributes.has(fact.attribute));

/** Returns the share of the question that its whole turn covers. */
export const turnCoverage: MatchFeature = ({ asked, book, note }) =>
  asked.byTurn[book.places.get(note.turn)!]!;

/** Returns the better coverage of the turns before and after. */
export const nearCoverage: MatchFeature = ({ asked, book, note }) => {
  const place = book.places.get(note.turn)!;
  return Math.max(asked.byTurn[place - 1] ?? 0, asked.byTurn[place + 1] ?? 0);
};

/** Returns the number of better entries of its turn, in units of 2, at most 2. */
export const rankInTurn: MatchFeature = ({ asked, book, note }) => {
  const own = asked.coverage.get(note)!;
  const better = book.turns
    .get(note.turn)!
    .filter((other) => other !== note && asked.coverage.get(other)! > own).length;
  return Math.min(2, better / 2);
};

/** Returns how much the turns around it are about the question, as a share of the highest. */
export const aroundCoverage: MatchFeature = ({ asked, book, note }) =>
  asked.around[book.places.get(note.turn)!]! / asked.highestAround;

/** Returns the number of concepts of the question, in units of 15, at most 2. */
export const questionLength: MatchFeature = ({ asked }) => Math.min(2, asked.weights.size / 15);

/** Returns the highest coverage of all entries. */
export const bestCoverage: MatchFeature = ({ asked }) => asked.highest;

const kind =
  (name: keyof AskedKinds): MatchFeature =>
  ({ asked }) =>
    asked.kinds[name];

const both =
  (one: MatchFeature, other: MatchFeature): MatchFeature =>
  (matched) =>
    one(matched) * other(matched);

/** Features of an entry beside a question, by the name that weights files use. */
export const MATCH_FEATURES: Readonly<Record<string, MatchFeature>> = {
  coverage,
  relativeCoverage,
  precision,
  searchScore,
  isFound,
  rarestShared,
  sharedSpecifics,
  isAskedFact,
  turnCoverage,
  nearCoverage,
  rankInTurn,
  aroundCoverage,
  questionLength,
  bestCoverage,
  asksOrder: kind('order'),
  asksSummary: kind('summary'),
  asksAmount: kind('amount'),
  asksTime: kind('time'),
  asksOwn: kind('own'),
  asksAdvice: kind('advice'),
  instructionMatch: both(isInstruction, turnCoverage),
  instructionForAdvice: both(isInstruction, kind('advice')),
  preferenceMatch: both(isPreference, turnCoverage),
  preferenceForAdvice: both(isPreference, kind('advice')),
  orderMatch: both(kind('order'), turnCoverage),
  summaryMatch: both(kind('summary'), turnCoverage),
  orderAround: both(kind('order'), aroundCoverage),
  summaryAround: both(kind('summary'), aroundCoverage),
  orderFirst: both(kind('order'), isFirst),
  summaryFirst: both(kind('summary'), isFirst),
  amountFigure: both(kind('amount'), hasFigure),
  ownEvent: both(kind('own'), isEvent),
};
