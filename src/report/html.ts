/**
 * An HTML template tag that escapes every value.
 *
 * @module
 */
import { escapeText } from '../chart/escape-text.ts';

/** A piece of HTML that is safe to put into a page. */
export interface Html {
  readonly markup: string;
}

export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/**
 * Builds HTML from a template. Escapes every value that is not `Html`, joins lists, and omits `null`, `undefined` and
 * `false`.
 *
 * @example html`<td>${row.policy}</td>`
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { markup: strings.reduce((all, string, index) => all + toMarkup(values[index - 1]) + string) };
}

/** Marks markup as safe. Use it only for this package's own markup, never for document text. */
export function trusted(markup: string): Html {
  return { markup };
}

function toMarkup(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  if ('markup' in value) return value.markup;
  return value.map(toMarkup).join('');
}
