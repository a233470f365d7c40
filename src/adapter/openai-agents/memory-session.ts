/**
 * `memorySession`: stores the history of an OpenAI Agents conversation in any atommem store.
 *
 * @module
 */
import type { AgentInputItem, Session } from '@openai/agents-core';
import { runInOrder } from '../../ai/tools/call-queue.ts';
import { createMemory } from '../../memory/create-memory.ts';
import type { Entry } from '../../memory/entry.ts';
import type { Store } from '../../memory/store.ts';
import { type Clock, systemClock } from '../../shared/clock.ts';
import type { JsonObject } from '../../shared/json.ts';
import { readItemText } from './memory-input-filter.ts';

export interface MemorySessionOptions {
  readonly store: Store;
  readonly sessionId: string;
  /** Namespace prefix of the session. Use another namespace for facts. Default: `'sessions'`. */
  readonly root?: string;
  /** Maximum number of items. Older items are deleted up to a user message. Default: no limit. */
  readonly keep?: number;
  /** Clock of the log. Default: wall time. */
  readonly clock?: Clock;
}

/**
 * Opens a session that stores its items as entries, so that they survive restarts and can be listed, undone and
 * purged. Several processes can share a session.
 *
 * @example
 * import { sqlite } from 'atommem/sqlite';
 *
 * await run(agent, 'Hello', { session: memorySession({ store: sqlite('agent.db'), sessionId: chatId }) });
 */
export function memorySession(options: MemorySessionOptions): Session {
  const {
    store,
    sessionId,
    root = 'sessions',
    keep = Number.POSITIVE_INFINITY,
    clock = systemClock,
  } = options;
  const memory = createMemory({ store, clock, namespace: `${root}/${encodeURIComponent(sessionId)}` });
  const actor = 'session';
  const remove = async (entries: readonly Entry[]): Promise<void> => {
    await memory.apply(
      entries.map(({ id }) => ({ op: 'delete', target: { id } })),
      { actor },
    );
  };

  async function forgetOldest(): Promise<void> {
    const entries = await memory.entries();
    const surplus = entries.length - keep;
    if (surplus <= 0) return;
    // The model would reject every later request if a cut separated a call from its result.
    const start = entries.findIndex((entry, place) => place >= surplus && isUserMessage(toItem(entry)));
    if (start > 0) await remove(entries.slice(0, start));
  }

  return {
    getSessionId: async () => sessionId,
    getItems: (limit) =>
      runInOrder(memory, async () => {
        const items = (await memory.entries()).map(toItem);
        return limit === undefined ? items : limit <= 0 ? [] : items.slice(-limit);
      }),
    addItems: (items) =>
      runInOrder(memory, async () => {
        await memory.apply(
          items.map((item) => ({ op: 'create', text: describe(item), meta: { item: toJson(item) } })),
          { actor },
        );
        await forgetOldest();
      }),
    popItem: () =>
      runInOrder(memory, async () => {
        const last = (await memory.entries()).at(-1);
        if (last === undefined) return undefined;
        await remove([last]);
        return toItem(last);
      }),
    clearSession: () => runInOrder(memory, async () => remove(await memory.entries())),
  };
}

function describe(item: AgentInputItem): string {
  const text = readItemText(item);
  return text.trim() === '' ? JSON.stringify(item) : text;
}

function toJson(item: AgentInputItem): JsonObject {
  return JSON.parse(JSON.stringify(item)) as JsonObject;
}

function toItem({ meta }: Entry): AgentInputItem {
  return structuredClone(meta.item) as unknown as AgentInputItem;
}

function isUserMessage(item: AgentInputItem): boolean {
  return 'role' in item && item.role === 'user';
}
