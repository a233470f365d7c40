/**
 * Identifies data by its contents.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** Returns a digest of items in order. */
export function digestData(items: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const item of items) hash.update(`${JSON.stringify(item)}\n`);
  return hash.digest('hex').slice(0, 16);
}
