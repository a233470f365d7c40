/**
 * LangGraph items as entries: the key and the value are kept in `meta`.
 *
 * @module
 */
import type { Item, PutOperation } from '@langchain/langgraph-checkpoint';
import type { Entry } from '../../memory/entry.ts';
import type { JsonObject } from '../../shared/json.ts';

/** Returns the text and metadata of an item. The text is `value.text`, or the value as JSON. */
export function toContent(
  key: string,
  value: NonNullable<PutOperation['value']>,
  indexed: boolean,
): { readonly text: string; readonly meta: JsonObject } {
  const plain = JSON.parse(JSON.stringify(value)) as JsonObject;
  const own = typeof plain.text === 'string' && plain.text.trim() !== '' ? plain.text : undefined;
  return { text: own ?? JSON.stringify(plain), meta: { key, value: plain, indexed } };
}

/** Tells whether an entry was stored as an item. */
export function isItem(meta: JsonObject): boolean {
  return typeof meta.key === 'string';
}

/** Returns an entry as an item. Copies the value, so that callers cannot modify the store through an item. */
export function toItem(namespace: readonly string[], { meta, createdAt, updatedAt }: Entry): Item {
  return {
    value: structuredClone(meta.value) as Record<string, unknown>,
    key: String(meta.key),
    namespace: [...namespace],
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}
