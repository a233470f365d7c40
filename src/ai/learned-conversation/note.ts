/**
 * Entries as the learned conversation policy compares them, computed once per entry.
 *
 * @module
 */
import { type Entry, readSources } from '../../memory/entry.ts';
import { listConcepts } from '../conversation/concepts.ts';
import { NOTE, readFact, type StoredFact } from '../conversation/fact.ts';
import { type NoteFrame, readFrame } from '../conversation/supersede.ts';

/** An entry with its words. */
export interface Note {
  readonly entry: Entry;
  readonly fact: StoredFact | undefined;
  /** What was said, without the speaker's name. */
  readonly said: string;
  readonly concepts: ReadonlySet<string>;
  /** Figures and names, in lower case. */
  readonly specifics: ReadonlySet<string>;
  /** The turn that it came from. */
  readonly turn: string;
  /** The note with its values, as the rules compare it. */
  frame(): NoteFrame;
}

const notes = new WeakMap<Entry, Note>();

/** Reads an entry. Cached, because entries never change. */
export function readNote(entry: Entry): Note {
  let note = notes.get(entry);
  if (note === undefined) {
    note = createNote(entry);
    notes.set(entry, note);
  }
  return note;
}

const LEAD = /^(?:(?:Until \d{4}-\d{2}-\d{2}|Previously): )?(?:User|The user): /;

function createNote(entry: Entry): Note {
  const fact = readFact(entry);
  const said = entry.text.replace(LEAD, '');
  let frame: NoteFrame | undefined;
  return {
    entry,
    fact,
    said,
    concepts: new Set(listConcepts(said)),
    specifics: listSpecifics(said),
    turn: readSources(entry)[0] ?? entry.id,
    frame() {
      frame ??= readFrame(fact === undefined || fact.attribute !== NOTE ? said : fact.value);
      return frame;
    },
  };
}

/** Returns figures and capitalised words inside sentences. */
export function listSpecifics(text: string): ReadonlySet<string> {
  const found = text.match(/\d[\d.,:]*|(?<=[\p{L}\p{N},;:] )\p{Lu}[\p{L}\p{N}-]+/gu) ?? [];
  return new Set(found.map((each) => each.toLowerCase().replace(/[.,:]+$/, '')));
}

/** The entries of memory, and how rare each concept is among them. */
export interface Notebook {
  /** Oldest first. */
  readonly notes: readonly Note[];
  /** Notes of each turn, in the order of the turns. */
  readonly turns: ReadonlyMap<string, readonly Note[]>;
  /** Place of each turn. */
  readonly places: ReadonlyMap<string, number>;
  /** Returns how rare a concept is: from about 0.7 (in every note) up. */
  weigh(concept: string): number;
}

const books = new WeakMap<readonly Entry[], Notebook>();

/** Reads the entries of memory. Cached per list. */
export function readNotebook(entries: readonly Entry[]): Notebook {
  let book = books.get(entries);
  if (book === undefined) {
    book = createNotebook(entries.map(readNote));
    books.set(entries, book);
  }
  return book;
}

function createNotebook(all: readonly Note[]): Notebook {
  const holders = new Map<string, number>();
  for (const { concepts } of all)
    for (const concept of concepts) holders.set(concept, (holders.get(concept) ?? 0) + 1);
  const turns = Map.groupBy(all, ({ turn }) => turn);
  return {
    notes: all,
    turns,
    places: new Map([...turns.keys()].map((turn, place) => [turn, place])),
    weigh: (concept) => Math.log(1 + (all.length + 1) / ((holders.get(concept) ?? 0) + 0.5)),
  };
}
