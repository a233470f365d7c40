/**
 * The contract of a memory layer in a suite: it reads turns, and shows texts for a question.
 *
 * @module
 */
import type { ShownText } from '../score/shown-text.ts';
import type { DialogueQuestion } from '../task/dialogue/conversation.ts';
import type { SourceDocument } from '../task/observation.ts';

/** A memory layer to measure: one of this package's policies, a baseline, or another product. */
export interface MemorySystem {
  readonly name: string;
  /** Changes whenever results may change, such as a digest of weights. Results of another version are not reused. */
  readonly version?: string;
  /** Whether it shows everything regardless of the budget, as the full context does. Default: false. */
  readonly unlimited?: boolean;
  /** Opens an empty memory for one stream. */
  open(stream: {
    readonly id: string;
    readonly questions: readonly DialogueQuestion[];
    /** Most characters that memory may hold. Default: no limit. A system that ignores it holds more than others. */
    readonly characterCapacity?: number;
  }): Promise<MemorySession>;
}

/** What the write path of one turn cost, besides time. */
export interface WriteCost {
  readonly modelCalls: number;
  readonly tokens: number;
}

export interface MemorySession {
  /** Reads a turn. `text` is `speaker: what was said`, and `title` holds the date. */
  observe(turn: SourceDocument): Promise<WriteCost | undefined>;
  /**
   * Returns texts for a question, best first, at least as many as fill `characters`. The suite shows those that fit.
   */
  show(question: string, characters: number): Promise<readonly ShownText[]>;
  /** Returns every text that it holds. */
  contents(): Promise<readonly ShownText[]>;
  /**
   * Returns every text that could still reveal a value, besides `contents`: results of searches, history, exports,
   * branches. `forgottenGone` looks at them. Default: none.
   */
  probe?(value: string): Promise<readonly ShownText[]>;
  close?(): Promise<void>;
}

/** Characters that count as one token of the budget. */
export const CHARACTERS_PER_TOKEN = 4;

/** Returns the texts that fit, best first. A text that does not fit is skipped. A line break ends each text. */
export function fitBudget(texts: readonly ShownText[], characters: number): readonly ShownText[] {
  let left = characters;
  return texts.filter(({ text }) => {
    if (text.length + 1 > left) return false;
    left -= text.length + 1;
    return true;
  });
}
