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

interface Cell<Value> {
  readonly value: Value;
}

interface Row<Item, Value> {
  get(right: Item): Cell<Value> | undefined;
  set(right: Item, cell: Cell<Value>): unknown;
}

/** Pairs with a passing object that are kept at a time. They are needed for one step only. */
const PASSING_PAIRS = 1024;

/**
 * Creates a function that computes a value once per ordered pair. A value lives as long as both objects, or for a short
 * while if one of them is passing.
 */
export function keepPairs<Item extends object, Value>(
  isPassing: (item: Item) => boolean,
  make: (left: Item, right: Item) => Value,
): (left: Item, right: Item) => Value {
  const lasting = new WeakMap<Item, WeakMap<Item, Cell<Value>>>();
  let passing = new Map<Item, Map<Item, Cell<Value>>>();
  let pairs = 0;

  function openRow(left: Item, right: Item): Row<Item, Value> {
    if (!isPassing(left) && !isPassing(right)) {
      const row = lasting.get(left) ?? new WeakMap<Item, Cell<Value>>();
      lasting.set(left, row);
      return row;
    }
    const row = passing.get(left) ?? new Map<Item, Cell<Value>>();
    passing.set(left, row);
    return row;
  }

  return (left, right) => {
    const row = openRow(left, right);
    let cell = row.get(right);
    if (cell === undefined) {
      cell = { value: make(left, right) };
      row.set(right, cell);
      if (++pairs > PASSING_PAIRS) [passing, pairs] = [new Map(), 0];
    }
    return cell.value;
  };
}
