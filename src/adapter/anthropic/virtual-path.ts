/**
 * Paths of the memory tool. They name entries and never reach a file system.
 *
 * @module
 */
import { AtomMemError } from '../../shared/error.ts';

export const ROOT = '/memories';

const MOST_BYTES = 1024;
const MOST_SEGMENTS = 20;

/**
 * Normalises a path: NFC, without a trailing slash.
 *
 * @throws AtomMemError `bad-argument` for a path outside `/memories`, with `..`, empty names, control characters,
 *   backslashes or encoded dots, or more than 1,024 bytes or 20 segments.
 */
export function normalisePath(path: unknown): string {
  if (typeof path !== 'string') throw refusePath(String(path), 'is not a string');
  const normal = path.normalize('NFC').replace(/\/+$/, '');
  if (normal !== ROOT && !normal.startsWith(`${ROOT}/`))
    throw refusePath(path, `does not start with ${ROOT}`);
  if (/[\p{Cc}\u202A-\u202E\u2066-\u2069\\]|%2e|%2f|%5c/iu.test(normal))
    throw refusePath(path, 'holds a control character, a backslash or an encoded character');
  const names = normal.slice(1).split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..'))
    throw refusePath(path, `would escape ${ROOT} or holds an empty name`);
  if (names.length > MOST_SEGMENTS) throw refusePath(path, `has more than ${MOST_SEGMENTS} names`);
  if (new TextEncoder().encode(normal).length > MOST_BYTES)
    throw refusePath(path, `is longer than ${MOST_BYTES} bytes`);
  return normal;
}

/** Returns whether a path is a file of this folder, or the path itself. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function refusePath(path: string, problem: string): AtomMemError<'bad-argument'> {
  return new AtomMemError('bad-argument', {
    problem: `The path ${JSON.stringify(path.slice(0, 200))} ${problem}`,
    remedy: `Give a path such as ${ROOT}/notes.md`,
    details: { option: 'path', value: path },
  });
}
