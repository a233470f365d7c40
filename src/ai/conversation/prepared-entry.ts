/**
 * Entry fields for the rules. They are computed once, because entries never change.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import { NOTE, readFact, type StoredFact } from './fact.ts';
import { type NoteFrame, readFrame } from './supersede.ts';
import { hashText, maskWords } from './word-mask.ts';
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
  /** Bits of the content words, for fast comparison with many notes. */
  mask(): number;
  /** Hash of `normal`. */
  hash(): number;
}

const prepared = new WeakMap<Entry, PreparedEntry>();

function prepareEntry(entry: Entry): PreparedEntry {
  const known = prepared.get(entry);
  if (known !== undefined) return known;
  const fact = readFact(entry);
  let normal: string | undefined;
  let words: ReadonlySet<string> | undefined;
  let frame: NoteFrame | undefined;
  let mask: number | undefined;
  let hash: number | undefined;
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
    mask() {
      mask ??= maskWords(made.words());
      return mask;
    },
    hash() {
      hash ??= hashText(made.normal());
      return hash;
    },
  };
  prepared.set(entry, made);
  return made;
}

export interface PreparedEntries {
  readonly facts: readonly PreparedEntry[];
  readonly notes: readonly PreparedEntry[];
  /** Returns in how many notes each concept occurs. Valid until a later list of the same memory is prepared. */
  countConcepts(): ReadonlyMap<string, number>;
}

/** A prepared list that the next list of the same memory starts from. */
interface Prepared extends PreparedEntries {
  readonly entries: readonly Entry[];
  /** All entries, in the order of `entries`. */
  readonly all: readonly PreparedEntry[];
  /** Hands over the counts, if they were computed. */
  takeCounts(): Map<string, number> | undefined;
}

const split = new WeakMap<readonly Entry[], Prepared>();
let latest: WeakRef<Prepared> | undefined;

/**
 * Splits entries into facts and notes, once per list. Skips entries without a fact, such as those of other programs. If
 * few entries changed since the last list, most of the work is reused.
 */
export function prepareEntries(entries: readonly Entry[]): PreparedEntries {
  const known = split.get(entries);
  if (known !== undefined) return known;
  const made = continueFrom(latest?.deref(), entries);
  split.set(entries, made);
  latest = new WeakRef(made);
  return made;
}

function continueFrom(before: Prepared | undefined, entries: readonly Entry[]): Prepared {
  const all: PreparedEntry[] = [];
  const facts: PreparedEntry[] = [];
  const notes: PreparedEntry[] = [];
  const added: PreparedEntry[] = [];
  const removed: PreparedEntry[] = [];
  const earlier = before?.entries ?? [];
  const earlierAll = before?.all ?? [];
  let place = 0;
  for (const entry of entries) {
    // A changed entry keeps its place, and a deleted one leaves a gap.
    const gone = place;
    const end = Math.min(gone + MOST_SKIPPED, earlier.length);
    while (place < end && earlier[place] !== entry) place++;
    let next: PreparedEntry;
    if (place < end) {
      for (let each = gone; each < place; each++) removed.push(earlierAll[each]!);
      next = earlierAll[place++]!;
    } else {
      place = gone;
      next = prepareEntry(entry);
      added.push(next);
    }
    all.push(next);
    if (next.fact !== undefined) (next.fact.attribute === NOTE ? notes : facts).push(next);
  }
  for (; place < earlierAll.length; place++) removed.push(earlierAll[place]!);
  // Beyond that, counting again is cheaper, and the lists are probably of different memories.
  const isClose = added.length + removed.length < notes.length / 2;
  let counts = isClose ? before?.takeCounts() : undefined;
  if (counts !== undefined) {
    addConcepts(counts, added.filter(isNote), 1);
    addConcepts(counts, removed.filter(isNote), -1);
  }
  return {
    entries,
    all,
    facts,
    notes,
    countConcepts() {
      counts ??= addConcepts(new Map(), notes, 1);
      return counts;
    },
    takeCounts() {
      const taken = counts;
      counts = undefined;
      return taken;
    },
  };
}

/** Number of deleted entries in a row that a list may skip. */
const MOST_SKIPPED = 32;

function isNote({ fact }: PreparedEntry): boolean {
  return fact?.attribute === NOTE;
}

function addConcepts(
  counts: Map<string, number>,
  notes: readonly PreparedEntry[],
  by: 1 | -1,
): Map<string, number> {
  for (const note of notes)
    for (const concept of note.frame().concepts) counts.set(concept, (counts.get(concept) ?? 0) + by);
  return counts;
}
