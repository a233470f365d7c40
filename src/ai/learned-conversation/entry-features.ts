/**
 * Features of an entry alone: what kind of statement it is, how specific and how old.
 *
 * @module
 */
import { NOTE } from '../conversation/fact.ts';
import { CHANGE, DOUBT } from '../conversation/supersede.ts';
import type { Note, Notebook } from './note.ts';

/** What features of an entry are computed from. */
export interface SeenEntry {
  readonly book: Notebook;
  readonly note: Note;
  /** Place of the note in the notebook, from 0 (oldest). */
  readonly place: number;
}

type EntryFeature = (seen: SeenEntry) => number;

const test =
  (pattern: RegExp): EntryFeature =>
  ({ note }) =>
    Number(pattern.test(note.said));

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Tells whether the rules read a fact, not a note in the speaker's words. */
export const isFact: EntryFeature = ({ note: { fact } }) =>
  Number(fact !== undefined && fact.attribute !== NOTE);

/** Tells whether it is a standing instruction. */
export const isInstruction: EntryFeature = test(
  /^(?:please,? )?(?:always|never|from now on|make sure|remember to|whenever|when I ask|avoid|use|do not|don't)\b|\b(?:when(?:ever)? I ask|in (?:all )?your (?:answers|replies|responses))\b/i,
);

/** Tells whether it states a preference. */
export const isPreference: EntryFeature = test(
  /\bI(?:'d|'m| am| would| really| also| always| usually)*\s*(?:prefer|like|love|enjoy|hate|dislike|avoid|want|value|favou?r|tend|rather|keen|interested)\b|\bfavou?rite\b|\bprefer/i,
);

/** Returns the number of figures, in units of 3, at most 2. */
export const figures: EntryFeature = ({ note }) => Math.min(2, count(note.said, /\d[\d.,:]*/g) / 3);

/** Tells whether it holds a figure. */
export const hasFigure: EntryFeature = test(/\d/);

/** Tells whether it holds a date or a day. */
export const hasDate: EntryFeature = test(
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{4}-\d{2}-\d{2}|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}:\d{2}\b/i,
);

/** Tells whether it holds a sum of money or a share. */
export const hasAmount: EntryFeature = test(/[$€£]\s?\d|\d\s?(?:%|per ?cent|dollars|euros|pounds)/i);

/** Returns the number of names, in units of 3, at most 2. */
export const names: EntryFeature = ({ note }) =>
  Math.min(2, count(note.said, /(?<=[\p{L}\p{N},;:] )\p{Lu}\p{L}+/gu) / 3);

/** The speaker talks about himself or herself. */
export const OWN: RegExp = /\b(?:I|I'm|I've|my|mine|we|our|the user)\b/i;

/** Tells whether the speaker talks about himself or herself. */
export const isOwn: EntryFeature = test(OWN);

/** Tells whether it says that the speaker has done, been or become something. */
export const isEvent: EntryFeature = test(
  /\b(?:I|we)(?:'ve| have| had|'m| am| was| were)? (?:just |recently |already |never |also )*(?:[a-z]+ed|been|got|met|made|went|took|built|wrote|bought|chose|found|set|started|done|spent|seen)\b/i,
);

/** Tells whether it says that something never happened. */
export const isDenial: EntryFeature = test(/\b(?:never|haven't|have not|hadn't|didn't|no longer|not yet)\b/i);

/** Tells whether it asks for something. */
export const isRequest: EntryFeature = test(
  /\?|\b(?:can|could|would) you\b|\bhow (?:do|can|should|to)\b|^(?:help|explain|show|give|write|tell)\b/i,
);

/** Returns the length in units of 200 characters, at most 2. */
export const length: EntryFeature = ({ note }) => Math.min(2, note.entry.text.length / 200);

/** Tells whether it is marked as past. */
export const isPast: EntryFeature = ({ note }) => Number(typeof note.entry.meta.until === 'string');

/** Tells whether it marks a change. */
export const isChange: EntryFeature = test(CHANGE);

/** Tells whether the speaker doubts it. */
export const isDoubted: EntryFeature = test(DOUBT);

/** Tells whether it is the first entry of its turn. */
export const isFirst: EntryFeature = ({ book, note }) => Number(book.turns.get(note.turn)?.[0] === note);

/** Returns the number of entries of its turn, in units of 4, at most 2. */
export const siblings: EntryFeature = ({ book, note }) =>
  Math.min(2, (book.turns.get(note.turn)?.length ?? 1) / 4);

/** Tells whether several turns said it. */
export const isRepeated: EntryFeature = ({ note: { entry } }) =>
  Number(Array.isArray(entry.meta.sources) && entry.meta.sources.length > 1);

/** Returns the share of entries that are older. */
export const recency: EntryFeature = ({ book, place }) => (place + 1) / Math.max(1, book.notes.length);

/** Tells whether it is among the ten latest entries. */
export const isLatest: EntryFeature = ({ book, place }) => Number(place >= book.notes.length - 10);

/** Returns the mean rarity of its concepts, in units of 5. */
export const rarity: EntryFeature = ({ book, note }) => {
  let sum = 0;
  for (const concept of note.concepts) sum += book.weigh(concept);
  return sum / Math.max(1, note.concepts.size) / 5;
};

/** Returns the number of concepts for its length, 1 for one in 10 characters. */
export const density: EntryFeature = ({ note }) =>
  Math.min(2, (10 * note.concepts.size) / Math.max(10, note.said.length));

/** Features of an entry, by the name that weights files use. */
export const ENTRY_FEATURES: Readonly<Record<string, EntryFeature>> = {
  isFact,
  isInstruction,
  isPreference,
  figures,
  hasFigure,
  hasDate,
  hasAmount,
  names,
  isOwn,
  isEvent,
  isDenial,
  isRequest,
  length,
  isPast,
  isChange,
  isDoubted,
  isFirst,
  siblings,
  isRepeated,
  recency,
  isLatest,
  rarity,
  density,
};
