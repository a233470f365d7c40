/**
 * Two hops: a name in the best evidence leads to a sentence with the rest.
 *
 * @module
 */

import { foldAccents } from '../shared/fold-accents.ts';
import type { EvidenceIndex, IndexedUnit } from './evidence-index.ts';
import { FIGURE_KINDS } from './formed-kinds.ts';
import type { WordMatcher } from './match-words.ts';
import type { AskedQuestion } from './question.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { RankedUnit } from './rank.ts';
import { findNames, holdsKind, isNoName, type Span } from './spans.ts';
import type { Stemming } from './stemming.ts';
import { IN_TEXT, SAID } from './term-coverage.ts';
import { findTerms } from './terms.ts';
import { unitHoldsKind } from './unit-kind.ts';

/** A sentence reached through a name, with the sentence that contains the name. */
export interface Hop {
  readonly from: RankedUnit;
  readonly to: RankedUnit;
  /** The name that joins them. */
  readonly name: string;
  /** Share of the question that both sentences cover together, 0 to 1. */
  readonly coverage: number;
  /** Whether the second sentence is a row with the asked column. */
  readonly asked: boolean;
}

/** Number of best sentences whose names are followed. */
const HEADS = 6;

/** Least share of the question that a sentence leaves open for another one. */
const LEAST_OPEN = 0.08;

/** A name whose rarest word is in more units than this leads nowhere in particular. */
const MOST_UNITS = 400;

/** Minimum gain of the second sentence, and of a row with the asked column. */
const LEAST_GAIN = 0.12;
const LEAST_ASKED = 0.04;

/** Strength of a name in the title or a heading above a sentence. */
const IN_HEADING = 0.45;

/** Strength from which a term is in the sentence in the same words. */
const EXACT = 0.9;

/** Finds the best hop. Returns `undefined` if no name leads to the missing part of the question. */
export function followNames(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  ranked: readonly RankedUnit[],
  index: EvidenceIndex,
  stemming: Stemming,
  matcher: WordMatcher,
): Hop | undefined {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  let best: Hop | undefined;
  for (const from of ranked.slice(0, HEADS)) {
    if (from.unit.document.format === 'code') continue;
    const open = terms.map((term, place) =>
      from.strengths[place]! < SAID && !term.missing ? term.weight : 0,
    );
    if (open.reduce((sum, weight) => sum + weight, 0) / total < LEAST_OPEN) continue;
    const isWorded = terms.map((term, place) => open[place]! > 0 && !term.generic);
    for (const name of listNames(from.unit, question, matcher)) {
      for (const at of unitsWith(name, from.unit, index, stemming)) {
        // Count only words in the sentence itself: synonyms and words for the kind only beside the asked kind.
        const formed = FIGURE_KINDS.has(question.kind) && unitHoldsKind(question, index.units[at]!);
        const strengths = terms.map((term, place) => {
          const strength = strengthAt(term, at, index);
          if (!formed && !isWorded[place]) return 0;
          return strength >= (formed ? IN_TEXT : EXACT) ? strength : 0;
        });
        const gain =
          strengths.reduce(
            (sum, strength, place) => sum + Math.max(0, strength - from.strengths[place]!) * open[place]!,
            0,
          ) / total;
        const coverage = from.coverage + gain;
        const asked = hasAskedCell(index.units[at]!, question, matcher);
        if (gain < (asked ? LEAST_ASKED : LEAST_GAIN) || coverage <= (best?.coverage ?? 0)) continue;
        const to = { ...from, unit: index.units[at]!, coverage, strengths };
        best = { from, to, name, coverage, asked };
      }
    }
  }
  return best;
}

/** Returns whether a row has a cell named by the question: "phone" in "What is the phone number of …". */
function hasAskedCell({ block }: IndexedUnit, question: AskedQuestion, matcher: WordMatcher): boolean {
  const { kind, head, asked } = question;
  return (block.cells ?? []).some(([name, value]) => {
    const column = name.toLowerCase();
    if (value === '' || column === 'name') return false;
    if (head.includes(column) || asked.includes(column)) return true;
    return FIGURE_KINDS.has(kind) && matcher.weigh(name) > 0 && holdsKind(question, value);
  });
}

/** Returns names in a sentence that the question does not contain, those near its words first. */
function listNames(
  { text, block }: IndexedUnit,
  question: AskedQuestion,
  matcher: WordMatcher,
): readonly string[] {
  const asked = foldAccents(question.text.toLowerCase());
  const values = (block.cells ?? [])
    .map(([, value]) => value)
    .filter((value) => value.length <= 60 && /\p{L}/u.test(value));
  const words = matcher.find(text);
  const measureGap = ({ start, end }: Span): number =>
    Math.min(...words.map(({ at }) => (at < start ? start - at : Math.max(0, at - end))));
  const names = findNames(text)
    .map((span) => ({ name: span.text, gap: measureGap(span) }))
    .toSorted((left, right) => left.gap - right.gap)
    .map(({ name }) => name);
  return [...new Set([...values, ...names])].filter(
    (name) => name.length > 2 && !isNoName(name) && !asked.includes(foldAccents(name.toLowerCase())),
  );
}

/** Returns units that contain all words of a name, rows of other units included. */
function unitsWith(
  name: string,
  from: IndexedUnit,
  index: EvidenceIndex,
  stemming: Stemming,
): readonly number[] {
  // An initial is often left out: "P. Lomax".
  const full = name.replace(/(?<!\p{L})\p{Lu}\.\s?/gu, '');
  const found = new Set<number>();
  const tried = new Set<string>();
  // Stems of a name differ by language.
  for (const language of new Set([from.language, ...index.languages])) {
    const words = findTerms(full, language, stemming);
    const key = words.join(' ');
    if (words.length === 0 || tried.has(key)) continue;
    tried.add(key);
    for (const unit of unitsWithWords(words, index)) if (unit !== from.index) found.add(unit);
  }
  return [...found];
}

function unitsWithWords(words: readonly string[], index: EvidenceIndex): readonly number[] {
  const [first, ...rest] = words
    .map((word) => index.find(word))
    .toSorted((left, right) => left.length - right.length);
  if (first!.length > MOST_UNITS) return [];
  const others = rest.map((postings) => new Map(postings.map(({ unit, strength }) => [unit, strength])));
  return first!
    .filter(({ unit, strength }) => strength >= IN_HEADING && others.every((map) => map.has(unit)))
    .map(({ unit }) => unit);
}

/** Strengths by term and unit, for the terms of recent questions. */
const held = new WeakMap<EvidenceIndex, Map<string, ReadonlyMap<number, number>>>();
const MOST_HELD = 1000;

function strengthAt(term: QuestionTerm, at: number, index: EvidenceIndex): number {
  const maps = held.get(index) ?? new Map<string, ReadonlyMap<number, number>>();
  held.set(index, maps);
  let best = 0;
  for (const [variant, share] of term.variants) {
    let known = maps.get(variant);
    if (known === undefined) {
      known = new Map(index.find(variant).map(({ unit, strength }) => [unit, strength]));
      if (maps.size >= MOST_HELD) maps.clear();
      maps.set(variant, known);
    }
    best = Math.max(best, (known.get(at) ?? 0) * share);
  }
  return best;
}
