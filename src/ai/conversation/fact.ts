/**
 * What a speaker stated: an attribute of a subject with a value, or a note in the speaker's own words.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import type { JsonObject } from '../../shared/json.ts';

/**
 * What a statement does to what is known. `set` replaces the value, `add` adds one beside others, `remove`
 * takes one away.
 */
export type FactMode = 'set' | 'add' | 'remove';

export interface Fact {
  /** Who said it, in lower case. */
  readonly speaker: string;
  /** Whom it is about: empty for the speaker, else such as `sister`. */
  readonly subject: string;
  /** A family such as `home`, or `is wifi password` for anything that the speaker names. */
  readonly attribute: string;
  /** Empty in a `remove` that names no value. */
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

/** Whose statements are read. */
export interface Speaker {
  /** In lower case: `user`. */
  readonly speaker: string;
  /** How sentences name the speaker: `The user`. */
  readonly label: string;
  /** Whom a name stands for, by name in lower case: `eva` → `sister`. */
  readonly people: ReadonlyMap<string, string>;
  /** The people that were talked about, the latest first. */
  readonly recent: readonly string[];
}

/** A fact as it is kept beside an entry. */
export type StoredFact = Pick<Fact, 'speaker' | 'subject' | 'attribute' | 'value'>;

/** The attribute of notes: statements without an attribute of their own. */
export const NOTE = 'note';

/** Reads the fact of an entry; `undefined` for entries that somebody else wrote. */
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

/** Returns the metadata of a fact's entry. `said` is the date of the statement, if it is known. */
export function toMeta(fact: Fact, said: string | undefined, sources: readonly string[]): JsonObject {
  const { speaker, subject, attribute, value } = fact;
  return { speaker, subject, attribute, value, said, sources };
}

/** Attributes to show on any topic. */
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
