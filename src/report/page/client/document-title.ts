import type { PageEpisode } from '../../page-data.ts';

const MOST = 4;

/** What a document is called, where that is known. */
export function documentTitle(id: string, { documents }: PageEpisode): string {
  return (Object.hasOwn(documents, id) && documents[id]?.title) || id;
}

/** The documents that a text came from, in words. */
export function sourceNames(sources: readonly string[], episode: PageEpisode): string {
  const names = sources.slice(0, MOST).map((id) => documentTitle(id, episode));
  return `from ${names.join(', ')}${sources.length > MOST ? ` and ${sources.length - MOST} more` : ''}`;
}
