/**
 * `corpusTools`: search and read over pages on this machine, without a network.
 *
 * @module
 */
import { dropStopWords } from '../search/stop-words.ts';
import { tokenize } from '../search/tokenize.ts';
import type { SourceDocument } from '../task/observation.ts';
import { failCall, type SearchResult, type WebPage, type WebTools } from './web-tools.ts';
import { createWordIndex } from './word-index.ts';

export interface CorpusOptions {
  /** Maximum characters of a snippet: the sentence that shares most words with the query. Default: 200. */
  readonly snippet?: number;
  /**
   * Pages that the search engine knows, by address. The others are reached by links. Default: all.
   */
  readonly indexed?: (page: WebPage) => boolean;
  /** Recorded. Default: `corpus`. */
  readonly name?: string;
}

/**
 * Creates search and read tools over pages or documents. `read` accepts an address or a title; case, underscores
 * and `index.php?title=` do not matter. Equal calls give equal results.
 *
 * @example
 * const tools = corpusTools(documents);
 */
export function corpusTools(
  pages: readonly (WebPage | SourceDocument)[],
  { snippet = 200, indexed = () => true, name = 'corpus' }: CorpusOptions = {},
): Required<WebTools> {
  const all = pages.map(toPage);
  const byAddress = new Map<string, WebPage>();
  for (const page of all) {
    for (const key of [page.url, toKey(page.url), toKey(page.title)]) {
      if (!byAddress.has(key)) byAddress.set(key, page);
    }
  }
  const known = all.filter(indexed);
  const index = createWordIndex(known);
  return {
    search: {
      name,
      async search(query, { count }) {
        const found = index.find(query, count).map((place) => known[place]!);
        return { ok: true, results: found.map((page) => toResult(page, query, snippet)) };
      },
    },
    read: {
      name,
      async read(url) {
        const page = byAddress.get(url) ?? byAddress.get(toKey(url));
        return page === undefined ? failCall('not-found', `there is no page ${url}`) : { ok: true, page };
      },
    },
  };
}

function toPage(page: WebPage | SourceDocument): WebPage {
  if ('links' in page) return page as WebPage;
  const { id, title, text } = page as SourceDocument;
  return { url: id, title, text, links: [] };
}

/** Returns the name of a page in its simplest form: the last part of an address, or a title. */
function toKey(address: string): string {
  const last = /[?&]title=([^&#]+)/.exec(address)?.[1] ?? address.replace(/#.*$/s, '').split('/').at(-1)!;
  try {
    return decodeURIComponent(last).replaceAll('_', ' ').trim().toLowerCase();
  } catch {
    return last.replaceAll('_', ' ').trim().toLowerCase();
  }
}

function toResult({ url, title, text }: WebPage, query: string, longest: number): SearchResult {
  return { url, title, snippet: chooseSnippet(text, query, longest) };
}

/** Returns the sentence that shares most words with the query; the first of equals. */
function chooseSnippet(text: string, query: string, longest: number): string {
  const words = new Set(dropStopWords(tokenize(query, 'query')));
  let [best, most] = ['', -1];
  for (const sentence of text.split(/(?<=[.!?。！？])\s+|\n+/)) {
    const shared = new Set(tokenize(sentence, 'query').filter((word) => words.has(word))).size;
    if (shared > most && sentence.trim() !== '') [best, most] = [sentence.trim(), shared];
  }
  return best.length <= longest ? best : `${best.slice(0, longest - 1)}…`;
}
