/**
 * A draft of a speaker's facts: collects the statements of a turn and returns operations.
 *
 * @module
 */
import type { Entry, EntryId } from '../../memory/entry.ts';
import type { Operation } from '../../memory/operation.ts';
import { type Fact, NOTE, type StoredFact, toMeta } from './fact.ts';
import { findKin } from './kinship.ts';
import { createKnownNotes } from './known-notes.ts';
import { findRemovedRows, findRow, keepTopic, latestRow, type Row } from './match-facts.ts';
import { type PreparedEntry, prepareEntries } from './prepared-entry.ts';
import { listStatedValues } from './stated-values.ts';
import {
  createWeigh,
  findReplaced,
  markNamedOld,
  markOldValue,
  type NoteFrame,
  readFrame,
  type Weigh,
} from './supersede.ts';
import { contentWords, coversWords, normaliseText } from './words.ts';

/** Date and source documents of a statement. */
export interface Origin {
  /** `YYYY-MM-DD`. Undefined if the date is unknown. */
  readonly said: string | undefined;
  readonly sources: readonly string[];
  /** Entries about the same topic, which the statement may replace. */
  readonly near: ReadonlySet<EntryId>;
}

export interface Draft {
  /** Applies a statement. Returns false if a removal matches nothing. */
  state(fact: Fact, origin: Origin): boolean;
  /** Stores a statement in the speaker's own words, unless it is already known. */
  note(fact: Fact, origin: Origin): void;
  /** Replaces the last value, or the value that contains `old`. */
  correct(value: string, old: string | undefined, origin: Origin): boolean;
  forgetLast(): void;
  /** Deletes what matches. Returns false if nothing does. */
  forget(matches: (fact: StoredFact, text: string) => boolean): boolean;
  /** Marks what matches as past. Returns false if nothing does. */
  retract(matches: (fact: StoredFact, text: string) => boolean, origin: Origin): boolean;
  /** Deletes the weakest entries beyond `limit`: notes before facts, older before newer. */
  evict(most: number): void;
  /** Names of people by lower-case name. */
  people(): ReadonlyMap<string, string>;
  /** The people that facts are about, most recent first. */
  recentPeople(): readonly string[];
  operations(): readonly Operation[];
}

/** Opens a draft from the entries of one speaker. Ignores entries of others and entries without a fact. */
export function createDraft(entries: readonly Entry[], speaker: string): Draft {
  const known = prepareEntries(entries);
  const rows = known.facts.filter(({ fact }) => fact?.speaker === speaker).map(toRow);
  // Most notes never change, so they become rows only when an operation may delete them.
  const own = known.notes.filter(({ fact }) => fact?.speaker === speaker);
  const notes = createKnownNotes(own);
  let clock = [...rows, ...own.slice(-1).map(toRow)].reduce(
    (latest, { order }) => Math.max(latest, order),
    0,
  );

  let justRemoved: Row | undefined;
  let weights: Weigh | undefined;
  const live = (): Row[] => rows.filter((row) => row.live);
  const withNotes = (): Row[] => {
    rows.push(...notes.removeAll().map(toRow));
    return live();
  };

  function markPast(row: Row, { said, sources }: Origin, replaced = false): void {
    row.text = addPastMark(row.text, said);
    row.meta = {
      ...{ ...row.entry?.meta, ...row.meta, until: said ?? '' },
      ...(replaced && { replacedBy: sources }),
    };
  }

  /**
   * Marks the notes and facts that a statement replaces, among those about the same topic. Returns the old values that
   * the statement names.
   */
  function supersede(text: string, origin: Origin, isFact = false, changed?: boolean): readonly string[] {
    const next = readFrame(text, changed);
    const own = isAboutSpeaker(text);
    weights ??= createWeigh(known.countConcepts(), known.notes.length);
    const weigh = weights;
    const named: string[] = [];
    const check = (frame: NoteFrame, stated: string): boolean => {
      const replaced = findReplaced(next, frame, own && isAboutSpeaker(stated), weigh);
      if (replaced?.named !== undefined) named.push(replaced.named);
      return replaced !== undefined;
    };
    for (const row of live()) {
      if (isPast(row) || (row.entry && !origin.near.has(row.entry.id))) continue;
      // Facts replace facts by their attributes.
      if (isFact && row.fact.attribute !== NOTE) continue;
      const stated = row.fact.attribute === NOTE ? row.fact.value : row.text;
      if (check(readFrame(stated), stated)) markPast(row, origin, true);
    }
    for (const note of notes.near(origin.near)) {
      if (typeof note.entry.meta.until === 'string' || !check(note.frame(), note.fact!.value)) continue;
      markPast(takeRow(note), origin, true);
    }
    return named;
  }

  /** Turns a note into a row, so that operations can change it. */
  function takeRow(note: PreparedEntry): Row {
    notes.remove(note);
    const row = toRow(note);
    rows.push(row);
    return row;
  }

  /** Records that a statement was repeated. A past statement becomes current again. */
  function confirm(row: Row, { said, sources }: Origin): void {
    const before = row.meta ?? row.entry?.meta;
    const known = Array.isArray(before?.sources) ? before.sources : [];
    if (sources.every((source) => known.includes(source))) return;
    clock += 1;
    row.order = clock;
    row.text = row.text.replace(PAST_MARK, '');
    row.meta = {
      ...{ ...before, said: said ?? before?.said, sources: [...known, ...sources].slice(-MOST_SOURCES) },
      ...(isPast(row) && { until: null, replacedBy: null }),
    };
  }

  function write(row: Row | undefined, fact: Fact, { said, sources }: Origin): Row {
    const { speaker: who, subject, attribute, value, text } = fact;
    clock += 1;
    const next = {
      fact: { speaker: who, subject, attribute, value },
      text,
      meta: { ...toMeta(fact, said, sources), ...(row && isPast(row) && { until: null, replacedBy: null }) },
      live: true,
      order: clock,
    };
    if (row !== undefined) return Object.assign(row, next);
    const created = { entry: undefined, ...next };
    rows.push(created);
    return created;
  }

  return {
    state(fact, origin) {
      if (fact.mode === 'remove') {
        const removed = findRemovedRows(live(), fact);
        for (const row of removed) {
          row.live = false;
          clock += 1;
          row.order = clock;
          justRemoved = row;
        }
        return removed.length > 0;
      }
      const row = findRow(rows, fact);
      if (row?.live && (normaliseText(row.text) === normaliseText(fact.text) || isVaguer(row, fact))) {
        confirm(row, origin);
        return true;
      }
      const written = write(row, row === undefined ? fact : keepTopic(row, fact), origin);
      if (fact.mode === 'set') supersede(written.text, origin, true, fact.changed || undefined);
      return true;
    },
    note(fact, origin) {
      const text = normaliseText(fact.text);
      const words = new Set(contentWords(fact.value));
      const known = live().find(
        (row) => normaliseText(row.text) === text || isSimilar(contentWords(row.fact.value), words),
      );
      const note =
        known === undefined
          ? notes.findSimilar(text, words, (other) => isSameNote(other, fact.value, text, words))
          : undefined;
      const same = note === undefined ? known : takeRow(note);
      if (same !== undefined) {
        confirm(same, origin);
        return;
      }
      const old = supersede(fact.value, origin);
      const mark = (stated: string): string => old.reduce(markOldValue, markNamedOld(stated));
      write(undefined, { ...fact, text: mark(fact.text), value: mark(fact.value) }, origin);
    },
    correct(value, old, { said }) {
      // "My manager is no longer Tom, it's Sarah" corrects what the same turn removed.
      const facts = rows.filter((row) => row.fact.attribute !== NOTE && (row.live || row === justRemoved));
      const words = old === undefined ? [] : contentWords(old);
      const row = latestRow(old === undefined ? facts : facts.filter(({ text }) => coversWords(text, words)));
      if (row === undefined || row.fact.value === '' || isOtherType(value, row.fact.value)) return false;
      const before = row.fact.value;
      const place = old === undefined ? -1 : before.toLowerCase().indexOf(old.toLowerCase());
      const after = place < 0 ? value : before.slice(0, place) + value + before.slice(place + old!.length);
      clock += 1;
      row.text = row.text.replace(before, () => after);
      row.fact = { ...row.fact, value: after };
      row.meta = { ...row.entry?.meta, ...row.meta, value: after, said };
      row.order = clock;
      row.live = true;
      return true;
    },
    forgetLast() {
      const last = latestRow(withNotes());
      for (const row of live()) if (row.order === last?.order) row.live = false;
    },
    forget(matches) {
      const matching = withNotes().filter((row) => matches(row.fact, row.text));
      for (const row of matching) row.live = false;
      return matching.length > 0;
    },
    retract(matches, origin) {
      const matching = withNotes().filter((row) => !isPast(row) && matches(row.fact, row.text));
      for (const row of matching) markPast(row, origin);
      return matching.length > 0;
    },
    evict(most) {
      const excess = live().length + notes.count - most;
      if (excess <= 0) return;
      const weight = (row: Row): number => (row.fact.attribute === NOTE ? 0 : 1);
      const weakest = withNotes().sort(
        (one, other) => weight(one) - weight(other) || one.order - other.order,
      );
      for (const row of weakest.slice(0, excess)) row.live = false;
    },
    people() {
      const named = live().filter(({ fact }) => fact.attribute === 'name' && fact.subject !== '');
      return new Map(named.map(({ fact }) => [fact.value.toLowerCase(), fact.subject]));
    },
    recentPeople() {
      const about = live().filter(({ fact }) => fact.subject !== '');
      about.sort((one, other) => other.order - one.order);
      return [...new Set(about.map(({ fact }) => fact.subject))];
    },
    operations: () => rows.flatMap(toOperations),
  };
}

/** "It's fourteen now" does not correct a date, and "it's the 29th now" does not correct a name. */
function isOtherType(value: string, before: string): boolean {
  const [next, old] = [value, before].map((text) =>
    listStatedValues(`is ${text}`)
      .map(({ type }) => type)
      .filter((type) => type !== 'name' && type !== 'place'),
  ) as [string[], string[]];
  return next.length > 0 && !next.some((type) => old.includes(type));
}

/** Whether the row is marked as past. */
function isPast({ entry, meta }: Row): boolean {
  return typeof (meta?.until === undefined ? entry?.meta.until : meta.until) === 'string';
}

const OWN = /\b(?:I|I'm|I've|my|we|our|the user)\b/i;

function isAboutSpeaker(text: string): boolean {
  return OWN.test(text) && findKin(text) === '';
}

function toRow({ entry, fact }: PreparedEntry): Row {
  return { entry, fact: fact!, text: entry.text, meta: undefined, live: true, order: entry.updatedAt };
}

function toOperations({ entry, text, meta, live }: Row): readonly Operation[] {
  if (entry === undefined) return live ? [{ op: 'create', text, meta: meta ?? {} }] : [];
  const target = { id: entry.id };
  if (!live) return [{ op: 'delete', target, expectedVersion: entry.version }];
  if (meta === undefined) return [];
  return [{ op: 'update', target, text, meta, expectedVersion: entry.version }];
}

/** "I have a dog" after "I have a dog called Rex" changes nothing. */
function isVaguer(row: Row, fact: Fact): boolean {
  if (fact.mode !== 'add' || fact.old !== undefined || fact.changed) return false;
  return row.fact.attribute === fact.attribute && coversWords(row.fact.value, contentWords(fact.value));
}

/** The mark before the text of a past statement. */
export const PAST_MARK: RegExp = /^(?:Until \d{4}-\d{2}-\d{2}|Previously): /;

/** @param until date of the statement that replaced it, if known */
export function addPastMark(text: string, until: string | undefined): string {
  return until ? `Until ${until}: ${text}` : `Previously: ${text}`;
}

/** Number of latest sources kept of a repeated statement. */
const MOST_SOURCES = 8;

/** Word overlap at which two notes count as the same. */
const SAME_NOTE = 0.8;

/** Returns the shared words as a fraction of all words, 0 to 1. */
function shareWords(words: Iterable<string>, others: ReadonlySet<string>): number {
  let shared = 0;
  let count = 0;
  for (const word of words) {
    count += 1;
    if (others.has(word)) shared += 1;
  }
  const all = count + others.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** Compares lengths first, because most notes differ in length. */
function isSameNote(note: PreparedEntry, value: string, normal: string, words: ReadonlySet<string>): boolean {
  const ratio = note.fact!.value.length / value.length;
  if (ratio < 0.6 || ratio > 1.7) return false;
  if (note.normal() === normal) return true;
  return isSimilar([...note.words()], words);
}

function isSimilar(own: readonly string[], words: ReadonlySet<string>): boolean {
  const sizes = Math.min(own.length, words.size) / Math.max(own.length, words.size, 1);
  return sizes >= SAME_NOTE && shareWords(own, words) >= SAME_NOTE;
}
