import { THOUGHT_TAG } from './thought.ts';

/** A reversible way to carry texts that hold the tags they stand between. */
export interface TagEscape {
  escape(text: string): string;
  unescape(text: string): string;
}

/**
 * Makes an escape that touches only what would be read as one of `names` or as a thought: everything else,
 * HTML and entities included, stays as it is. Before such a name (with or without `/`)
 *
 * - `<` is written `&lt;`,
 * - `&lt;` is written `&amp;lt;`, that `&amp;amp;lt;`, and so on,
 *
 * so that every text comes back as it was. With `boxes`, the backslash of `\boxed{` is carried in the same
 * way as `&bsol;`.
 *
 * @example
 * const { escape } = createTagEscape(['create_memory']);
 * escape('a < b, <b>c</b>, </create_memory>'); // 'a < b, <b>c</b>, &lt;/create_memory>'
 * escape('&lt;/create_memory>'); // '&amp;lt;/create_memory>'
 */
export function createTagEscape(
  names: readonly string[],
  options: { readonly boxes?: boolean } = {},
): TagEscape {
  const tag = `/?(?:${[...names, THOUGHT_TAG].join('|')})(?!\\w)`;
  const tagStart = `(?:<|&(?:amp;)*lt;)(?=${tag})`;
  const pattern = new RegExp(options.boxes ? `${tagStart}|${BOX_START}` : tagStart, 'gi');
  return {
    escape: (text) => text.replace(pattern, escapeOne),
    unescape: (text) => text.replace(pattern, unescapeOne),
  };
}

const BOX_START = '(?:\\\\|&(?:amp;)*bsol;)(?=boxed\\{)';

function escapeOne(found: string): string {
  if (found === '<') return '&lt;';
  return found === '\\' ? '&bsol;' : found.replace('&', '&amp;');
}

function unescapeOne(found: string): string {
  if (/^&lt;$/i.test(found)) return '<';
  return /^&bsol;$/i.test(found) ? '\\' : found.replace(/^&amp;/i, '&');
}
