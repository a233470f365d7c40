/**
 * Compares the settings of a resumed run with its checkpoint.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';

/**
 * Checks that a resumed run has the settings of its checkpoint.
 *
 * @throws AtomMemError `other-settings`, which names the first different setting
 */
export function requireSame(old: JsonObject, asked: JsonObject, directory: string): void {
  const differing = firstDifference(old, asked);
  if (differing === undefined) return;
  const { name, one, other } = differing;
  const was = one === undefined ? `without ${name}` : `with ${name} = ${JSON.stringify(one)}`;
  const now = other === undefined ? 'without' : JSON.stringify(other);
  throw new AtomMemError('other-settings', {
    problem: `${directory} was trained ${was}, not ${now}`,
    remedy: 'Resume with the same settings, or use another folder',
    details: { path: directory, setting: name, saved: one, asked: other },
  });
}

interface Difference {
  readonly name: string;
  readonly one: JsonValue | undefined;
  readonly other: JsonValue | undefined;
}

/** Returns the first difference between two sets of settings, by its path ("lab.sentences"). */
function firstDifference(one: JsonObject, other: JsonObject, path = ''): Difference | undefined {
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [left, right] = [one[name], other[name]];
    if (JSON.stringify(left) === JSON.stringify(right)) continue;
    if (!isPlain(left) || !isPlain(right)) return { name: path + name, one: left, other: right };
    const inside = firstDifference(left, right, `${path}${name}.`);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function isPlain(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
