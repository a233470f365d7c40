/**
 * Checks that a value is an operation, so that nothing a policy writes can make `apply` throw.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import { DEEPEST_META, isTooDeep } from './meta-depth.ts';
import type { Operation, Target } from './operation.ts';

/** A copy of the operation that is safe to use, or what is wrong with the value. */
export type CheckedOperation =
  | { readonly ok: true; readonly operation: Operation }
  | { readonly ok: false; readonly message: string };

/**
 * Copies the fields of an operation and checks their types. Reads every property once and never throws,
 * whatever the value is.
 */
export function checkOperation(value: unknown): CheckedOperation {
  try {
    return { ok: true, operation: copyOperation(value) };
  } catch (cause) {
    if (cause instanceof Malformed) return { ok: false, message: cause.message };
    return { ok: false, message: 'the operation cannot be read: a property throws' };
  }
}

/** Unwinds the check. Never leaves this file. */
class Malformed extends Error {}

function copyOperation(value: unknown): Operation {
  if (typeof value !== 'object' || value === null) {
    throw new Malformed(`an operation is an object, got ${show(value)}`);
  }
  const { op, ...given } = pickFields(value);
  switch (op) {
    case 'create':
      return dropUndefined({
        op,
        text: readText('text', given.text),
        meta: readMeta(given.meta),
        expiresAt: readNumber('expiresAt', given.expiresAt),
      });
    case 'read':
      return { op, query: readText('query', given.query) };
    case 'update':
      return dropUndefined({
        op,
        target: readTarget(given.target),
        text: readText('text', given.text),
        meta: readMeta(given.meta),
        expiresAt: given.expiresAt === null ? null : readNumber('expiresAt', given.expiresAt),
        expectedVersion: readNumber('expectedVersion', given.expectedVersion),
      });
    case 'delete':
      return dropUndefined({
        op,
        target: readTarget(given.target),
        expectedVersion: readNumber('expectedVersion', given.expectedVersion),
      });
    default:
      throw new Malformed(`"op" is ${show(op)}, expected create, read, update or delete`);
  }
}

const FIELDS = ['op', 'text', 'query', 'target', 'meta', 'expiresAt', 'expectedVersion'] as const;

function pickFields(value: object): Partial<Record<(typeof FIELDS)[number], unknown>> {
  const given = value as Record<string, unknown>;
  return Object.fromEntries(FIELDS.map((field) => [field, given[field]]));
}

function readText(field: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Malformed(`"${field}" is ${show(value)}, expected a string`);
}

function readNumber(field: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Malformed(`"${field}" is ${show(value)}, expected a finite number`);
}

function readTarget(value: unknown): Target {
  if (value === 'scratchpad') return value;
  if (typeof value === 'object' && value !== null) {
    const { slot, id } = value as { slot?: unknown; id?: unknown };
    if (slot === undefined && typeof id === 'string') return { id };
    if (id === undefined && Number.isInteger(slot)) return { slot: slot as number };
  }
  throw new Malformed(`"target" is ${show(value)}, expected { slot: 1 }, { id: "m1" } or "scratchpad"`);
}

/** The copy is what a store gives back, and later changes to the given object cannot reach the memory. */
function readMeta(value: unknown): JsonObject | undefined {
  if (value === undefined) return undefined;
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(value));
  } catch {
    // A cycle, a BigInt, a getter that throws, or more levels than the stack holds.
    copy = undefined;
  }
  const isObject = typeof copy === 'object' && copy !== null && !Array.isArray(copy);
  if (isObject && !isTooDeep(copy)) return copy as JsonObject;
  throw new Malformed(`"meta" is ${show(value)}, expected a JSON object of at most ${DEEPEST_META} levels`);
}

function dropUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}

/** Shows a value in at most 60 characters. Never throws. */
function show(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? showObject(value) : showPlain(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function showPlain(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  return typeof value === 'function' ? 'a function' : String(value);
}

function showObject(value: object): string {
  try {
    return JSON.stringify(value) ?? 'an object';
  } catch {
    return 'an object';
  }
}
