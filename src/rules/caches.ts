/**
 * Caches of what is computed from unchanging objects: bounded ones, and ones for pairs.
 *
 * @module
 */

/**
 * Creates a function that computes a value once per key and keeps the values of the keys used last.
 *
 * @param limit number of values kept
 */
export function keepRecent<Key, Value>(limit: number): (key: Key, make: () => Value) => Value {
  const kept = new Map<Key, Value>();
  return (key, make) => {
    let value = kept.get(key);
    if (value === undefined) {
      value = make();
      if (kept.size >= limit) kept.delete(kept.keys().next().value!);
    } else kept.delete(key);
    kept.set(key, value);
    return value;
  };
}

/** Creates a function that computes a value once per ordered pair. A value lives as long as both objects. */
export function keepPairs<Item extends object, Value>(
  make: (left: Item, right: Item) => Value,
): (left: Item, right: Item) => Value {
  const kept = new WeakMap<Item, WeakMap<Item, { readonly value: Value }>>();
  return (left, right) => {
    let row = kept.get(left);
    if (row === undefined) {
      row = new WeakMap();
      kept.set(left, row);
    }
    let cell = row.get(right);
    if (cell === undefined) {
      cell = { value: make(left, right) };
      row.set(right, cell);
    }
    return cell.value;
  };
}
