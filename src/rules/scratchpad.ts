/**
 * Reads and writes the scratchpad: lines "Title: sentences", best first, up to a number of characters.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import { keepRecent } from './caches.ts';
import { type Profile, profileText, type QuestionProfile, readSentences, stringList } from './profile.ts';
import { coverage, type Ranked } from './relevance.ts';
import { flatten } from './terms.ts';
import type { Settings } from './types.ts';

/** Lines stay in the scratchpad for many steps. */
const keepLine = keepRecent<string, Profile>(256);

/** Parses the lines of a scratchpad. Its metadata holds the title and sources of each line. */
export function readScratchpad(text: string, meta: JsonObject): Profile[] {
  if (text === '') return [];
  const lines = listLines(meta);
  return text.split('\n').map((line, index) => {
    const known = lines[index];
    const title =
      typeof known?.title === 'string' && line.startsWith(`${known.title}: `)
        ? known.title
        : line.slice(0, Math.max(0, line.indexOf(': ')));
    const text = line.startsWith(`${title}: `) ? line.slice(title.length + 2) : line;
    const sources = known ? stringList(known, 'sources') : [];
    return keepLine(JSON.stringify([title, text, sources]), () =>
      profileText(title, text, sources, 'scratchpad'),
    );
  });
}

function listLines(meta: JsonObject): readonly (JsonObject | null)[] {
  return Array.isArray(meta.lines) ? (meta.lines as (JsonObject | null)[]) : [];
}

/**
 * Shortens a text to its most relevant sentences, in order. The first sentence gets extra weight, because it defines
 * the subject.
 */
export function condense(questions: readonly QuestionProfile[], profile: Profile, limit: number): string {
  const flat = joinLines(profile.text);
  if (flat.length <= limit) return flat;
  const values = readSentences(profile).map(
    ({ stems }, index) =>
      (index === 0 ? 0.3 : 0) + Math.max(0, ...questions.map((question) => coverage(question, stems))),
  );
  return pickSentences(profile, values, limit);
}

/**
 * Returns the sentences with the highest values that fit into `limit` characters, in the order of the text. Sentences
 * without a value are left out. If none fits, returns the start of the text.
 */
export function pickSentences(
  profile: Profile,
  values: readonly (number | undefined)[],
  limit: number,
): string {
  const parts = readSentences(profile).flatMap(({ text }, index) => {
    const value = values[index];
    return value === undefined ? [] : [{ text, index, value }];
  });
  const kept: typeof parts = [];
  let length = 0;
  for (const part of parts.sort((left, right) => right.value - left.value)) {
    if (length + part.text.length + 1 > limit) continue;
    kept.push(part);
    length += part.text.length + 1;
  }
  if (kept.length === 0) return joinLines(profile.text).slice(0, limit);
  return kept
    .sort((left, right) => left.index - right.index)
    .map(({ text }) => joinLines(text))
    .join(' ');
}

/** Writes a text on one line. */
export function joinLines(text: string): string {
  return text.includes('\n') ? text.replace(/\s*\n\s*/g, ' ') : text;
}

export interface Line {
  readonly title: string;
  readonly text: string;
  readonly sources: readonly string[];
  /** Indexes of the questions it is relevant to. */
  readonly serves: readonly number[];
}

const sameSubject = (left: Line, right: Line): boolean =>
  left.title === right.title &&
  (left.text === right.text || left.sources.some((id) => right.sources.includes(id)));

/** One question's claim on the scratchpad: its texts, best first. */
export interface Claim {
  /** Index of the question in the task. */
  readonly place: number;
  readonly profiles: readonly Profile[];
  /** Rounds to wait before its first turn. Default: 0. */
  readonly waits?: number;
}

/** Returns a question's claim: the texts of a ranking that are relevant to it. */
export function toClaim(place: number, ranking: readonly Ranked[]): Claim {
  return { place, profiles: ranking.filter(({ score }) => score > 0).map(({ profile }) => profile) };
}

/** Reads the questions that each line serves, written as `0 3,1`: the first line serves questions 0 and 3. */
function readServes({ serves }: JsonObject): readonly (readonly number[])[] {
  if (typeof serves !== 'string') return [];
  return serves.split(',').map((places) => (places === '' ? [] : places.split(' ').map(Number)));
}

/** Lines that the current question notes before later questions get a turn. */
const ownRounds = 3;

/** Returns the scratchpad's claims of questions after `place`, which are not visible now. */
export function laterClaims(place: number, noted: readonly Profile[], meta: JsonObject): Claim[] {
  const serves = readServes(meta);
  const later = new Set(serves.flat().filter((one) => one > place));
  return [...later].map((one) => ({
    place: one,
    profiles: noted.filter((_, index) => serves[index]?.includes(one)),
    waits: ownRounds,
  }));
}

/** Number of a question's best texts that count as noted for it. */
const servedPlaces = 6;

/** Fills the scratchpad from several claims in turn, so that every question gets a share. */
export function packLines(
  claims: readonly Claim[],
  questions: readonly QuestionProfile[],
  settings: Settings,
): Line[] {
  const lines: Line[] = [];
  const made = new Map<Profile, Line>();
  let length = 0;
  const longest = Math.max(0, ...claims.map(({ profiles, waits = 0 }) => profiles.length + waits));
  for (let place = 0; place < longest; place += 1)
    for (const { profiles, waits = 0 } of claims) {
      const profile = profiles[place - waits];
      if (!profile) continue;
      const line = made.get(profile) ?? toLine(profile, claims, questions, settings);
      made.set(profile, line);
      const size = line.title.length + line.text.length + 3;
      const known = lines.some((other) => sameSubject(other, line));
      if (known || length + size > settings.scratchpadCharacters) continue;
      lines.push(line);
      length += size;
    }
  return lines;
}

function toLine(
  profile: Profile,
  claims: readonly Claim[],
  questions: readonly QuestionProfile[],
  settings: Settings,
): Line {
  const limit = profile.from === 'scratchpad' ? Number.POSITIVE_INFINITY : settings.lineCharacters;
  return {
    title: profile.title,
    text: condense(questions, profile, limit),
    sources: profile.sources,
    serves: claims
      .filter(({ profiles }) => profiles.slice(0, servedPlaces).includes(profile))
      .map(({ place }) => place),
  };
}

/** The scratchpad before a step. */
export interface ScratchpadBefore {
  readonly scratchpad: string;
  readonly scratchpadMeta: JsonObject;
}

/** Returns the update that writes these lines, or nothing if the scratchpad already contains them. */
export function writeScratchpad(
  lines: readonly Line[],
  { scratchpad: before, scratchpadMeta }: ScratchpadBefore,
  extra: JsonObject,
): Operation[] {
  const text = lines.map((line) => `${line.title}: ${line.text}`).join('\n');
  if (text === '' || (text === before && Object.keys(extra).length === 0)) return [];
  const meta = {
    ...extra,
    sources: [...new Set(lines.flatMap((line) => line.sources))],
    lines: lines.map(({ title, sources: own }) => ({ title, sources: own })),
    serves: lines.map(({ serves }) => serves.join(' ')).join(','),
  };
  return [
    {
      op: 'update',
      target: 'scratchpad',
      // The same string, so that the log holds it once.
      text: text === before ? before : text,
      meta: pickChanged(meta, scratchpadMeta),
    },
  ];
}

/** An Update merges metadata, so it need not repeat what is there. */
function pickChanged(meta: JsonObject, before: JsonObject): JsonObject {
  const changed = Object.entries(meta).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]),
  );
  return Object.fromEntries(changed);
}

/** Names that were searched, as fingerprints: the log holds the list at every step, so it must be short. */
export interface AskedNames {
  includes(name: string): boolean;
  /** Returns the list with more names, for metadata. */
  add(names: readonly string[], limit?: number): string;
}

/** Reads the names of earlier Reads from the scratchpad's metadata. */
export function readAsked({ asked }: JsonObject): AskedNames {
  const known = typeof asked === 'string' && asked !== '' ? asked.split(' ') : [];
  return {
    includes: (name) => known.includes(toFingerprint(name)),
    add(names, limit = Number.POSITIVE_INFINITY) {
      const all = [...known, ...names.map(toFingerprint)];
      return all.slice(Math.max(0, all.length - limit)).join(' ');
    },
  };
}

function toFingerprint(name: string): string {
  const codes = Array.from(flatten(name), (character) => character.codePointAt(0)!);
  return (mixSeed(...codes) >>> 0).toString(36);
}
