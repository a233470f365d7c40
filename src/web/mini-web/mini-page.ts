/**
 * The pages of the mini-web as data.
 *
 * @module
 */

/** A piece of a page. */
export type MiniBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hidden'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'links'; readonly links: readonly MiniLink[] };

export interface MiniLink {
  readonly text: string;
  /** Address without a port. */
  readonly url: string;
}

/** What a page is for. */
export type MiniPageKind =
  | 'home'
  | 'section'
  | 'fact'
  | 'person'
  | 'news'
  | 'outdated'
  | 'duplicate'
  | 'injection';

export interface MiniPage {
  /** Address without a port, such as `http://bremford-museum.test/about`. */
  readonly url: string;
  readonly title: string;
  readonly kind: MiniPageKind;
  /** Clicks from the start page of its site. */
  readonly depth: number;
  readonly blocks: readonly MiniBlock[];
  /** Links of the menu, which every page of a site has. */
  readonly menu: readonly MiniLink[];
  /** The server answers late. */
  readonly slow: boolean;
}

export type MiniQuestionKind = '1 click' | '2 clicks' | '3 clicks' | '4 clicks' | 'two sites';

export interface MiniQuestion {
  readonly id: string;
  readonly text: string;
  readonly answer: string;
  readonly kind: MiniQuestionKind;
  /** Start page of the site that the question names. */
  readonly start: string;
  /** Pages to read one after another. The last one holds the answer. */
  readonly path: readonly string[];
}

/** Returns the address with a port, as a server on loopback needs it. */
export function withPort(url: string, port: number | undefined): string {
  return port === undefined ? url : url.replace(/^(http:\/\/[^/]+)/, `$1:${port}`);
}
