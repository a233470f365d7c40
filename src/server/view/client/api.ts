/**
 * API calls of the view.
 *
 * @module
 */
import type { Entry } from '../../../memory/entry.ts';
import type { LogDifference, LogRecord } from '../../../memory/log.ts';
import type { Effect, Operation } from '../../../memory/operation.ts';
import type { Showing } from '../../../memory/showing.ts';
import type { RunFile } from '../../run-files.ts';

export interface Info {
  readonly writable: boolean;
  readonly store: string;
  readonly namespaces: readonly string[];
}

export interface Listing {
  readonly generation: number;
  readonly scratchpad: Entry | null;
  readonly entries: readonly Entry[];
}

// The token is in the URL fragment, so servers never log it.
const token = new URLSearchParams(location.hash.slice(1)).get('token');

async function call<Result>(path: string, init: RequestInit = {}): Promise<Result> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (init.body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(path, { ...init, headers });
  const body = (await response.json()) as Result & { readonly error?: { readonly message: string } };
  if (response.status === 401)
    throw new Error('The token is missing or wrong. Open the address that `atommem serve` printed.');
  if (!response.ok) throw new Error(body.error?.message ?? response.statusText);
  return body;
}

function ask(name: string, query: Readonly<Record<string, string | number>>): string {
  const fields = Object.entries(query).map(([key, value]) => [key, String(value)]);
  return `/api/${name}?${new URLSearchParams(fields)}`;
}

export const api = {
  info: (): Promise<Info> => call('/api/info'),
  list: (namespace: string): Promise<Listing> => call(ask('entries', { namespace })),
  entry: (
    namespace: string,
    id: string,
  ): Promise<{
    readonly entry: Entry | null;
    readonly history: readonly LogRecord[];
    /** Number of searches that returned it. */
    readonly reads: number;
    /** When a model was shown it, newest first; `null` if the store keeps no record. */
    readonly shown: readonly Showing[] | null;
  }> => call(ask(`entries/${encodeURIComponent(id)}`, { namespace })),
  search: (namespace: string, q: string): Promise<{ readonly entries: readonly Entry[] }> =>
    call(ask('search', { namespace, q, limit: 20 })),
  state: (namespace: string, at: number): Promise<{ readonly entries: readonly Entry[] }> =>
    call(ask('state', { namespace, at })),
  diff: (namespace: string, from: number, to: number): Promise<LogDifference> =>
    call(ask('diff', { namespace, from, to })),
  runs: (): Promise<{ readonly files: readonly RunFile[] }> => call('/api/runs'),
  /** Address of the page of a report or an episode. */
  runAddress: (path: string): string =>
    `/runs/${path.split('/').map(encodeURIComponent).join('/')}${token === null ? '' : `?${new URLSearchParams({ token })}`}`,
  apply: (
    namespace: string,
    operations: readonly Operation[],
  ): Promise<{ readonly effects: readonly Effect[] }> =>
    call('/api/operations', { method: 'POST', body: JSON.stringify({ namespace, operations }) }),
  undo: (
    namespace: string,
    generation: number,
  ): Promise<{ readonly applied: boolean; readonly reason?: string }> =>
    call('/api/undo', { method: 'POST', body: JSON.stringify({ namespace, generation }) }),
  /** Follows the log. Returns a function that stops following. */
  follow(
    namespace: string,
    after: number,
    onRecord: (record: LogRecord) => void,
    onState: (live: boolean) => void,
  ): () => void {
    const secret: Record<string, string> = token === null ? {} : { token };
    const source = new EventSource(ask('events', { namespace, after, ...secret }));
    source.onmessage = (event) => onRecord(JSON.parse(event.data as string) as LogRecord);
    source.onopen = () => onState(true);
    source.onerror = () => onState(false);
    return () => source.close();
  },
};
