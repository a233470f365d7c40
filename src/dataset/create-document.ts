import { hash } from 'node:crypto';
import type { SourceDocument } from '../task/observation.ts';

/** Hex digits of the hash kept in an id: 48 bits, a clash in a million documents has odds of 1 in 500. */
const ID_DIGITS = 12;

/**
 * A document whose id follows from its content: within a data set, equal title and text give an equal id,
 * whichever file or question it came with.
 *
 * @example createDocument('hotpotqa', 'Third Eye Blind', 'Third Eye Blind is …').id // 'hotpotqa-5c0d…'
 */
export function createDocument(dataset: string, title: string, text: string): SourceDocument {
  const digest = hash('sha256', JSON.stringify([title, text]));
  return { id: `${dataset}-${digest.slice(0, ID_DIGITS)}`, title, text };
}
