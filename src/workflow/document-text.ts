import type { CreateOperation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';
import type { SourceDocument } from '../task/observation.ts';

/** A document as one text: its title on a line of its own, where it has one. */
export function documentText({ title, text }: SourceDocument): string {
  return title === '' ? text : `${title}\n${text}`;
}

/** Stores a document whole, with where it came from. */
export function storeDocument(document: SourceDocument, meta: JsonObject = {}): CreateOperation {
  return { op: 'create', text: documentText(document), meta: { ...meta, sources: [document.id] } };
}
