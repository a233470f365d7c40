/**
 * BM25 index over units, with the words around a unit as context.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import { type DateMention, listDates, toDateTerms } from './date-terms.ts';
import { detectLanguage, type Language } from './language.ts';
import type { EngineParts } from './parts.ts';
import type { Stemming } from './stemming.ts';
import { findTerms, listCodes } from './terms.ts';
import { splitUnits, type Unit } from './unit.ts';

/** A unit with its scoring data. */
export interface IndexedUnit extends Unit {
  /** Index among all units. */
  readonly index: number;
  /** Language of the document. */
  readonly language: Language;
  /** Number of terms of the unit itself. */
  readonly size: number;
  /** First and last unit of the same document. */
  readonly first: number;
  readonly last: number;
}

/** Location of a term: in the unit's text, or in the headings and names above it. */
interface Posting {
  readonly unit: number;
  readonly strength: number;
}

export interface EvidenceIndex {
  readonly units: readonly IndexedUnit[];
  readonly languages: ReadonlySet<Language>;
  /** Returns the units that contain a term, each with its strength from 0 to 1. */
  find(term: string): readonly Posting[];
  /** Returns the weight of a term: high for rare terms, highest for terms in no unit. */
  weigh(term: string): number;
  /** Returns terms that contain this one or are contained in it, and terms with one letter changed. */
  findSimilar(term: string): readonly string[];
  readonly meanSize: number;
  /** Units that are left out. Default: none. */
  readonly omitted?: ReadonlySet<number>;
  /** Returns the terms of a unit in order: its headings, then its text. */
  sequence(unit: number): readonly string[];
}

/** A term of another language than the question: `de:miet`. */
const FOREIGN = /^(en|de|fr|es|zh|ja|ko):(.+)$/s;

/** Weight of a context term relative to a text term. */
const HEADING = 0.55;
const TITLE = 0.45;
const PATH = 0.4;
const AUTHOR = 0.4;

/** Number of term sequences kept in memory. */
const MOST_SEQUENCES = 20_000;

export function createEvidenceIndex(
  documents: readonly FileDocument[],
  stemming: Stemming,
  parts: EngineParts,
): EvidenceIndex {
  const units: IndexedUnit[] = [];
  const postings = new Map<string, Posting[]>();
  const counts = new Map<string, number>();
  const languages = new Set<Language>();
  let total = 0;

  for (const document of documents) {
    const language = detectLanguage(document.text);
    languages.add(language);
    const read = (text: string): string[] => findTerms(text, language, stemming);
    const found = splitUnits(document);
    const first = units.length;
    const last = first + found.length - 1;
    const names = parts.context
      ? [
          ...weighed(read(document.title), TITLE),
          ...weighed(readPath(document, read), PATH),
          ...weighed(read(findAuthor(document)), AUTHOR),
        ]
      : [];
    let trail: readonly string[] | undefined;
    let headings: readonly (readonly [string, number])[] = [];
    for (const unit of found) {
      if (parts.context && unit.block.trail !== trail) {
        trail = unit.block.trail;
        headings = weighed(read(trail.join(' ')), HEADING);
      }
      const dates = listDates(unit.text);
      const own = read(withoutDates(unit.text, dates));
      const strengths = new Map<string, number>();
      for (const [term, strength] of [...names, ...headings])
        strengths.set(term, Math.max(strength, strengths.get(term) ?? 0));
      for (const term of own) strengths.set(term, 1);
      for (const code of listCodes(unit.text)) strengths.set(code, 1);
      for (const date of dates) for (const term of toDateTerms(date)) strengths.set(term, 1);
      const index = units.length;
      for (const [term, strength] of strengths) {
        const list = postings.get(term);
        if (list === undefined) postings.set(term, [{ unit: index, strength }]);
        else list.push({ unit: index, strength });
        counts.set(term, (counts.get(term) ?? 0) + strength);
      }

      const size = dates.length === 0 ? own.length : read(unit.text).length;
      total += size;
      units.push({ ...unit, index, language, size, first, last });
    }
  }

  let grams: Map<string, string[]> | undefined;
  const foreign = new Map<string, readonly Posting[]>();
  const sequences = new Map<number, readonly string[]>();
  return {
    units,
    languages,
    meanSize: total / Math.max(1, units.length),
    sequence(at) {
      const known = sequences.get(at);
      if (known !== undefined) return known;
      const { block, text, language } = units[at]!;
      const heading = findTerms(block.trail.at(-1) ?? '', language, stemming);
      const made = [...heading, '', ...findTerms(text, language, stemming)];
      if (sequences.size >= MOST_SEQUENCES) sequences.clear();
      sequences.set(at, made);
      return made;
    },
    find(term) {
      const [, language, stem] = FOREIGN.exec(term) ?? [];
      if (stem === undefined) return postings.get(term) ?? [];
      const known = foreign.get(term);
      if (known !== undefined) return known;
      const made = (postings.get(stem) ?? []).filter(({ unit }) => units[unit]!.language === language);
      foreign.set(term, made);
      return made;
    },
    weigh(term) {
      const count = counts.get(term) ?? 0;
      return Math.log(1 + (units.length + 1) / (count + 0.5));
    },
    findSimilar(term) {
      if (term.length < 4 || !/^\p{L}+$/u.test(term)) return [];
      grams ??= groupByGram(postings.keys());
      return findAlike(term, grams);
    },
  };
}

/** Returns an index that does not find some units. */
export function omitUnits(index: EvidenceIndex, omit: (unit: Unit) => boolean): EvidenceIndex {
  const omitted = new Set(index.units.filter(omit).map((unit) => unit.index));
  return { ...index, omitted, find: (term) => index.find(term).filter(({ unit }) => !omitted.has(unit)) };
}

/** Replaces dates by their years: the 12 of "2024-12-05" is not the number 12. */
function withoutDates(text: string, dates: readonly DateMention[]): string {
  let rest = text;
  for (const { start, end, year } of dates.toSorted((left, right) => right.start - left.start))
    rest = `${rest.slice(0, start)} ${year ?? ''} ${rest.slice(end)}`;
  return rest;
}

function weighed(terms: readonly string[], weight: number): readonly (readonly [string, number])[] {
  return terms.map((term) => [term, weight] as const);
}

/** Returns the sender of a mail: "I live in Ghent" is about them. */
function findAuthor({ format, blocks }: FileDocument): string {
  if (format !== 'mail') return '';
  return blocks[0]?.cells?.find(([name]) => name === 'From')?.[1] ?? '';
}

/** Returns the words of the file name and its nearest two folders. */
function readPath({ path }: FileDocument, read: (text: string) => string[]): string[] {
  return read(
    path
      .split('/')
      .slice(-3)
      .join(' ')
      .replace(/\.\w{1,8}$/, '')
      .replace(/[_-]+/g, ' '),
  );
}

/** Indexes the vocabulary by its first and last letter pairs, to narrow the search for similar terms. */
function groupByGram(terms: Iterable<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const term of terms) {
    if (term.length < 4 || term.length > 40 || !/^\p{L}+$/u.test(term)) continue;
    for (const key of new Set([`^${term.slice(0, 3)}`, `${term.slice(-3)}$`])) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [term]);
      else group.push(term);
    }
  }
  return groups;
}

const MOST_SIMILAR = 12;

function findAlike(term: string, grams: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const near = new Set([
    ...(grams.get(`^${term.slice(0, 3)}`) ?? []),
    ...(grams.get(`${term.slice(-3)}$`) ?? []),
  ]);
  const found: string[] = [];
  for (const other of near) {
    if (other === term || found.length >= MOST_SIMILAR) continue;
    const [short, long] = term.length < other.length ? [term, other] : [other, term];
    const within =
      short.length >= 4 &&
      (long.startsWith(short)
        ? long.length - short.length <= 3 || short.length >= 6
        : short.length >= 5 && long.length - short.length >= 3 && long.endsWith(short));
    if (within || (short.length >= 5 && differsByOne(short, long))) found.push(other);
  }
  return found;
}

function differsByOne(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = short.length === long.length ? short.slice(at + 1) : short.slice(at);
  if (rest === long.slice(at + 1)) return true;
  // Two letters in the wrong order: "lenght".
  return (
    short.length === long.length &&
    short[at] === long[at + 1] &&
    short[at + 1] === long[at] &&
    short.slice(at + 2) === long.slice(at + 2)
  );
}
