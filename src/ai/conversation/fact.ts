/**
 * A fact: an attribute of a subject with a value, or a note in the speaker's own words.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import type { JsonObject } from '../../shared/json.ts';

/**
 * Effect of a statement on known facts. `set` replaces the value, `add` adds another, `remove` deletes one.
 */
export type FactMode = 'set' | 'add' | 'remove';

export interface Fact {
  /** The speaker, in lower case. */
  readonly speaker: string;
  /** The person it is about: empty for the speaker, otherwise a relation such as `sister`. */
  readonly subject: string;
  /** A family such as `home`, or `is wifi password` for anything that the speaker names. */
  readonly attribute: string;
  /** Empty if a `remove` names no value. */
  readonly value: string;
  /** The statement as a sentence in the third person. */
  readonly text: string;
  readonly mode: FactMode;
  /** The speaker marked a change: "now", "actually", "instead". */
  readonly changed?: boolean;
  /** The value that the speaker says is no longer right. */
  readonly old?: string;
  /** Replaces the one fact of the same kind, whatever its verb: "switched to chemistry", "put me on days". */
  readonly swap?: boolean;
}

/** The speaker of the statements. */
export interface Speaker {
  /** In lower case: `user`. */
  readonly speaker: string;
  /** The speaker's name in sentences: `The user`. */
  readonly label: string;
  /** Relations by name in lower case: `eva` → `sister`. */
  readonly people: ReadonlyMap<string, string>;
  /** The people mentioned so far, most recent first. */
  readonly recent: readonly string[];
}

/** A fact as stored in an entry's metadata. */
export type StoredFact = Pick<Fact, 'speaker' | 'subject' | 'attribute' | 'value'>;

/** The attribute of notes, which have no other attribute. */
export const NOTE = 'note';

/** Reads the fact of an entry. Returns `undefined` for entries of other writers. */
export function readFact({ meta }: Pick<Entry, 'meta'>): StoredFact | undefined {
  const { speaker, subject, attribute, value } = meta;
  if (typeof speaker !== 'string' || typeof attribute !== 'string') return undefined;
  return {
    speaker,
    attribute,
    subject: typeof subject === 'string' ? subject : '',
    value: typeof value === 'string' ? value : '',
  };
}

/** Returns the metadata of a fact's entry. `said` is the date of the statement, if known. */
export function toMeta(fact: Fact, said: string | undefined, sources: readonly string[]): JsonObject {
  const { speaker, subject, attribute, value } = fact;
  return { speaker, subject, attribute, value, said, sources, ...(fact.changed && { changed: true }) };
}

/** Attributes that are relevant to every topic. */
const CORE: ReadonlySet<string> = new Set([
  'name',
  'home',
  'job',
  'employer',
  'diet',
  'health',
  'age',
  'language',
]);

export function isCoreFact({ attribute, subject }: StoredFact): boolean {
  return subject === '' && CORE.has(attribute);
}
