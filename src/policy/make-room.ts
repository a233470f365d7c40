/**
 * Makes operations fit a limited memory: deletes the entries of least value.
 *
 * @module
 */
import type { Entry, EntryId } from '../memory/entry.ts';
import type { CreateOperation, Operation } from '../memory/operation.ts';
import type { PolicyContext } from './policy.ts';

/** What `makeRoom` decides from. */
export interface RoomRequest {
  readonly operations: readonly Operation[];
  /** All entries, oldest first. */
  readonly entries: readonly Entry[];
  readonly context: Pick<PolicyContext, 'capacity' | 'characterCapacity' | 'view'>;
  /** Rates the entries as they would be after the operations, oldest first. The lowest go first. */
  readonly rate: (entries: readonly Entry[]) => readonly number[];
  /** Whether older entries may be deleted. Otherwise new ones are left out. Default: true. */
  readonly deletes?: boolean;
}

/** Returns operations that keep the limits of memory: deletes first, then the others without what they would exceed. */
export function makeRoom(request: RoomRequest): readonly Operation[] {
  const { operations, entries, context, rate, deletes = true } = request;
  const { capacity = Number.POSITIVE_INFINITY, characterCapacity = Number.POSITIVE_INFINITY } = context;
  if (capacity === Number.POSITIVE_INFINITY && characterCapacity === Number.POSITIVE_INFINITY)
    return operations;
  const { after, fresh } = applyTo(entries, operations);
  let characters = after.reduce((sum, { text }) => sum + text.length, context.view.scratchpad.length);
  let count = after.length;
  const isFull = (): boolean => count > capacity || characters > characterCapacity;
  if (!isFull()) return orderWrites(operations, new Set());
  const rates = rate(after);
  const weakest = after
    .map((entry, place) => ({ entry, rate: rates[place]! }))
    .filter(({ entry }) => deletes || fresh.has(entry))
    .sort((one, other) => one.rate - other.rate);
  const gone = new Set<Entry>();
  for (const { entry } of weakest) {
    if (!isFull()) break;
    gone.add(entry);
    characters -= entry.text.length;
    count -= 1;
  }
  const removed = new Set([...gone].filter((entry) => !fresh.has(entry)).map(({ id }) => id));
  const omitted = new Set([...gone].flatMap((entry) => fresh.get(entry) ?? []));
  const kept = operations.filter(
    (operation) => !omitted.has(operation as CreateOperation) && !removed.has(readTarget(operation)!),
  );
  return [
    ...[...removed].map((id): Operation => ({ op: 'delete', target: { id } })),
    ...orderWrites(kept, removed),
  ];
}

/** Puts deletes first, so that no write exceeds the limit on the way. */
function orderWrites(operations: readonly Operation[], removed: ReadonlySet<EntryId>): readonly Operation[] {
  const left = operations.filter((operation) => !removed.has(readTarget(operation)!));
  return [
    ...left.filter(({ op }) => op === 'delete'),
    ...left.filter(({ op }) => op === 'update'),
    ...left.filter(({ op }) => op !== 'delete' && op !== 'update'),
  ];
}

interface After {
  /** The entries after the operations, new ones last. */
  readonly after: readonly Entry[];
  readonly fresh: ReadonlyMap<Entry, CreateOperation>;
}

function applyTo(entries: readonly Entry[], operations: readonly Operation[]): After {
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  const fresh = new Map<Entry, CreateOperation>();
  for (const operation of operations) {
    const id = readTarget(operation);
    const entry = id === undefined ? undefined : known.get(id);
    if (operation.op === 'create') fresh.set(toEntry(operation, fresh.size), operation);
    else if (entry === undefined) continue;
    else if (operation.op === 'delete') known.delete(entry.id);
    else if (operation.op === 'update')
      known.set(entry.id, { ...entry, text: operation.text, meta: { ...entry.meta, ...operation.meta } });
  }
  return { after: [...known.values(), ...fresh.keys()], fresh };
}

/** Returns the entry that an Update or a Delete names by its id. */
export function readTarget(operation: Operation): EntryId | undefined {
  if (operation.op !== 'update' && operation.op !== 'delete') return undefined;
  const { target } = operation;
  return typeof target === 'object' && 'id' in target ? target.id : undefined;
}

/** Later than any time of an entry, in milliseconds since 1970: the year 9999. */
const NEWEST = 253_402_300_799_999;

/** Returns the entry that a Create would make. */
export function toEntry({ text, meta = {} }: CreateOperation, place = 0): Entry {
  return { id: `new entry ${place + 1}`, text, meta, version: 1, createdAt: NEWEST, updatedAt: NEWEST };
}
