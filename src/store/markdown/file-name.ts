/**
 * Names of entry files.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { EntryId } from '../../memory/entry.ts';

/** Names that Windows reserves, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;
const LONGEST = 80;

/**
 * Returns the name of an entry's file, such as `m12.md`. Every other character than lower-case letters,
 * digits, `-` and `_` is encoded, so that no id is a path and file systems that ignore case keep ids apart.
 */
export function toFileName(id: EntryId): string {
  const encoded = [...Buffer.from(id, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[a-z0-9_-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
  if (encoded === '' || RESERVED.test(encoded)) return `%${encoded}.md`;
  if (encoded.length <= LONGEST) return `${encoded}.md`;
  return `${encoded.slice(0, LONGEST)}-${createHash('sha256').update(id).digest('hex').slice(0, 12)}.md`;
}

/** Compares names so that `m2.md` comes before `m10.md`. */
export function compareNames(one: string, other: string): number {
  const [left, right] = [one, other].map((name) => Number(/^m(\d+)\.md$/.exec(name)?.[1] ?? Infinity));
  if (left !== right) return left! < right! ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}
