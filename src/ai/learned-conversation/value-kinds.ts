/**
 * Kinds of values that a note states, so that notes with values of one kind can be compared.
 *
 * @module
 */
import { listStatedValues, type StatedValue } from '../conversation/stated-values.ts';
import type { Note, Notebook } from './note.ts';

/** A value and its kind. Only values of the same kind can replace each other. */
export interface KindOfValue {
  /** The type with its unit, such as `money` or `count guest`, or the form of a code, such as `a-9`. */
  readonly kind: string;
  /** The value in a form that can be compared. */
  readonly key: string;
  /** Names next to the value, in lower case. */
  readonly names: readonly string[];
  /** The value as the rules compare it. Absent for codes that are known only by their form. */
  readonly stated?: StatedValue;
}

const read = new WeakMap<Note, readonly KindOfValue[]>();

/** Returns the values of a note. Cached per note. */
export function listKinds(note: Note): readonly KindOfValue[] {
  let kinds = read.get(note);
  if (kinds === undefined) {
    kinds = [...listStatedValues(note.said).map(toKind), ...listCodes(note.said)];
    read.set(note, kinds);
  }
  return kinds;
}

function toKind(stated: StatedValue): KindOfValue {
  const { type, unit, key } = stated;
  const kind = type === 'name' ? `name ${key.split(' ').length}` : `${type} ${unit}`;
  return { kind, key, names: stated.subjects().names, stated };
}

/** Matches letters followed by digits, such as "ab-12". */
const CODE = /(?<![\p{L}\p{N}])#?\p{L}+(?:[-_/]\p{L}+)*[-_/]?\d+(?![\p{L}\p{N}])/gu;

/** Lists the codes in a text, each with its form as its kind. */
function listCodes(text: string): readonly KindOfValue[] {
  return (text.match(CODE) ?? []).map((code) => ({
    kind: `form ${code.replace(/\p{L}+/gu, 'a').replace(/\d+/g, '9')}`,
    key: code.toLowerCase(),
    names: [],
  }));
}

/** Tells whether a kind is that of a name. Names can be the value of anything. */
export const isName = (kind: string): boolean => kind.startsWith('name ');

/** Two values of one kind that differ. */
export interface OtherValue {
  readonly next: KindOfValue;
  readonly before: KindOfValue;
}

/** Lists the pairs of values of the same kind that differ. Leaves out a value that both notes hold. */
export function listOtherValues(next: Note, before: Note): readonly OtherValue[] {
  const own = listKinds(next);
  const theirs = listKinds(before);
  return own.flatMap((value) => {
    const same = theirs.filter(({ kind }) => kind === value.kind);
    return same.some(({ key }) => key === value.key) ? [] : same.map((old) => ({ next: value, before: old }));
  });
}

/** Notes with a different value of a kind in the new statement, and the weight of the concepts that they share with it. */
export type Rivals = ReadonlyMap<Note, number>;

interface FoundRivals {
  readonly book: Notebook;
  /** Rivals by a value that is not a name. */
  readonly typed: Rivals;
  /** Rivals by a name. */
  readonly named: Rivals;
}

const found = new WeakMap<Note, FoundRivals>();

/** Finds the rivals of a new statement among the notes that are not marked as past. Cached per statement and notebook. */
export function findRivals(book: Notebook, next: Note): FoundRivals {
  const known = found.get(next);
  if (known?.book === book) return known;
  const typed = new Map<Note, number>();
  const named = new Map<Note, number>();
  if (listKinds(next).length > 0)
    for (const note of book.notes) {
      if (typeof note.entry.meta.until === 'string') continue;
      const others = listOtherValues(next, note);
      if (others.length === 0) continue;
      const weight = weighShared(book, next, note);
      if (others.some((each) => !isName(each.next.kind))) typed.set(note, weight);
      if (others.some((each) => isName(each.next.kind))) named.set(note, weight);
    }
  const rivals = { book, typed, named };
  found.set(next, rivals);
  return rivals;
}

/** Adds the weights of the concepts that two notes share. */
export function weighShared(book: Notebook, next: Note, before: Note): number {
  let sum = 0;
  for (const concept of next.concepts) if (before.concepts.has(concept)) sum += book.weigh(concept);
  return sum;
}
