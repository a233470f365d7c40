/**
 * Gives documents ids that follow from their content.
 *
 * @module
 */
import { hash } from 'node:crypto';
import type { SourceDocument } from '../task/observation.ts';

/** Hex digits of the hash in an id: 48 bits. The odds of a clash among a million documents are 1 in 500. */
const ID_DIGITS = 12;

/**
 * Creates a document whose id follows from its content. Within a data set, equal titles and texts give
 * equal ids, in whatever file or question they occur.
 *
 * @example createDocument('hotpotqa', 'Third Eye Blind', 'Third Eye Blind is …').id // 'hotpotqa-5c0d…'
 */
export function createDocument(dataset: string, title: string, text: string): SourceDocument {
  const digest = hash('sha256', JSON.stringify([title, text]));
  return { id: `${dataset}-${digest.slice(0, ID_DIGITS)}`, title, text };
}
