/**
 * What a web task shows, as documents: results of a search, or a part of a page with its links.
 *
 * @module
 */
import type { ActObservation, SourceDocument } from '../task/observation.ts';
import type { TextPart } from './page-parts.ts';
import type { PageLink, SearchResult, WebPage } from './web-tools.ts';

/** A result or a part of a page. */
export interface WebDocument extends SourceDocument {
  readonly kind: 'result' | 'page';
  readonly url: string;
  /** Links of the part, with offsets in `text`. Empty for results. */
  readonly links: readonly PageLink[];
  /** 1-based part of the page, and their number. */
  readonly part: number;
  readonly parts: number;
}

/** Returns the documents of an observation of a web task; none for other tasks. */
export function readWebDocuments({ situation }: ActObservation): readonly WebDocument[] {
  return (situation.documents ?? []).filter((document): document is WebDocument => 'links' in document);
}

/** Turns a search result into a document. Its text is the snippet. */
export function toResultDocument({ title, url, snippet }: SearchResult): WebDocument {
  return { id: `search:${url}`, kind: 'result', url, title, text: snippet, links: [], part: 1, parts: 1 };
}

/** Turns a part of a page into a document. The first part has the page's address as its id. */
export function toPageDocument(page: WebPage, parts: readonly TextPart[], index: number): WebDocument {
  const { start, end } = parts[index] ?? { start: 0, end: 0 };
  return {
    id: index === 0 ? page.url : `${page.url}¶${index + 1}`,
    kind: 'page',
    url: page.url,
    title: page.title,
    text: page.text.slice(start, end),
    links: page.links
      .filter((link) => link.start >= start && link.end <= end)
      .map((link) => ({ ...link, start: link.start - start, end: link.end - start })),
    part: index + 1,
    parts: Math.max(1, parts.length),
  };
}
