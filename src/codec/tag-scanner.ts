/**
 * Finds paired tags in a text.
 *
 * @module
 */
import type { Span } from './codec.ts';

/** An opening tag, the closing tag of the same name, and what stands between them. */
export interface TagPair {
  /** In lower case. */
  readonly name: string;
  /** The text between the name and `>` of the opening tag, as written. */
  readonly attributes: string;
  readonly content: Span;
  /** The whole pair, both tags included. */
  readonly span: Span;
}

/** A tag outside every pair, without its counterpart. */
export interface LoneTag {
  readonly name: string;
  readonly side: 'opening' | 'closing';
  readonly span: Span;
}

export interface TagScan {
  /** Outermost pairs in the order written. They do not overlap. */
  readonly pairs: readonly TagPair[];
  /** In the order written. An opening tag may reach over a later one, as in `a <b and <c>`. */
  readonly lone: readonly LoneTag[];
}

/**
 * Finds the outermost paired tags of a text. An opening tag is `<`, a name of ASCII letters, digits and `_`,
 * and anything up to the next `>`. The first `</name>` after it closes it, in any case. Tags inside a pair are
 * its content. An opening tag that is never closed is skipped, so what follows it is still found. Total, and
 * linear in the length of the text.
 *
 * @param within the range to scan, as if nothing stood around it. Default: the whole text.
 * @param counts whether a tag of this name counts. Tags that do not count are text. Default: all count.
 * @param closesItself whether `<name text="…"/>` is a pair without content. Default: never.
 */
export function scanTags(
  text: string,
  within: Span = { start: 0, end: text.length },
  counts: (name: string) => boolean = () => true,
  closesItself: (name: string) => boolean = () => false,
): TagScan {
  const all = findTokens(text.slice(within.start, within.end), within.start);
  const tokens = all.filter(({ name }) => counts(name));
  const closings = closingsByName(tokens);
  const pairs: TagPair[] = [];
  const lone: LoneTag[] = [];
  let cursor = within.start;
  for (const token of tokens) {
    if (token.start < cursor) continue;
    const attributes = text.slice(token.nameEnd, token.end - 1);
    if (token.side === 'opening' && SELF_CLOSING.test(attributes) && closesItself(token.name)) {
      const { name, start, end } = token;
      pairs.push({ name, attributes, content: { start: end, end }, span: { start, end } });
      cursor = end;
      continue;
    }
    const closing = token.side === 'opening' ? closings.get(token.name)?.firstFrom(token.end) : undefined;
    if (closing === undefined) {
      lone.push({ name: token.name, side: token.side, span: { start: token.start, end: token.end } });
      continue;
    }
    pairs.push({
      name: token.name,
      attributes,
      content: { start: token.end, end: closing.start },
      span: { start: token.start, end: closing.end },
    });
    cursor = closing.end;
  }
  return { pairs, lone };
}

/** Quoted attributes and a slash, and nothing else. */
const SELF_CLOSING = /^(?:\s+\w+\s*=\s*(?:"[^"]*"|'[^']*'))+\s*\/$/;

interface Token {
  readonly name: string;
  readonly side: 'opening' | 'closing';
  readonly start: number;
  readonly nameEnd: number;
  readonly end: number;
}

function findTokens(text: string, offset: number): Token[] {
  const tokens: Token[] = [];
  let bracket = -1;
  for (const match of text.matchAll(/<(\/?)(\w+)/g)) {
    const nameEnd = match.index + match[0].length;
    // A thousand open tags share one search for `>`: a search for each would be quadratic.
    if (bracket < nameEnd) bracket = text.indexOf('>', nameEnd);
    if (bracket < 0) break;
    const side = match[1] === '' ? 'opening' : 'closing';
    if (side === 'closing' && bracket !== nameEnd) continue;
    tokens.push({
      name: match[2]!.toLowerCase(),
      side,
      start: offset + match.index,
      nameEnd: offset + nameEnd,
      end: offset + bracket + 1,
    });
  }
  return tokens;
}

interface Closings {
  /** The first closing tag at or after a place. Places must not decrease from call to call. */
  firstFrom(place: number): Token | undefined;
}

function closingsByName(tokens: readonly Token[]): ReadonlyMap<string, Closings> {
  const found = new Map<string, Token[]>();
  for (const token of tokens) {
    if (token.side === 'opening') continue;
    const same = found.get(token.name);
    if (same === undefined) found.set(token.name, [token]);
    else same.push(token);
  }
  return new Map([...found].map(([name, closings]) => [name, createClosings(closings)]));
}

function createClosings(closings: readonly Token[]): Closings {
  let next = 0;
  return {
    firstFrom(place) {
      while (next < closings.length && closings[next]!.start < place) next++;
      return closings[next];
    },
  };
}
