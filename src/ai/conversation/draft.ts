/**
 * The state of a speaker's facts while a turn is read: operations come out at the end.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import type { Operation } from '../../memory/operation.ts';
import type { JsonObject } from '../../shared/json.ts';
import { type Fact, NOTE, readFact, type StoredFact, toMeta } from './fact.ts';
import { compareWords, contentWords, coversWords, normaliseText } from './words.ts';

/** One entry as it will be after the turn. */
interface Row {
  readonly entry: Entry | undefined;
  fact: StoredFact;
  text: string;
  meta: JsonObject | undefined;
  live: boolean;
  /** Higher is later. */
  order: number;
}

export interface Draft {
  /** Takes a statement in. Returns whether it changed or confirmed anything. */
  state(fact: Fact, said: string | undefined, sources: readonly string[]): boolean;
  /** Keeps a statement in the speaker's own words, unless it is known already. */
  note(fact: Fact, said: string | undefined, sources: readonly string[]): void;
  /** Puts another value in place of the last one, or of the one that holds `old`. */
  correct(value: string, old: string | undefined, said: string | undefined): boolean;
  forgetLast(): void;
  forget(matches: (fact: StoredFact, text: string) => boolean): void;
  /** Forgets the weakest entries beyond this many: notes before facts, older before newer. */
  evict(most: number): void;
  /** Names of people by lower-case name. */
  people(): ReadonlyMap<string, string>;
  /** The people that facts are about, the latest first. */
  recentPeople(): readonly string[];
  operations(): readonly Operation[];
}

/** Starts from the entries of one speaker. Entries of others and entries without a fact are left alone. */
export function createDraft(entries: readonly Entry[], speaker: string): Draft {
  const rows: Row[] = [];
  for (const entry of entries) {
    const fact = readFact(entry);
    if (fact?.speaker !== speaker) continue;
    rows.push({ entry, fact, text: entry.text, meta: undefined, live: true, order: entry.updatedAt });
  }
  let clock = rows.reduce((latest, { order }) => Math.max(latest, order), 0);

  const live = (): Row[] => rows.filter((row) => row.live);
  const latest = (found: readonly Row[]): Row | undefined =>
    found.reduce<Row | undefined>(
      (best, row) => (best === undefined || row.order >= best.order ? row : best),
      undefined,
    );

  function write(
    row: Row | undefined,
    fact: Fact,
    said: string | undefined,
    sources: readonly string[],
  ): void {
    const { speaker: who, subject, attribute, value } = fact;
    const stored = { speaker: who, subject, attribute, value };
    const meta = toMeta(fact, said, sources);
    clock += 1;
    if (row === undefined)
      rows.push({ entry: undefined, fact: stored, text: fact.text, meta, live: true, order: clock });
    else Object.assign(row, { fact: stored, text: fact.text, meta, live: true, order: clock });
  }

  /** The row that a statement is about: its new version if it was deleted in this turn. */
  function find(fact: Fact): Row | undefined {
    const same = rows.filter(
      (row) => row.fact.attribute !== NOTE && isSameSubject(row.fact.subject, fact.subject),
    );
    if (fact.old !== undefined) {
      const words = contentWords(fact.old);
      const holding = same.filter(
        (row) =>
          row.live &&
          (coversWords(row.fact.value, words) || coversWords(fact.old!, contentWords(row.fact.value))),
      );
      const found = latest(holding.filter((row) => row.fact.attribute === fact.attribute)) ?? latest(holding);
      if (found !== undefined) return found;
    }
    const related = same.filter((row) => isSameAttribute(row.fact.attribute, fact.attribute));
    const equal = related.filter((row) => normaliseText(row.fact.value) === normaliseText(fact.value));
    if (equal.length > 0) return latest(equal);
    if (fact.mode === 'set')
      return (
        latest(preferLive(related.filter((row) => row.fact.attribute === fact.attribute))) ??
        latest(preferLive(related)) ??
        findPreference(same, fact)
      );
    const words = contentWords(fact.value);
    const covered = related.filter(
      (row) =>
        row.live &&
        (coversWords(row.fact.value, words) || coversWords(fact.value, contentWords(row.fact.value))),
    );
    if (covered.length > 0) return latest(covered);
    const replaced = related.filter((row) => row.live);
    if (fact.changed && replaced.length === 1 && fact.attribute.startsWith('do ')) return replaced[0];
    return latest(related.filter((row) => !row.live));
  }

  function findRemoved(fact: Fact): readonly Row[] {
    const words = contentWords(fact.value);
    return live().filter(({ fact: known }) => {
      if (known.attribute === NOTE || !isSameSubject(known.subject, fact.subject)) return false;
      const held =
        words.length === 0 ||
        coversWords(known.value, words) ||
        coversWords(fact.value, contentWords(known.value));
      if (fact.attribute === '')
        return held && /^(?:home|employer|job|partner|have |do |is )/.test(known.attribute);
      if (fact.attribute === 'have')
        return (
          (held || coversWords(known.attribute, words.slice(-1))) &&
          /^(?:have |drive|do use|do wear)/.test(known.attribute)
        );
      return (
        isSameAttribute(known.attribute, fact.attribute) &&
        (held || contentWords(known.value).some((word) => words.includes(word)))
      );
    });
  }

  return {
    state(fact, said, sources) {
      if (fact.mode === 'remove') {
        const removed = findRemoved(fact);
        for (const row of removed) row.live = false;
        return removed.length > 0;
      }
      const row = find(fact);
      if (row?.live && normaliseText(row.text) === normaliseText(fact.text)) return true;
      // A vaguer statement of the same fact changes nothing: "I have a dog" after "I have a dog called Rex".
      if (
        row?.live &&
        fact.mode === 'add' &&
        fact.old === undefined &&
        !fact.changed &&
        row.fact.attribute === fact.attribute
      ) {
        if (coversWords(row.fact.value, contentWords(fact.value))) return true;
      }
      write(row, row === undefined ? fact : keepTopic(row, fact), said, sources);
      return true;
    },
    note(fact, said, sources) {
      const known = live().some(
        (row) =>
          normaliseText(row.text).includes(normaliseText(fact.value)) ||
          compareWords(row.fact.value, fact.value) >= SAME_NOTE,
      );
      if (!known) write(undefined, fact, said, sources);
    },
    correct(value, old, said) {
      const facts = live().filter((row) => row.fact.attribute !== NOTE);
      const words = old === undefined ? [] : contentWords(old);
      const row = latest(old === undefined ? facts : facts.filter(({ text }) => coversWords(text, words)));
      if (row === undefined || row.fact.value === '') return false;
      const before = row.fact.value;
      const place = old === undefined ? -1 : before.toLowerCase().indexOf(old.toLowerCase());
      const after = place < 0 ? value : before.slice(0, place) + value + before.slice(place + old!.length);
      clock += 1;
      row.text = row.text.includes(before) ? row.text.replace(before, () => after) : row.text;
      row.fact = { ...row.fact, value: after };
      row.meta = { ...row.entry?.meta, ...row.meta, value: after, said };
      row.order = clock;
      return true;
    },
    forgetLast() {
      const last = latest(live());
      if (last === undefined) return;
      for (const row of live()) if (row.order === last.order) row.live = false;
    },
    forget(matches) {
      for (const row of live()) if (matches(row.fact, row.text)) row.live = false;
    },
    evict(most) {
      const kept = live();
      const excess = kept.length - most;
      if (excess <= 0) return;
      const isNote = (row: Row): number => (row.fact.attribute === NOTE ? 0 : 1);
      kept.sort((one, other) => isNote(one) - isNote(other) || one.order - other.order);
      for (const row of kept.slice(0, excess)) row.live = false;
    },
    people() {
      const named = live().filter(({ fact }) => fact.attribute === 'name' && fact.subject !== '');
      return new Map(named.map(({ fact }) => [fact.value.toLowerCase(), fact.subject]));
    },
    recentPeople() {
      const about = live().filter(({ fact }) => fact.subject !== '');
      return [
        ...new Set(about.sort((one, other) => other.order - one.order).map(({ fact }) => fact.subject)),
      ];
    },
    operations() {
      return rows.flatMap((row): Operation[] => {
        const { entry, text, meta, live: kept } = row;
        if (entry === undefined) return kept ? [{ op: 'create', text, meta: meta ?? {} }] : [];
        const target = { id: entry.id };
        if (!kept) return [{ op: 'delete', target, expectedVersion: entry.version }];
        if (meta === undefined || text === entry.text) return [];
        return [{ op: 'update', target, text, meta, expectedVersion: entry.version }];
      });
    },
  };
}

/** "the appointment is on Tuesday" about a dentist appointment is still about the dentist's. */
function keepTopic(row: Row, fact: Fact): Fact {
  const isVaguer = fact.attribute.startsWith('is ') && row.fact.attribute.length > fact.attribute.length;
  if (!isVaguer || !row.fact.attribute.startsWith('is ') || !row.text.includes(row.fact.value)) return fact;
  return { ...fact, attribute: row.fact.attribute, text: row.text.replace(row.fact.value, () => fact.value) };
}

/** Share of words from which two notes say the same. */
const SAME_NOTE = 0.8;

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
  return fact.changed && preferences.length === 1 ? preferences[0] : undefined;
}

function isSameSubject(one: string, other: string): boolean {
  return (
    one === other || (one !== '' && other !== '' && (one.endsWith(` ${other}`) || other.endsWith(` ${one}`)))
  );
}

/** Named things are the same when one name holds the other and both end alike: "dentist appointment", "appointment". */
function isSameAttribute(one: string, other: string): boolean {
  if (one === other) return true;
  const [kind, ...words] = one.split(' ');
  const [otherKind, ...otherWords] = other.split(' ');
  if (kind !== otherKind || (kind !== 'is' && kind !== 'taste')) return false;
  const [shorter, longer] = words.length <= otherWords.length ? [words, otherWords] : [otherWords, words];
  return (
    shorter.length > 0 &&
    shorter.every((word) => longer.includes(word)) &&
    (kind === 'taste' || shorter.at(-1) === longer.at(-1) || longer[0] === shorter[0])
  );
}
