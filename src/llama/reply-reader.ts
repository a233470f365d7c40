/**
 * Splits a generated reply into thoughts, text and tool calls while it arrives.
 *
 * @module
 */
import { countHeld } from './stop-filter.ts';
import { CALL_END, CALL_START } from './tool-grammar.ts';

/** A piece of a reply. `input` is JSON text. */
export type ReplyPiece =
  | { readonly type: 'reasoning' | 'text'; readonly text: string }
  | { readonly type: 'call'; readonly name: string; readonly input: string };

export interface ReplyReader {
  push(text: string): readonly ReplyPiece[];
  /** Returns the rest. Calls that were cut become text. */
  finish(): readonly ReplyPiece[];
}

const THOUGHT_START = '<think>';
const THOUGHT_END = '</think>';

/**
 * Creates a reader of one reply.
 *
 * @param opensThought whether the reply starts inside a thought
 * @param calls whether the reply may contain tool calls
 */
export function createReplyReader(opensThought: boolean, calls: boolean): ReplyReader {
  let stage: 'start' | 'thought' | 'gap' | 'text' | 'call' = opensThought ? 'thought' : 'start';
  let held = '';

  function read(last: boolean): readonly ReplyPiece[] {
    const pieces: ReplyPiece[] = [];
    const emit = (type: 'reasoning' | 'text', text: string): void => {
      if (text !== '') pieces.push({ type, text });
    };
    for (;;) {
      if (stage === 'start') {
        const begun = held.trimStart();
        if (begun.startsWith(THOUGHT_START)) {
          held = begun.slice(THOUGHT_START.length);
          stage = 'thought';
        } else if (!last && THOUGHT_START.startsWith(begun)) return pieces;
        else stage = 'text';
      }
      if (stage === 'gap') {
        held = held.replace(/^\n+/, '');
        if (held === '') return pieces;
        stage = 'text';
      }
      if (stage === 'call') {
        const end = held.indexOf(CALL_END);
        if (end < 0 && !last) return pieces;
        const call = end < 0 ? undefined : readCall(held.slice(0, end));
        if (call === undefined)
          emit('text', CALL_START + held.slice(0, end < 0 ? held.length : end + CALL_END.length));
        else pieces.push(call);
        held = end < 0 ? '' : held.slice(end + CALL_END.length);
        stage = 'gap';
        if (end < 0) return pieces;
        continue;
      }
      const mark = stage === 'thought' ? THOUGHT_END : CALL_START;
      const type = stage === 'thought' ? 'reasoning' : 'text';
      const place = stage === 'text' && !calls ? -1 : held.indexOf(mark);
      if (place < 0) {
        const kept = last || (stage === 'text' && !calls) ? 0 : countHeld(held, [mark]);
        emit(type, held.slice(0, held.length - kept));
        held = held.slice(held.length - kept);
        return pieces;
      }
      emit(type, held.slice(0, place));
      held = held.slice(place + mark.length);
      stage = stage === 'thought' ? 'gap' : 'call';
    }
  }

  return {
    push(text) {
      held += text;
      return read(false);
    },
    finish: () => read(true),
  };
}

function readCall(text: string): ReplyPiece | undefined {
  try {
    const call = JSON.parse(text) as { readonly name?: unknown; readonly arguments?: unknown };
    if (typeof call.name !== 'string') return undefined;
    return { type: 'call', name: call.name, input: JSON.stringify(call.arguments ?? {}) };
  } catch {
    return undefined;
  }
}
