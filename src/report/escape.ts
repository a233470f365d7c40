/**
 * Escapes data for HTML and Markdown.
 *
 * @module
 */
import { printable } from '../chart/escape-text.ts';

/**
 * Returns a value as JSON that is safe inside `<script type="application/json">`: it cannot end the element, open
 * a comment or break a line.
 */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Escapes text for a cell of a Markdown table: one line without markup. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|~&]/g, '\\$&');
}
