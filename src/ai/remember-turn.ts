/**
 * Shows one turn of a chat to a policy and applies the operations that it returns.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Memory } from '../memory/memory.ts';
import type { Effect, Operation, Target } from '../memory/operation.ts';
import type { Failure, Policy } from '../policy/policy.ts';
import type { MemoriseObservation, SourceDocument } from '../task/observation.ts';
import { observeChunk } from '../task/observe-chunk.ts';
import type { ChatTurn } from './chat-turn.ts';

export interface RememberRequest {
  readonly memory: Memory;
  readonly policy: Policy;
  readonly turn: ChatTurn;
  /** The assistant's reply. */
  readonly reply: string;
  /** Name of the user. */
  readonly speaker: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Entries shown in the turn. Slots in the policy's operations refer to them. */
  readonly shown: readonly Entry[];
  readonly entries: () => Promise<readonly Entry[]>;
  readonly signal?: AbortSignal;
}

export interface Remembered {
  readonly effects: readonly Effect[];
  readonly failure?: Failure;
}

export async function rememberTurn(request: RememberRequest): Promise<Remembered> {
  const { memory, policy, turn, shown, entries, signal } = request;
  const scratchpad = await memory.scratchpad();
  const { operations, failure } = await policy.act(observeTurn(request), {
    view: {
      scratchpad: scratchpad?.text ?? '',
      scratchpadMeta: scratchpad?.meta ?? {},
      query: turn.text,
      entries: shown,
    },
    step: turn.number - 1,
    read: (query, options) => memory.read(query, { ...options, signal }),
    readAll: entries,
    signal,
  });
  signal?.throwIfAborted();
  const writes = operations
    .filter((operation) => operation?.op !== 'read')
    .map((operation) => resolveSlots(operation, shown));
  if (writes.length === 0) return { effects: [], failure };
  return { effects: await memory.apply(writes, { actor: policy.name }), failure };
}

/** Formats a turn as one chunk of a dialogue, so that any dialogue policy can read it. */
function observeTurn({ turn, reply, speaker, now }: RememberRequest): MemoriseObservation {
  const title = `Conversation on ${new Date(now).toISOString().slice(0, 10)}`;
  const document = (suffix: string, who: string, text: string): SourceDocument[] =>
    text.trim() === '' ? [] : [{ id: `turn-${turn.number}/${suffix}`, title, text: `${who}: ${text}` }];
  const documents = [
    ...document('before', 'assistant', turn.before),
    ...document('said', speaker, turn.text),
    ...document('reply', 'assistant', reply),
  ];
  return observeChunk({
    index: turn.number - 1,
    count: turn.number,
    text: [title, ...documents.map(({ text }) => text)].join('\n'),
    documents,
  });
}

function resolveSlots(operation: Operation, shown: readonly Entry[]): Operation {
  if (operation?.op !== 'update' && operation?.op !== 'delete') return operation;
  const { target } = operation;
  if (typeof target !== 'object' || target === null || !('slot' in target)) return operation;
  const resolved: Target = { id: shown[target.slot - 1]?.id ?? `slot ${target.slot}` };
  return { ...operation, target: resolved };
}
