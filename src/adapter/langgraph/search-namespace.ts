/**
 * Searches the items of one LangGraph namespace.
 *
 * @module
 */
import type { SearchItem, SearchOperation } from '@langchain/langgraph-checkpoint';
import type { Memory } from '../../memory/memory.ts';
import { isItem, toItem } from './item.ts';
import { matchesFilters } from './match-value.ts';

/** An item with its 0-based rank in its namespace. */
export interface RankedItem {
  readonly rank: number;
  readonly item: SearchItem;
}

/** Maximum items per namespace in a search, before filters. */
const MOST_FOUND = 1000;

/** Returns the items that match a query and a filter, best first. */
export async function searchNamespace(
  memory: Memory,
  namespace: readonly string[],
  query: string | undefined,
  filter: SearchOperation['filter'],
): Promise<readonly RankedItem[]> {
  const entries = query ? await memory.read(query, { limit: MOST_FOUND }) : await memory.entries();
  return entries
    .filter(({ meta }) => (!query || meta.indexed !== false) && isItem(meta))
    .map((entry, rank) => {
      const item: SearchItem = toItem(namespace, entry);
      return { rank, item: query ? { ...item, score: 1 / (rank + 1) } : item };
    })
    .filter(({ item }) => matchesFilters(item.value, filter));
}
