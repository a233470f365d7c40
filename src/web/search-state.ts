/**
 * What the rules searcher remembers of its way: queries, pages read, and pages that it may read.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { View } from '../memory/view.ts';
import type { JsonObject } from '../shared/json.ts';

/** A page that may be read, with what leads to it. */
export interface Lead {
  readonly url: string;
  /** Title of a result, or the text of a link. */
  readonly title: string;
  /** Snippet of a result; empty for a link. */
  readonly text: string;
  /** Relevance of the page with the link, or of the result's place, from 0 to about 1. */
  readonly worth: number;
  /** The link stands alone on its line, as in a menu or a list. */
  readonly listed: boolean;
  /** Part of a long page. Default: the first. */
  readonly part?: number;
}

/** Returns what tells a lead from others: its address, and its part if it is not the first. */
export function nameLead({ url, part = 1 }: { readonly url: string; readonly part?: number }): string {
  return part === 1 ? url : `${url}¶${part}`;
}

/** The way so far. It is stored with the scratchpad, because a policy keeps nothing else. */
export interface SearchState {
  readonly question: string;
  readonly queries: readonly string[];
  /** Names of the pages and parts that were read. */
  readonly visited: readonly string[];
  readonly leads: readonly Lead[];
  /** Calls spent on this question. */
  readonly calls: number;
  /** Steps spent on answering. */
  readonly answering: number;
}

const KEY = 'web';

/** Reads the state. A new question starts with new queries, and keeps the pages read and the leads. */
export function readState({ scratchpadMeta }: View, question: string): SearchState {
  const stored = scratchpadMeta[KEY] as Partial<SearchState> | undefined;
  const { visited = [], leads = [] } = stored ?? {};
  const fresh = { question, queries: [], visited, leads, calls: 0, answering: 0 };
  return stored?.question === question ? { ...fresh, ...stored } : fresh;
}

/** Adds the state to the update of the scratchpad, or adds an update that changes only the state. */
export function storeState(
  operations: readonly Operation[],
  state: SearchState,
  { scratchpad, scratchpadMeta }: View,
): readonly Operation[] {
  const web = JSON.parse(JSON.stringify(state)) as JsonObject;
  const place = operations.findLastIndex((each) => each.op === 'update' && each.target === 'scratchpad');
  if (place < 0) {
    const meta = { ...scratchpadMeta, [KEY]: web };
    return [...operations, { op: 'update', target: 'scratchpad', text: scratchpad, meta }];
  }
  return operations.map((each, index) =>
    index === place && each.op === 'update' ? { ...each, meta: { ...each.meta, [KEY]: web } } : each,
  );
}
