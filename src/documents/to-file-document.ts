/**
 * Converts plain documents to file documents.
 *
 * @module
 */
import type { SourceDocument } from '../task/observation.ts';
import { createDocumentBuilder } from './document-builder.ts';
import { type FileDocument, isFileDocument } from './file-document.ts';
import { addPlain } from './read-plain.ts';

/**
 * Returns file documents unchanged, and reads other documents as plain text. Their path is the title, or else the id.
 */
export function toFileDocument(document: SourceDocument): FileDocument {
  if (isFileDocument(document)) return document;
  const { id, title, text } = document;
  const builder = createDocumentBuilder('text', { id, path: title === '' ? id : title });
  addPlain(builder, text, 1);
  return builder.finish(title);
}
