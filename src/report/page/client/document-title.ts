/**
 * Names of documents on the page.
 *
 * @module
 */
import type { PageEpisode } from '../../page-data.ts';

const MOST = 4;

/** Returns the title of a document, or its id if the title is not known. */
export function documentTitle(id: string, { documents }: PageEpisode): string {
  return (Object.hasOwn(documents, id) && documents[id]?.title) || id;
}

/** Names the documents that a text came from. */
export function sourceNames(sources: readonly string[], episode: PageEpisode): string {
  const names = sources.slice(0, MOST).map((id) => documentTitle(id, episode));
  return `from ${names.join(', ')}${sources.length > MOST ? ` and ${sources.length - MOST} more` : ''}`;
}
