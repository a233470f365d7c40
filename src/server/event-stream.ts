/**
 * Server-sent events: streams new log records of a namespace, including those of other processes.
 *
 * @module
 */
import type { ServerResponse } from 'node:http';
import type { Store } from '../memory/store.ts';

export interface EventStreamOptions {
  readonly store: Store;
  readonly namespace: string;
  /** Send records after this generation. */
  readonly after: number;
  /** Polling interval in milliseconds. Default: 500. */
  readonly interval?: number;
}

/** Sends records until the client disconnects. Writes of other processes appear at the next poll. */
export function streamRecords(
  response: ServerResponse,
  { store, namespace, after, interval = 500 }: EventStreamOptions,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': connected\n\n');
  let seen = after;
  let looking = false;
  const timer = setInterval(() => void look(), interval);
  timer.unref();
  response.on('close', () => clearInterval(timer));
  void look();

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      if ((await store.generation(namespace)) > seen)
        for (const record of await store.log(namespace, { after: seen })) {
          response.write(`id: ${record.generation}\ndata: ${JSON.stringify(record)}\n\n`);
          seen = record.generation;
        }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      response.write(`event: trouble\ndata: ${JSON.stringify(message)}\n\n`);
    } finally {
      looking = false;
    }
  }
}
