import type { CallRequest, RecordedCall } from './recorded-call.ts';

/** Where two calls part for the first time. */
export interface CallDifference {
  /** Such as `prompt[1].content[0].text`. */
  readonly path: string;
  /** 0-based character, where both are texts. */
  readonly character?: number;
  /** What stands there, cut to what a line can show. */
  readonly recorded: string;
  readonly now: string;
}

/** Characters shown of a value, and before the place where two texts part. */
const SHOWN = 60;
const SHOWN_BEFORE = 20;

/** The recorded call that shares most with the request, and where it parts from it first. */
export function nearestCall(
  request: CallRequest,
  calls: readonly RecordedCall[],
): { readonly call: RecordedCall; readonly difference: CallDifference | undefined } | undefined {
  const sameKind = calls.filter((call) => call.request.kind === request.kind);
  const now = leavesOf(request);
  let best: RecordedCall | undefined;
  let most = -1;
  for (const call of sameKind) {
    const shared = likeness(leavesOf(call.request), now);
    if (shared > most) [best, most] = [call, shared];
  }
  return best && { call: best, difference: firstDifference(best.request, request) };
}

/** The first place, in the order of the names, at which two calls differ; `undefined` for equal ones. */
export function firstDifference(recorded: CallRequest, now: CallRequest): CallDifference | undefined {
  const before = leavesOf(recorded);
  const after = leavesOf(now);
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

/** How much two calls have in common: one for each equal value, a part of one for texts that start alike. */
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

/** Every value that is no object or array, by its path. */
function leavesOf(value: unknown, path = ''): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]]);
  const leaves = Object.entries(value).flatMap(([name, field]) => [
    ...leavesOf(field, Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`),
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
