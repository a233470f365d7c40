/**
 * BM25 index over units, with the words around a unit as context.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import { type DateMention, listDates, toDateTerms } from './date-terms.ts';
import { detectLanguage, type Language } from './language.ts';
import { findNewerVersions } from './newer-versions.ts';
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
  /** By the first unit of a document: the first units of its newer versions. */
  readonly newer: ReadonlyMap<number, readonly number[]>;
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

/** Indexes the units of documents. */
export function createEvidenceIndex(
  documents: readonly FileDocument[],
  stemming: Stemming,
  parts: EngineParts,
): EvidenceIndex {
  const { units, postings, languages, firsts } = collectUnits(documents, stemming, parts);
  const counts = new Map(
    [...postings].map(([term, list]) => [term, list.reduce((sum, { strength }) => sum + strength, 0)]),
  );
  let grams: Map<string, string[]> | undefined;
  return {
    units,
    languages,
    newer: parts.dates ? findNewerUnits(documents, firsts) : new Map(),
    meanSize: units.reduce((sum, { size }) => sum + size, 0) / Math.max(1, units.length),
    sequence: createSequences(units, stemming),
    find: createFinder(units, postings),
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

interface Collected {
  readonly units: readonly IndexedUnit[];
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  readonly languages: ReadonlySet<Language>;
  /** First unit of each document that has units. */
  readonly firsts: ReadonlyMap<FileDocument, number>;
}

function collectUnits(documents: readonly FileDocument[], stemming: Stemming, parts: EngineParts): Collected {
  const units: IndexedUnit[] = [];
  const postings = new Map<string, Posting[]>();
  const languages = new Set<Language>();
  const firsts = new Map<FileDocument, number>();
  for (const document of documents) {
    const language = detectLanguage(document.text);
    languages.add(language);
    const read = (text: string): string[] => findTerms(text, language, stemming);
    const found = splitUnits(document);
    const first = units.length;
    const last = first + found.length - 1;
    if (found.length > 0) firsts.set(document, first);
    const names = parts.context ? weighNames(document, read) : [];
    let trail: readonly string[] | undefined;
    let headings: readonly WeighedTerm[] = [];
    for (const unit of found) {
      if (parts.context && unit.block.trail !== trail) {
        trail = unit.block.trail;
        headings = weighed(read(trail.join(' ')), HEADING);
      }
      const { strengths, size } = readStrengths(unit, [...names, ...headings], read);
      const index = units.length;
      for (const [term, strength] of strengths) {
        const list = postings.get(term);
        if (list === undefined) postings.set(term, [{ unit: index, strength }]);
        else list.push({ unit: index, strength });
      }
      units.push({ ...unit, index, language, size, first, last });
    }
  }
  return { units, postings, languages, firsts };
}

/** A term of a name or heading, with its weight. */
type WeighedTerm = readonly [term: string, weight: number];

/** Returns the terms that describe all units of a document. */
function weighNames(document: FileDocument, read: (text: string) => string[]): readonly WeighedTerm[] {
  return [
    ...weighed(read(document.title), TITLE),
    ...weighed(readPath(document, read), PATH),
    ...weighed(read(findAuthor(document)), AUTHOR),
  ];
}

/** Returns the strength of each term at a unit, and the number of terms of its text. */
function readStrengths(
  { text }: Unit,
  context: readonly WeighedTerm[],
  read: (text: string) => string[],
): { readonly strengths: ReadonlyMap<string, number>; readonly size: number } {
  const dates = listDates(text);
  const own = read(withoutDates(text, dates));
  const strengths = new Map<string, number>();
  for (const [term, strength] of context) strengths.set(term, Math.max(strength, strengths.get(term) ?? 0));
  for (const term of own) strengths.set(term, 1);
  for (const code of listCodes(text)) strengths.set(code, 1);
  for (const date of dates) for (const term of toDateTerms(date)) strengths.set(term, 1);
  return { strengths, size: dates.length === 0 ? own.length : read(text).length };
}

/** Maps the first unit of a document to the first units of its newer versions. */
function findNewerUnits(
  documents: readonly FileDocument[],
  firsts: ReadonlyMap<FileDocument, number>,
): ReadonlyMap<number, readonly number[]> {
  const newer = new Map<number, readonly number[]>();
  for (const [document, versions] of findNewerVersions(documents)) {
    const first = firsts.get(document);
    const later = versions.map((one) => firsts.get(one)).filter((one) => one !== undefined);
    if (first !== undefined && later.length > 0) newer.set(first, later);
  }
  return newer;
}

/** Returns a function that reads the terms of a unit in order. It keeps recent results. */
function createSequences(
  units: readonly IndexedUnit[],
  stemming: Stemming,
): (at: number) => readonly string[] {
  const sequences = new Map<number, readonly string[]>();
  return (at) => {
    const known = sequences.get(at);
    if (known !== undefined) return known;
    const { block, text, language } = units[at]!;
    const heading = findTerms(block.trail.at(-1) ?? '', language, stemming);
    const made = [...heading, '', ...findTerms(text, language, stemming)];
    if (sequences.size >= MOST_SEQUENCES) sequences.clear();
    sequences.set(at, made);
    return made;
  };
}

/** Returns a function that finds terms, in all units or in those of one language. */
function createFinder(
  units: readonly IndexedUnit[],
  postings: ReadonlyMap<string, readonly Posting[]>,
): (term: string) => readonly Posting[] {
  const foreign = new Map<string, readonly Posting[]>();
  return (term) => {
    const [, language, stem] = FOREIGN.exec(term) ?? [];
    if (stem === undefined) return postings.get(term) ?? [];
    const known = foreign.get(term);
    if (known !== undefined) return known;
    const made = (postings.get(stem) ?? []).filter(({ unit }) => units[unit]!.language === language);
    foreign.set(term, made);
    return made;
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

function weighed(terms: readonly string[], weight: number): readonly WeighedTerm[] {
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
