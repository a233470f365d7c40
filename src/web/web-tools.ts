/**
 * The contracts of the two tools of a web task: search and read.
 *
 * @module
 */

/** Why a call returned nothing. */
export type WebFailureKind =
  /** The address is not a URL that may be read: another scheme, a password in it, a port that is not allowed. */
  | 'bad-address'
  /** The address leads to a private, loopback, metadata or other reserved network. */
  | 'private-address'
  /** The address was neither in a result, nor in a link, nor in the question. */
  | 'unseen-address'
  /** The site's robots.txt disallows the page, or cannot be read. */
  | 'robots'
  /** There is no such page or host. */
  | 'not-found'
  /** The server refused the request, such as 401, 403 or 429. */
  | 'refused'
  /** The server failed, or the connection broke. */
  | 'server'
  | 'timeout'
  | 'too-many-redirects'
  | 'too-large'
  /** The page is of a type that is not read, such as an image. */
  | 'unsupported-type'
  /** The reply is not what the protocol says. */
  | 'malformed'
  /** The page holds no text. */
  | 'empty'
  /** A replayed run made a call that was not recorded. */
  | 'not-recorded'
  | 'aborted';

/** A failure of a call. It is data: a call never throws for it. */
export interface WebFailure {
  readonly kind: WebFailureKind;
  /** What is wrong, in one line. */
  readonly message: string;
  /** The tool itself is down, not one page. An episode that ends in an outage is not scored. */
  readonly outage?: true;
}

export interface SearchResult {
  readonly title: string;
  readonly url: string;
  /** Part of the page's text. May be empty. */
  readonly snippet: string;
  readonly date?: string;
}

export type SearchOutcome =
  | { readonly ok: true; readonly results: readonly SearchResult[] }
  | { readonly ok: false; readonly failure: WebFailure };

export interface WebSearchOptions {
  /** Maximum number of results. */
  readonly count: number;
  readonly signal?: AbortSignal;
}

/** A search engine. Equal calls may give different results, unless they are recorded. */
export interface SearchTool {
  readonly name: string;
  search(query: string, options: WebSearchOptions): Promise<SearchOutcome>;
}

/** A link of a page. `start` and `end` are the offsets of its text in the page's text. */
export interface PageLink {
  readonly text: string;
  /** Absolute address. */
  readonly url: string;
  readonly start: number;
  readonly end: number;
}

/** A page as text. */
export interface WebPage {
  /** Address after redirects. */
  readonly url: string;
  readonly title: string;
  readonly text: string;
  /** Links in the order of the text. */
  readonly links: readonly PageLink[];
}

export type ReadOutcome =
  | { readonly ok: true; readonly page: WebPage }
  | { readonly ok: false; readonly failure: WebFailure };

/** Reads pages by address. */
export interface ReadTool {
  readonly name: string;
  read(url: string, options?: { readonly signal?: AbortSignal }): Promise<ReadOutcome>;
}

/** The tools of a web task. At least one is given. */
export interface WebTools {
  readonly search?: SearchTool;
  readonly read?: ReadTool;
}

/** Returns a failed outcome. */
export function failCall(
  kind: WebFailureKind,
  message: string,
  outage = false,
): { readonly ok: false; readonly failure: WebFailure } {
  return { ok: false, failure: outage ? { kind, message, outage } : { kind, message } };
}
