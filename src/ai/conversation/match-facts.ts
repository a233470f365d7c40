/**
 * Finds the known fact that a statement is about.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import type { JsonObject } from '../../shared/json.ts';
import { type Fact, NOTE, type StoredFact } from './fact.ts';
import { readHead } from './relation-readers.ts';
import { contentWords, coversWords, normaliseText } from './words.ts';

/** The state of one fact or note after the turn. */
export interface Row {
  /** Absent for rows that this turn adds. */
  readonly entry: Entry | undefined;
  fact: StoredFact;
  text: string;
  /** Undefined if the turn does not change the row. */
  meta: JsonObject | undefined;
  live: boolean;
  /** Higher is later. */
  order: number;
}

export function latestRow(rows: readonly Row[]): Row | undefined {
  return rows.reduce<Row | undefined>(
    (best, row) => (best === undefined || row.order >= best.order ? row : best),
    undefined,
  );
}

/**
 * Returns the row that a statement replaces or repeats, or `undefined` if the statement is new. Rows that this turn
 * deleted count: "I no longer work at Acme, I work at Initech" is one change.
 */
export function findRow(rows: readonly Row[], fact: Fact): Row | undefined {
  const same = rows.filter(
    (row) => row.fact.attribute !== NOTE && isSameSubject(row.fact.subject, fact.subject),
  );
  const holdsOld = fact.old === undefined ? undefined : findHolding(same, fact.old, fact.attribute);
  if (holdsOld !== undefined) return holdsOld;
  const swapped = fact.swap ? findSwapped(same, fact) : undefined;
  if (swapped !== undefined) return swapped;
  const related = same.filter((row) => isSameAttribute(row.fact.attribute, fact.attribute));
  const equal = related.filter((row) => normaliseText(row.fact.value) === normaliseText(fact.value));
  if (equal.length > 0) return latestRow(equal);
  if (fact.mode === 'set') {
    const exact = related.filter((row) => row.fact.attribute === fact.attribute);
    return latestRow(preferLive(exact)) ?? latestRow(preferLive(related)) ?? findPreference(same, fact);
  }
  const live = related.filter((row) => row.live);
  const covered = live.filter((row) => overlap(row.fact.value, fact.value));
  if (covered.length > 0) return latestRow(covered);
  if (fact.changed && live.length === 1 && fact.attribute.startsWith('do ')) return live[0];
  const sameNoun = fact.changed ? same.filter((row) => isSameUse(row, fact)) : [];
  if (sameNoun.length > 0) return latestRow(sameNoun);
  return latestRow(related.filter((row) => !row.live));
}

/** Attributes that people switch: a subject, an editor, a diet. */
const SWITCHED = /^(?:activity|do |drive|diet|prefer|learn|school|job)/;

function findSwapped(rows: readonly Row[], fact: Fact): Row | undefined {
  const live = rows.filter((row) => row.live);
  const noun = readHead(fact.value);
  const sameNoun = live.filter((row) => readHead(row.fact.value) === noun);
  if (sameNoun.length > 0) return latestRow(sameNoun);
  const candidates = live.filter((row) => SWITCHED.test(row.fact.attribute));
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** "I have porridge for breakfast" and "I have cereal for breakfast", "day shifts" and "night shifts". */
function isSameUse({ live, fact: known }: Row, fact: Fact): boolean {
  if (!live || !/^(?:do |taste |prefer )/.test(known.attribute)) return false;
  const noun = readHead(fact.value);
  return (
    noun !== '' && fact.value.includes(' ') && known.value.includes(' ') && readHead(known.value) === noun
  );
}

/** Returns the rows that a removal deletes. */
export function findRemovedRows(live: readonly Row[], fact: Fact): readonly Row[] {
  const words = contentWords(fact.value);
  return live.filter(({ fact: known }) => {
    if (known.attribute === NOTE || !isSameSubject(known.subject, fact.subject)) return false;
    const held = words.length === 0 || overlap(known.value, fact.value);
    if (fact.attribute === '')
      return held && /^(?:home|employer|job|partner|have |do |is )/.test(known.attribute);
    if (fact.attribute === 'have')
      return (
        (/^(?:have |drive|do use|do wear)/.test(known.attribute) &&
          (held || coversWords(known.attribute, words.slice(-1)))) ||
        // "Sold the Vivaro" after "My van is a white Vivaro".
        (known.attribute.startsWith('is ') && words.length > 0 && coversWords(known.value, words))
      );
    const isPart = contentWords(known.value).some((word) => words.includes(word));
    return isSameAttribute(known.attribute, fact.attribute) && (held || isPart);
  });
}

/** Returns whether one phrase has all content words of the other. */
function overlap(one: string, other: string): boolean {
  return coversWords(one, contentWords(other)) || coversWords(other, contentWords(one));
}

function findHolding(rows: readonly Row[], old: string, attribute: string): Row | undefined {
  const holding = rows.filter((row) => row.live && overlap(row.fact.value, old));
  return latestRow(holding.filter((row) => row.fact.attribute === attribute)) ?? latestRow(holding);
}

/**
 * Matches related nouns. "The appointment is on Tuesday" can be about a dentist appointment, and "swapped my Golf for
 * a Kia" updates "I drive a Golf".
 */
export function keepTopic(row: Row, fact: Fact): Fact {
  const before = row.fact;
  if (before.value === '' || !row.text.includes(before.value)) return fact;
  const isShorter = fact.attribute.length < before.attribute.length;
  const isVaguer = isShorter && fact.attribute.startsWith('is ') && before.attribute.startsWith('is ');
  const isSwap =
    (fact.old !== undefined || fact.swap === true) &&
    /^(?:have|do use|do work)/.test(fact.attribute) &&
    !/^(?:have|home)/.test(before.attribute);
  if (!isVaguer && !isSwap) return fact;
  return { ...fact, attribute: before.attribute, text: row.text.replace(before.value, () => fact.value) };
}

function preferLive(rows: readonly Row[]): readonly Row[] {
  const live = rows.filter((row) => row.live);
  return live.length > 0 ? live : rows;
}

/** "I prefer planes now" after "I prefer trains to planes". */
function findPreference(rows: readonly Row[], fact: Fact): Row | undefined {
  if (!fact.attribute.startsWith('prefer ')) return undefined;
  const words = contentWords(fact.value);
  const preferences = rows.filter((row) => row.live && row.fact.attribute.startsWith('prefer '));
  const mentioned = preferences.filter((row) => coversWords(row.text, words));
  if (mentioned.length > 0) return mentioned.at(-1);
  const liked = fact.changed
    ? rows.filter(
        (row) =>
          row.live && row.text.includes(' likes ') && readHead(row.fact.value) === readHead(fact.value),
      )
    : [];
  if (liked.length > 0 && fact.value.includes(' ')) return liked.at(-1);
  return fact.changed && preferences.length === 1 ? preferences[0] : undefined;
}

export function isSameSubject(one: string, other: string): boolean {
  return (
    one === other || (one !== '' && other !== '' && (one.endsWith(` ${other}`) || other.endsWith(` ${one}`)))
  );
}

/** Named things are the same if one name contains the other and both end with the same noun. */
function isSameAttribute(one: string, other: string): boolean {
  if (one === other) return true;
  const [kind, ...words] = one.split(' ');
  const [otherKind, ...otherWords] = other.split(' ');
  if (kind !== otherKind || (kind !== 'is' && kind !== 'taste')) return false;
  const [shorter, longer] = words.length <= otherWords.length ? [words, otherWords] : [otherWords, words];
  if (shorter.length === 0 || !shorter.every((word) => longer.includes(word))) return false;
  return kind === 'taste' || shorter.at(-1) === longer.at(-1);
}
