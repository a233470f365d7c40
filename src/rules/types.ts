/**
 * Types that the rules read and write. Plain data.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';
import type { SourceDocument } from '../task/observation.ts';

/** One entry of the view; its slot is its 1-based place in the view. */
export interface ShownEntry {
  readonly text: string;
  readonly meta: JsonObject;
}

/** What both steps see of the memory. */
export interface MemoryView {
  readonly scratchpad: string;
  /** The policy reads `lines`, `asked` and `turn` of it; of an entry's meta `sources`, `title`, `sections`. */
  readonly scratchpadMeta: JsonObject;
  readonly query: string | null;
  readonly entries: readonly ShownEntry[];
}

export interface MemoriseInput extends MemoryView {
  readonly questions: readonly string[];
  readonly documents: readonly SourceDocument[];
  readonly settings?: Partial<Settings>;
}

export interface RecallInput extends MemoryView {
  readonly question: string;
  /** 0-based place of the question in the task. */
  readonly index: number;
  /** Steps already spent on this question. */
  readonly turn: number;
  /** Further Read steps that the policy may still take; at 0 it must answer. */
  readonly readsLeft: number;
  readonly settings?: Partial<Settings>;
}

export interface RecallReply {
  readonly operations: readonly Operation[];
  /** Present when the policy answers now; an empty text means that it found nothing. */
  readonly answer?: string;
}

/** The numbers that a caller may set; the defaults are in `settings.ts`. */
export interface Settings {
  /** Room of the scratchpad, in characters (about 4.2 a token). */
  readonly scratchpadCharacters: number;
  /** Longest line of evidence in the scratchpad, in characters. */
  readonly lineCharacters: number;
  /** Largest share of a chunk's documents that become new entries. */
  readonly keepShare: number;
  /** An entry never grows past this by merging, in characters. */
  readonly mergedCharacters: number;
}
