/**
 * JSON whose texts cannot pass for a thought or a section of a prompt.
 *
 * @module
 */
import type { JsonValue } from '../shared/json.ts';
import { SECTION_TAGS } from './prompt-echo.ts';
import { MARKER_STARTS } from './thought-marker.ts';

const SPECIAL = new RegExp(
  [
    ...MARKER_STARTS.map(({ character, rest }) => `${character}(?=${rest})`),
    `<(?=/?(?:${SECTION_TAGS.join('|')})(?!\\w))`,
  ].join('|'),
  'gi',
);

/** Writes a value as JSON on one line, with `\u` escapes where a reader of replies would see a marker. */
export function writeJsonText(value: JsonValue | object): string {
  return JSON.stringify(value).replace(SPECIAL, escapeCharacter);
}

/** Tells whether a text holds the beginning of a thought or of a section. */
export function holdsMarker(text: string): boolean {
  return text.search(SPECIAL) >= 0;
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
