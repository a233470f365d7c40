/**
 * The key-value cache of sampling.
 *
 * @module
 */
import type { Machine } from './machine.ts';

/**
 * Keys and values of replies in progress, by slot and layer. Each input row holds queries, keys and values.
 */
export interface KeyValueCache {
  /** Copies keys and values of rows to the positions from `position` on. */
  remember(slot: number, layer: number, rows: number, position: number, count: number): void;
  /** Attends from the row's query to positions up to `position`. */
  attend(slot: number, layer: number, row: number, position: number, out: number): void;
}

export function createKeyValueCache({ kernels, own, model, headSize }: Machine): KeyValueCache {
  const { width, context, heads, layers } = model;
  const { cache, scores } = own.decode;
  const bytes = 4 * context * width;
  const scale = 1 / Math.sqrt(headSize);
  const locateKeys = (slot: number, layer: number): number => cache + (slot * layers + layer) * 2 * bytes;

  const copy = (target: number, source: number, position: number, count: number): void =>
    kernels.fillCache(target, source, 3 * width, position, count, heads, headSize, context);

  return {
    remember(slot, layer, rows, position, count) {
      const keys = locateKeys(slot, layer);
      copy(keys, rows + 4 * width, position, count);
      copy(keys + bytes, rows + 8 * width, position, count);
    },
    attend(slot, layer, row, position, out) {
      const keys = locateKeys(slot, layer);
      const seen = position + 1;
      kernels.attendCache(row, keys, keys + bytes, out, seen, heads, headSize, context, scores, scale);
    },
  };
}
