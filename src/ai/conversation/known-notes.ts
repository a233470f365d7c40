/**
 * The notes of one speaker, with fast filters: a long message compares each of its sentences with all of them.
 *
 * @module
 */
import type { EntryId } from '../../memory/entry.ts';
import type { PreparedEntry } from './prepared-entry.ts';
import { hashText, maskWords } from './word-mask.ts';

export interface KnownNotes {
  readonly count: number;
  /** Returns the notes that `ids` name, oldest first. */
  near(ids: ReadonlySet<EntryId>): readonly PreparedEntry[];
  /** Returns the first note that matches, among those with the same text or nearly the same words. */
  findSimilar(
    normal: string,
    words: ReadonlySet<string>,
    matches: (note: PreparedEntry) => boolean,
  ): PreparedEntry | undefined;
  /** Removes a note. */
  remove(note: PreparedEntry): void;
  /** Removes and returns all notes. */
  removeAll(): readonly PreparedEntry[];
}

export function createKnownNotes(given: readonly PreparedEntry[]): KnownNotes {
  let notes: readonly PreparedEntry[] = given;
  // Columns, parallel to `given`. Removed notes stay in them.
  let columns: Columns | undefined;
  let nearest: { readonly ids: ReadonlySet<EntryId>; readonly notes: readonly PreparedEntry[] } | undefined;
  const removed = new Set<PreparedEntry>();

  return {
    get count() {
      return notes.length;
    },
    near(ids) {
      if (nearest?.ids !== ids) nearest = { ids, notes: given.filter(({ entry }) => ids.has(entry.id)) };
      return nearest.notes.filter((note) => !removed.has(note));
    },
    findSimilar(normal, words, matches) {
      columns ??= readColumns(given);
      const { masks, hashes } = columns;
      const hash = hashText(normal);
      const mask = maskWords(words);
      // Two sets with four of five words in common differ in at most a quarter of the words of either.
      const most = Math.floor(words.size / 4);
      for (let place = 0; place < masks.length; place++) {
        if (hashes[place] !== hash && countBits(masks[place]! ^ mask) > most) continue;
        const note = given[place]!;
        if (!removed.has(note) && matches(note)) return note;
      }
      return undefined;
    },
    remove(note) {
      removed.add(note);
      notes = notes.filter((other) => other !== note);
    },
    removeAll() {
      const all = notes;
      for (const note of all) removed.add(note);
      notes = [];
      return all;
    },
  };
}

interface Columns {
  readonly masks: Int32Array;
  readonly hashes: Int32Array;
}

function readColumns(notes: readonly PreparedEntry[]): Columns {
  const masks = new Int32Array(notes.length);
  const hashes = new Int32Array(notes.length);
  for (let place = 0; place < notes.length; place++) {
    masks[place] = notes[place]!.mask();
    hashes[place] = notes[place]!.hash();
  }
  return { masks, hashes };
}

function countBits(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
