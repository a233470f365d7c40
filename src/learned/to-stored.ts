/**
 * Entries of memory as the controller reads them back.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import { profileEntry } from '../rules/profile.ts';
import type { Held } from './scene.ts';

/** Returns an entry as the text that it was created from. Its age is counted up to `chunk`. */
export function toStored(entry: Entry, chunk: number): Held {
  const [profile] = profileEntry(entry);
  const age = Math.max(0, chunk - readNumber(entry.meta.chunk));
  const { condensed, worth } = entry.meta;
  return {
    profile: profile!,
    size: entry.text.length,
    age,
    condensed: condensed === true,
    worth: typeof worth === 'number' ? worth : undefined,
  };
}

/** Returns the largest number of chunks that entries were created with, at least 1. */
export function countChunks(stored: readonly Entry[]): number {
  return Math.max(1, ...stored.map(({ meta }) => readNumber(meta.chunks)));
}

function readNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
