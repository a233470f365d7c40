/**
 * LangGraph namespaces as names of namespaces in a store.
 *
 * @module
 */
import type { Store } from '../../memory/store.ts';

/** Joins labels. Each is escaped, so that no label reaches another namespace. */
export function nameNamespace(root: string, labels: readonly string[]): string {
  return [root, ...labels].map(encodeURIComponent).join('/');
}

/** Returns the labels of every namespace below a root. */
export async function listNamespaces(store: Store, root: string): Promise<string[][]> {
  return (await store.namespaces())
    .map((name) => name.split('/'))
    .filter(([first]) => first === encodeURIComponent(root))
    .map(([, ...labels]) => labels.map(decodeURIComponent));
}

/** Sorts namespaces label by label and drops repeated ones. */
export function sortUnique(namespaces: readonly string[][]): string[][] {
  const seen = new Map(namespaces.map((labels) => [labels.join('\0'), labels]));
  return [...seen].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, labels]) => labels);
}
