/**
 * Documents as entries.
 *
 * @module
 */
import type { CreateOperation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';
import type { SourceDocument } from '../task/observation.ts';

/** Writes a document as one text, with the title on the first line if it has one. */
export function documentText({ title, text }: SourceDocument): string {
  return title === '' ? text : `${title}\n${text}`;
}

/** Stores a whole document and records its source. */
export function storeDocument(document: SourceDocument, meta: JsonObject = {}): CreateOperation {
  return { op: 'create', text: documentText(document), meta: { ...meta, sources: [document.id] } };
}
