/**
 * Finds the recorded call nearest to a request and the first difference between them.
 * @module
 */

import type { CallRequest, RecordedCall } from './recorded-call.ts';

/** The first difference between two calls. */
export interface CallDifference {
  /** Path of the differing value, such as `prompt[1].content[0].text`. */
  readonly path: string;
  /** 0-based offset of the first differing character, if both values are strings. */
  readonly character?: number;
  /** The value at the path, shortened to fit on a line. */
  readonly recorded: string;
  readonly now: string;
}

/** Characters shown of a value, and of the text before the difference. */
const SHOWN = 60;
const SHOWN_BEFORE = 20;

/** Finds the recorded call most similar to the request, and their first difference. */
export function nearestCall(
  request: CallRequest,
  calls: readonly RecordedCall[],
): { readonly call: RecordedCall; readonly difference: CallDifference | undefined } | undefined {
  const sameKind = calls.filter((call) => call.request.kind === request.kind);
  const now = listLeaves(request);
  let best: RecordedCall | undefined;
  let most = -1;
  for (const call of sameKind) {
    const shared = likeness(listLeaves(call.request), now);
    if (shared > most) [best, most] = [call, shared];
  }
  return best && { call: best, difference: firstDifference(best.request, request) };
}

/**
 * Returns the first difference of two calls in the order of their paths, or `undefined` if they are equal.
 */
export function firstDifference(recorded: CallRequest, now: CallRequest): CallDifference | undefined {
  const before = listLeaves(recorded);
  const after = listLeaves(now);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const path = paths.find((each) => before.get(each) !== after.get(each));
  if (path === undefined) return undefined;
  const [old, next] = [before.get(path), after.get(path)];
  if (typeof old !== 'string' || typeof next !== 'string') {
    return { path, recorded: excerpt(old, 0), now: excerpt(next, 0) };
  }
  const character = commonStart(old, next);
  return { path, character, recorded: excerpt(old, character), now: excerpt(next, character) };
}

/**
 * Scores the similarity of two calls: one for each equal value, a fraction for strings with a common start.
 */
function likeness(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): number {
  let shared = 0;
  for (const [path, value] of one) {
    const counterpart = other.get(path);
    if (value === counterpart) shared += 1;
    else if (typeof value === 'string' && typeof counterpart === 'string') {
      shared += commonStart(value, counterpart) / (Math.max(value.length, counterpart.length) + 1);
    }
  }
  return shared - Math.abs(one.size - other.size);
}

/** Returns every value that is not an object or array, keyed by its path. */
function listLeaves(value: unknown, path = ''): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]]);
  const leaves = Object.entries(value).flatMap(([name, field]) => [
    ...listLeaves(field, Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`),
  ]);
  return new Map(leaves);
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length++;
  return length;
}

function excerpt(value: unknown, at: number): string {
  if (value === undefined) return 'nothing';
  if (typeof value !== 'string') return JSON.stringify(value);
  const start = Math.max(0, at - SHOWN_BEFORE);
  const part = value.slice(start, start + SHOWN).replace(/\s+/g, ' ');
  return `"${start > 0 ? '…' : ''}${part}${start + SHOWN < value.length ? '…' : ''}"`;
}
