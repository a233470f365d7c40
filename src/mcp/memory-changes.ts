/**
 * Turns new log records into change events of MCP resources, including the records of other processes.
 *
 * @module
 */
import type { ServerEvent, ServerEventBus } from '@modelcontextprotocol/server';
import { SCRATCHPAD } from '../memory/entry.ts';
import type { LogRecord } from '../memory/log.ts';
import type { Store } from '../memory/store.ts';

export interface MemoryChangesOptions {
  readonly store: Store;
  readonly namespace: string;
  /** Polling interval of the log, in milliseconds. Default: 1,000. */
  readonly interval?: number;
  readonly onError?: (error: unknown) => void;
}

/** Creates a source of change events for one namespace. Polls the log only while it has listeners. */
export function createMemoryChanges(options: MemoryChangesOptions): ServerEventBus {
  const { store, namespace, interval = 1000, onError } = options;
  const listeners = new Set<(event: ServerEvent) => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  /** Generation of the newest record that listeners know. */
  let seen: number | undefined;
  let looking = false;

  function publish(event: ServerEvent): void {
    for (const listener of listeners) listener(event);
  }

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const newest = await store.generation(namespace);
      const after = seen ?? newest;
      const records = newest > after ? await store.log(namespace, { after }) : [];
      seen = records.at(-1)?.generation ?? after;
      if (records.length > 0) for (const event of toEvents(records)) publish(event);
    } catch (error) {
      onError?.(error);
    } finally {
      looking = false;
    }
  }

  return {
    publish,
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        seen = undefined;
        void look();
        timer = setInterval(() => void look(), interval);
        // In Node, the timer must not keep a process alive. Elsewhere it is a number.
        (timer as { unref?(): void }).unref?.();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}

/** Lists each changed resource once. Only creates and deletes change the list. */
function toEvents(records: readonly LogRecord[]): readonly ServerEvent[] {
  const uris = new Set(['memory://log']);
  for (const { id } of records) {
    if (id === SCRATCHPAD) uris.add('memory://scratchpad');
    else uris.add('memory://entries').add(`memory://entry/${encodeURIComponent(id)}`);
  }
  const listed = records.some(({ id, kind }) => id !== SCRATCHPAD && kind !== 'update');
  return [
    ...(listed ? [{ kind: 'resources_list_changed' as const }] : []),
    ...[...uris].map((uri) => ({ kind: 'resource_updated' as const, uri })),
  ];
}
