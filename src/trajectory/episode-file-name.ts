/**
 * Names the file of an episode, so that no two episodes share one.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** A part that every file system keeps as it is. */
const PLAIN = /^[a-z0-9_][a-z0-9_.+-]{0,79}$/;
/** Names that Windows reserves, with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/**
 * Returns the relative path of an episode's trajectory file. Slashes of the key part folders. Different
 * keys get different paths, also where file names are not case-sensitive, and equal keys equal paths.
 *
 * A part of up to 80 plain characters (`a-z 0-9 _ . + -`) stays as it is. Any other part is shortened to
 * its letters and digits and gets a hash: `A?` becomes `a_~2bd14c822d3a`.
 *
 * @example
 * toEpisodeFileName('rules/hotpotqa/2hop__13') // 'rules/hotpotqa/2hop__13.jsonl'
 */
export function toEpisodeFileName(key: string): string {
  return `${key.split('/').map(toPart).join('/')}.jsonl`;
}

function toPart(part: string): string {
  const plain = PLAIN.test(part) && !RESERVED.test(part) && !/\.jsonl|\.$/.test(part);
  if (plain) return part;
  const readable = part
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_');
  const short = Array.from(readable).slice(0, 40).join('');
  return `${short}~${createHash('sha256').update(part, 'utf16le').digest('hex').slice(0, 12)}`;
}
