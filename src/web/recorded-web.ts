/**
 * Records the calls of web tools, and replays them without a network.
 *
 * @module
 */
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readAppendedLines } from '../shared/json-lines-file.ts';
import { failCall, type ReadOutcome, type SearchOutcome, type WebTools } from './web-tools.ts';

/** A call with its outcome: one line of a recording. */
export type RecordedWebCall =
  | {
      readonly tool: 'search';
      readonly query: string;
      readonly count: number;
      readonly outcome: SearchOutcome;
    }
  | { readonly tool: 'read'; readonly url: string; readonly outcome: ReadOutcome };

/**
 * Passes calls on and hands each one with its outcome to `record`. Aborted calls are not recorded.
 *
 * @example
 * const calls: RecordedWebCall[] = [];
 * const recorded = recordWebTools(tools, async (call) => void calls.push(call));
 */
export function recordWebTools(tools: WebTools, record: (call: RecordedWebCall) => Promise<void>): WebTools {
  const { search, read } = tools;
  const isWhole = (outcome: SearchOutcome | ReadOutcome): boolean =>
    outcome.ok || outcome.failure.kind !== 'aborted';
  return {
    search: search && {
      name: search.name,
      async search(query, options) {
        const outcome = await search.search(query, options);
        if (isWhole(outcome)) await record({ tool: 'search', query, count: options.count, outcome });
        return outcome;
      },
    },
    read: read && {
      name: read.name,
      async read(url, options) {
        const outcome = await read.read(url, options);
        if (isWhole(outcome)) await record({ tool: 'read', url, outcome });
        return outcome;
      },
    },
  };
}

/**
 * Returns tools that answer only from recorded calls. Equal calls get their outcomes in the recorded order, then the
 * last one again. Any other call fails with `not-recorded`, as an outage.
 *
 * @example
 * const task = webTask({ id, questions, tools: replayWebTools(calls) });
 */
export function replayWebTools(calls: readonly RecordedWebCall[]): Required<WebTools> {
  const outcomes = new Map<string, (SearchOutcome | ReadOutcome)[]>();
  for (const call of calls) {
    const key = toKey(call);
    outcomes.set(key, [...(outcomes.get(key) ?? []), call.outcome]);
  }
  function next<Outcome>(key: string): Outcome | undefined {
    const left = outcomes.get(key);
    return (left !== undefined && left.length > 1 ? left.shift() : left?.[0]) as Outcome | undefined;
  }
  const missing = (what: string): ReturnType<typeof failCall> =>
    failCall('not-recorded', `${what} is not recorded, and a replay makes no other calls`, true);
  return {
    search: {
      name: 'replay',
      search: async (query, { count }) =>
        next<SearchOutcome>(toKey({ tool: 'search', query, count })) ?? missing(`the search "${query}"`),
    },
    read: {
      name: 'replay',
      read: async (url) => next<ReadOutcome>(toKey({ tool: 'read', url })) ?? missing(`the page ${url}`),
    },
  };
}

type CallKey =
  | { readonly tool: 'search'; readonly query: string; readonly count: number }
  | { readonly tool: 'read'; readonly url: string };

function toKey(call: CallKey): string {
  return JSON.stringify(call.tool === 'search' ? [call.tool, call.query, call.count] : [call.tool, call.url]);
}

/** Returns a function that appends calls to a file, one a line. */
export function openWebRecording(path: string): (call: RecordedWebCall) => Promise<void> {
  let last: Promise<unknown> = mkdir(dirname(path), { recursive: true });
  return (call) => {
    const written = last.then(() => appendFile(path, `${JSON.stringify(call)}\n`));
    last = written;
    return written;
  };
}

/**
 * Reads a recording.
 *
 * @throws AtomMemError `malformed-json`, `unreadable-file`
 */
export async function readWebRecording(path: string): Promise<readonly RecordedWebCall[]> {
  return (await readAppendedLines(path)) as readonly RecordedWebCall[];
}
