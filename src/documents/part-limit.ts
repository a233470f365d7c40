/**
 * Limits the parts of a file, because even an empty part takes a few hundred bytes of memory.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

/** Maximum number of lines and cells of one file. A file at the limit takes about 1 GB. */
const MOST_PARTS = 4_000_000;

export interface PartLimit {
  /** Default: 4,000,000. */
  readonly limit?: number;
  /** Default: lines and cells. */
  readonly things?: string;
}

/**
 * Creates a counter of a file's parts.
 *
 * @returns a function that adds to the count and throws AtomMemError `too-large` above the limit
 */
export function createPartCounter(
  path: string,
  { limit = MOST_PARTS, things = 'lines and cells' }: PartLimit = {},
): (count: number) => void {
  let parts = 0;
  return (count) => {
    parts += count;
    if (parts <= limit) return;
    throw new AtomMemError('too-large', {
      problem: `${path} has more than ${limit.toLocaleString('en')} ${things}`,
      remedy: 'Split the file',
      details: { path },
    });
  };
}
