/**
 * Carries texts that hold the tags they stand between.
 *
 * @module
 */
import { MARKER_STARTS } from './thought-marker.ts';

/** A reversible escape. */
export interface TagEscape {
  escape(text: string): string;
  unescape(text: string): string;
}

/** The entity for each character that begins something special. */
const ENTITIES: readonly (readonly [string, string])[] = [
  ['<', 'lt'],
  ['[', 'lsqb'],
  ['◁', '#9665'],
  ['\\', 'bsol'],
];

/**
 * Creates an escape that changes only what would be read as one of the tags `names` or as a mark of a
 * thought. Everything else, HTML and entities included, stays as it is. Before such a name, with or without
 * `/`:
 *
 * - `<` is written `&lt;`,
 * - `&lt;` is written `&amp;lt;`, that is written `&amp;amp;lt;`, and so on,
 *
 * so that every text comes back unchanged. With `boxes`, the backslash of `\boxed{` is escaped as `&bsol;`.
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
  const starts = [
    { character: '<', rest: `/?(?:${names.join('|')})(?!\\w)` },
    ...MARKER_STARTS,
    ...(options.boxes ? [{ character: '\\\\', rest: 'boxed\\{' }] : []),
  ];
  const pattern = new RegExp(
    starts.map(({ character, rest }) => `(?:${character}|${writeEscaped(character)})(?=${rest})`).join('|'),
    'gi',
  );
  return {
    escape: (text) => text.replace(pattern, escapeOne),
    unescape: (text) => text.replace(pattern, unescapeOne),
  };
}

function writeEscaped(character: string): string {
  const entity = ENTITIES.find(([plain]) => plain === character.at(-1))![1];
  return `&(?:amp;)*${entity};`;
}

function escapeOne(found: string): string {
  const entity = ENTITIES.find(([plain]) => plain === found)?.[1];
  return entity === undefined ? found.replace('&', '&amp;') : `&${entity};`;
}

function unescapeOne(found: string): string {
  const plain = ENTITIES.find(([, entity]) => found.toLowerCase() === `&${entity};`)?.[0];
  return plain ?? found.replace(/^&amp;/i, '&');
}
