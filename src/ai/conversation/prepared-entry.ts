/**
 * Entry fields for the rules. They are computed once, because entries never change.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import { NOTE, readFact, type StoredFact } from './fact.ts';
import { type NoteFrame, readFrame } from './supersede.ts';
import { contentWords, normaliseText } from './words.ts';

export interface PreparedEntry {
  readonly entry: Entry;
  readonly fact: StoredFact | undefined;
  /** The text without case, spacing and punctuation. */
  normal(): string;
  /** Content words of the value. */
  words(): ReadonlySet<string>;
  /** The text as `replaces` compares it. */
  frame(): NoteFrame;
}

const prepared = new WeakMap<Entry, PreparedEntry>();

function prepareEntry(entry: Entry): PreparedEntry {
  const known = prepared.get(entry);
  if (known !== undefined) return known;
  const fact = readFact(entry);
  let normal: string | undefined;
  let words: ReadonlySet<string> | undefined;
  let frame: NoteFrame | undefined;
  const made: PreparedEntry = {
    entry,
    fact,
    normal() {
      normal ??= normaliseText(entry.text);
      return normal;
    },
    frame() {
      frame ??= readFrame(fact?.value ?? entry.text);
      return frame;
    },
    words() {
      words ??= new Set(contentWords(fact?.value ?? entry.text));
      return words;
    },
  };
  prepared.set(entry, made);
  return made;
}

export interface PreparedEntries {
  readonly facts: readonly PreparedEntry[];
  readonly notes: readonly PreparedEntry[];
}

const split = new WeakMap<readonly Entry[], PreparedEntries>();

/**
 * Splits entries into facts and notes, once per list. Skips entries without a fact, such as those of other programs.
 */
export function prepareEntries(entries: readonly Entry[]): PreparedEntries {
  const known = split.get(entries);
  if (known !== undefined) return known;
  const facts: PreparedEntry[] = [];
  const notes: PreparedEntry[] = [];
  for (const entry of entries) {
    const next = prepareEntry(entry);
    if (next.fact !== undefined) (next.fact.attribute === NOTE ? notes : facts).push(next);
  }
  const made = { facts, notes };
  split.set(entries, made);
  return made;
}
