/**
 * Scripted conversations: hand-written statements with small talk between them.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRandom } from '../../src/shared/random.ts';

/** A statement of the user, or a statement of the assistant before it. */
export type ScriptedTurn = string | { readonly a: string };

/** A question for a later session, with the values that memory should and should not show. */
export interface Ask {
  readonly question: string;
  /** Current values. One of them should be shown. Empty after a deletion. */
  readonly now: readonly string[];
  /** Superseded values. None of them should be shown. */
  readonly old: readonly string[];
}

export interface Script {
  readonly id: string;
  readonly turns: readonly ScriptedTurn[];
  readonly asks: readonly Ask[];
}

export interface SmallTalk {
  readonly turns: readonly string[];
  readonly replies: readonly string[];
}

/** One exchange of the played conversation. `before` is the preceding statement of the assistant. */
export interface Exchange {
  readonly before?: string;
  readonly user: string;
  readonly reply: string;
}

const FOLDER = new URL('../../test/conversations/', import.meta.url);

export function loadJson<Value>(name: string): Value {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Value;
}

/** Composes turns of `least` to `most` words from the statements of all scripts and small talk. */
export function composeLongTurns(
  scripts: readonly Script[],
  talk: SmallTalk,
  { count, least, most }: { readonly count: number; readonly least: number; readonly most: number },
): readonly Exchange[] {
  const random = createRandom('long turns');
  const statements = scripts.flatMap(({ turns }) => turns.filter((turn) => typeof turn === 'string'));
  const compose = (texts: readonly string[]): string => {
    const words = least + random.integer(most - least);
    const parts: string[] = [];
    while (parts.join(' ').split(' ').length < words) parts.push(random.pick(texts));
    return parts.join(' ');
  };
  return Array.from({ length: count }, () => ({
    user: compose([...statements, ...talk.turns]),
    reply: compose(talk.replies),
  }));
}

/** Inserts `between` turns of small talk after every statement, drawn with the script's id as the seed. */
export function playScript({ id, turns }: Script, talk: SmallTalk, between: number): readonly Exchange[] {
  const random = createRandom(id);
  const replyTo = (): string => random.pick(talk.replies);
  const exchanges: Exchange[] = [];
  let before: string | undefined;
  for (const turn of turns) {
    if (typeof turn !== 'string') {
      before = turn.a;
      continue;
    }
    exchanges.push({ before, user: turn, reply: replyTo() });
    before = undefined;
    for (let index = 0; index < between; index++)
      exchanges.push({ user: random.pick(talk.turns), reply: replyTo() });
  }
  return exchanges;
}
