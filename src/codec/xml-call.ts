/**
 * Calls in XML: `<function=name><parameter=text>…`, `<invoke name="…">`, `<arg_key>`, and a tool's own name as
 * a tag.
 *
 * @module
 */
import type { Span } from './codec.ts';

/** Marks that end the region of a call. */
const REGION_END =
  /<\/(?:\w{1,20}:|[|｜]\w{1,20}[|｜])?(?:function|function_call|invoke|tool_call|tool_use|tool|call)>/gi;

/** A parameter's tag. Its name may have a prefix (`x:parameter`, `｜x｜parameter`) and more attributes. */
const PARAMETER =
  /<(\/?)(?:\w{1,20}:|[|｜]\w{1,20}[|｜])?(?:(?:parameter|param|arg|argument)(?:\s+name)?\s*=\s*["']?([\w-]{1,60})["']?(?:\s[^<>]{0,80})?|(parameter|param|arg|argument|arg_key|arg_value|text|query|slot|content|memory|number|input|arguments|parameters)\s*)>/gi;

/** Reads calls of one text. It remembers positions, so that many open tags share one search. */
export interface XmlReader {
  /**
   * Reads the call whose name stands from `at` to `end`.
   *
   * @returns `undefined` if no tag surrounds or follows the name; no `input` if the call breaks off.
   */
  read(at: number, end: number, name: string): { readonly input?: unknown; readonly end: number } | undefined;
}

/** Creates a reader for the text up to `limit`. */
export function createXmlReader(text: string, limit: number): XmlReader {
  const ends = createFinder(text, REGION_END, limit);
  const ownEnds = new Map<string, ReturnType<typeof createFinder>>();

  function findOwnEnd(name: string, from: number): Span | undefined {
    const key = name.toLowerCase();
    let finder = ownEnds.get(key);
    if (finder === undefined) {
      const pattern = new RegExp(`</${name.replace(/[^\w]/g, '\\$&')}\\s{0,9}>`, 'gi');
      finder = createFinder(text, pattern, limit);
      ownEnds.set(key, finder);
    }
    return finder.next(from);
  }

  return {
    read(at, end, name) {
      const before = text.slice(Math.max(0, at - 80), at);
      if (/<$/.test(before)) return readOwnTag(end, name);
      const isFunction =
        /<(?:function\s*=|(?:\w{1,20}:|[|｜]\w{1,20}[|｜])?(?:invoke|function|function_call|tool|tool_call|tool_use)\s+name\s*=)\s*["']?(?:[\w.]{1,30}\.)?$/i.test(
          before,
        );
      const follows = text.slice(end, end + 40);
      const isKeyed = /^\s*<(?:arg_key|parameter|param)\b/i.test(follows);
      if (!isFunction && !isKeyed) return undefined;
      const from = end + (isFunction ? (/^["']?[^<>\n]{0,30}>/.exec(follows)?.[0].length ?? 0) : 0);
      const close = ends.next(from);
      const region = { start: from, end: close?.start ?? limit };
      const input = readParameters(text, region);
      // Without its end, a call without parameters is cut off.
      if (close === undefined && Object.keys(input).length === 0) return { end: limit };
      return { input, end: close?.end ?? limit };
    },
  };

  function readOwnTag(end: number, name: string): ReturnType<XmlReader['read']> {
    const attributes = readAttributes(text, end, limit);
    if (attributes !== undefined) {
      const close = attributes.closed ? undefined : findOwnEnd(name, attributes.end);
      return { input: attributes.input, end: close?.end ?? attributes.end };
    }
    const opened = /^\s{0,9}>/.exec(text.slice(end, end + 12));
    if (opened === null) return undefined;
    const from = end + opened[0].length;
    const close = findOwnEnd(name, from);
    if (close === undefined) return undefined;
    const input = readParameters(text, { start: from, end: close.start });
    const plain = text.slice(from, close.start).trim();
    const slotted = /^memory\s*(\d+)\s*:\s*([\s\S]*)$/i.exec(plain);
    if (Object.keys(input).length > 0) return { input, end: close.end };
    if (slotted !== null) return { input: { slot: slotted[1], text: slotted[2] }, end: close.end };
    return { input: plain, end: close.end };
  }
}

const ATTRIBUTE = /\s+([A-Za-z_]\w{0,60})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads the attributes of a tag, such as `text="A"/>`. `closed` tells whether the tag closes itself. */
export function readAttributes(
  text: string,
  start: number,
  limit: number,
):
  | { readonly input: Readonly<Record<string, unknown>>; readonly end: number; readonly closed: boolean }
  | undefined {
  const input: Record<string, unknown> = {};
  let at = start;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(text);
    if (match === null || ATTRIBUTE.lastIndex > limit) break;
    const value = match[2] ?? match[3] ?? '';
    define(
      input,
      match[1]!,
      value.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity]!),
    );
    at = ATTRIBUTE.lastIndex;
  }
  const closed = /^\s{0,9}(\/?)>/.exec(text.slice(at, Math.min(at + 12, limit)));
  if (closed === null || at === start) return undefined;
  return { input, end: at + closed[0].length, closed: closed[1] === '/' };
}

/** The parameters of a call. A parameter without its closing tag ends where the next one begins. */
function readParameters(text: string, { start, end }: Span): Readonly<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  let key: string | undefined;
  let from = start;
  let pendingKey: string | undefined;
  const put = (until: number): void => {
    if (key === undefined) return;
    const value = text.slice(from, until).trim();
    if (key === 'arg_key') pendingKey = value;
    else if (key === 'arg_value' && pendingKey !== undefined) define(input, pendingKey, value);
    else define(input, key, value);
    key = undefined;
  };
  const pattern = new RegExp(PARAMETER.source, 'gi');
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match !== null && match.index < end; match = pattern.exec(text)) {
    const closing = match[1] === '/';
    const isTag = match[2] !== undefined || match[3] !== undefined;
    if (closing || isTag) put(match.index);
    if (!closing) key = match[2] ?? match[3]!.toLowerCase();
    from = match.index + match[0].length;
  }
  put(end);
  return input;
}

function define(input: Record<string, unknown>, key: string, value: string): void {
  if (key !== '__proto__') input[key] = value;
}

function createFinder(
  text: string,
  pattern: RegExp,
  limit: number,
): { next(from: number): Span | undefined } {
  let found: Span | undefined | null = null; // null: not yet searched
  const search = new RegExp(pattern.source, pattern.flags);
  return {
    next(from) {
      if (found === undefined || (found !== null && found.start >= from)) return found;
      search.lastIndex = from;
      const match = search.exec(text);
      found =
        match === null || match.index >= limit
          ? undefined
          : { start: match.index, end: match.index + match[0].length };
      return found;
    },
  };
}
