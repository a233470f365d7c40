/**
 * Removes characters that hide text from people but not from models.
 *
 * @module
 */
import { cleanText } from '../documents/clean-text.ts';

/** Zero-width characters, tag characters, variation selectors and fillers. */
const HIDDEN: RegExp = /\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;

/** Returns the text without control, zero-width, bidirectional and tag characters. */
export function stripHidden(text: string): string {
  return cleanText(text).replace(HIDDEN, '');
}
