/**
 * Steps of a policy that reads the turns of a conversation outside an episode.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Memory } from '../memory/memory.ts';
import type { Policy, Reply } from '../policy/policy.ts';
import { readDate } from '../shared/read-date.ts';
import type { Question, SourceDocument } from '../task/observation.ts';
import { observeChunk } from '../task/observe-chunk.ts';

/** A clock that turns set by their dates. It never goes back. */
export interface TurnClock {
  /** Milliseconds since 1970. Turns of one day are a millisecond apart. */
  now(): number;
  /** Moves to the date in the title of a turn, or by a millisecond if it has none. */
  advance(turn: SourceDocument): void;
}

/** Creates a clock that stands at 0. */
export function createTurnClock(): TurnClock {
  let now = 0;
  return {
    now: () => now,
    advance({ title }) {
      const date = readDate(title);
      now = Math.max(now + 1, date === undefined ? 0 : Date.parse(`${date}T00:00:00Z`));
    },
  };
}

export interface TurnStep {
  readonly policy: Policy;
  readonly memory: Memory;
  readonly turn: SourceDocument;
  /** 0-based number of the turn. */
  readonly number: number;
  /** Questions that are known while the turn is read. Default: none. */
  readonly questions?: readonly Question[];
  readonly characterCapacity?: number;
  /** Returns all entries. */
  readAll(): Promise<readonly Entry[]>;
}

/** Asks a policy what it does with a turn. The caller applies the operations. */
export async function actOnTurn({
  policy,
  memory,
  turn,
  number,
  questions = [],
  characterCapacity,
  readAll,
}: TurnStep): Promise<Reply> {
  const text = turn.title === '' ? turn.text : `${turn.title}\n${turn.text}`;
  const view = await memory.observe();
  return policy.act(observeChunk({ index: number, count: number + 1, text, documents: [turn] }, questions), {
    view,
    step: number,
    characterCapacity,
    read: (query, limits) => memory.read(query, limits),
    readAll,
  });
}
