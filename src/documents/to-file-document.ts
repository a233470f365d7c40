/**
 * Gives plain documents the structure of files.
 *
 * @module
 */
import type { SourceDocument } from '../task/observation.ts';
import { createDocumentBuilder } from './document-builder.ts';
import { type FileDocument, isFileDocument } from './file-document.ts';
import { addPlain } from './read-plain.ts';

/** Returns a file's document as it is, and reads any other as plain text. Its path is its title, else its id. */
export function toFileDocument(document: SourceDocument): FileDocument {
  if (isFileDocument(document)) return document;
  const { id, title, text } = document;
  const builder = createDocumentBuilder('text', { id, path: title === '' ? id : title });
  addPlain(builder, text, 1);
  return builder.finish(title);
}
