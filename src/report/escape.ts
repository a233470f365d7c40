import { printable } from '../chart/escape-text.ts';

/**
 * A value as JSON that may stand inside `<script type="application/json">`: nothing in it can end the
 * element, open a comment or break a line, and parsing gives the value back.
 */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Text that may stand in a cell of a Markdown table: one line, nothing of it read as markup. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|~&]/g, '\\$&');
}
