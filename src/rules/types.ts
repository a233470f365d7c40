/**
 * Types that the rules read and write. Plain data.
 *
 * @module
 */
import type { EntryId } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';
import type { SourceDocument } from '../task/observation.ts';

/** One entry of the view. Its slot is its 1-based position. */
export interface ShownEntry {
  readonly id?: EntryId;
  readonly text: string;
  readonly meta: JsonObject;
}

/** An entry that a search found. */
export interface RelatedEntry extends ShownEntry {
  readonly id: EntryId;
}

/** The view of memory in both steps. */
export interface MemoryView {
  readonly scratchpad: string;
  /**
   * The policy reads `lines`, `serves`, `asked`, `best` and `turn` from it. From an entry's meta it reads `sources`, `title` and
   * `sections`.
   */
  readonly scratchpadMeta: JsonObject;
  readonly query: string | null;
  readonly entries: readonly ShownEntry[];
}

export interface MemoriseInput extends MemoryView {
  readonly questions: readonly string[];
  readonly documents: readonly SourceDocument[];
  /** Entries that mention an identifier of the documents. Default: none. */
  readonly related?: readonly RelatedEntry[];
  readonly settings?: Partial<Settings>;
}

export interface RecallInput extends MemoryView {
  readonly question: string;
  /** 0-based index of the question in the task. */
  readonly index: number;
  /** Steps used for this question. */
  readonly turn: number;
  /** Remaining Read steps. At 0, the policy must answer. */
  readonly readsLeft: number;
  readonly settings?: Partial<Settings>;
}

export interface RecallReply {
  readonly operations: readonly Operation[];
  /** Present if the policy answers now. Empty if it found nothing. */
  readonly answer?: string;
}

/** Settings of the policy. The defaults are in `settings.ts`. */
export interface Settings {
  /** Size of the scratchpad, in characters (about 4.2 per token). */
  readonly scratchpadCharacters: number;
  /** Maximum length of an evidence line in the scratchpad, in characters. */
  readonly lineCharacters: number;
  /** Maximum share of a chunk's documents that become new entries. */
  readonly keepShare: number;
  /** Maximum length of a merged entry, in characters. */
  readonly mergedCharacters: number;
}
