import { escapeText } from '../chart/escape-text.ts';

/** A piece of HTML that is safe to put into a page. */
export interface Html {
  readonly markup: string;
}

export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/**
 * A template in which every value is escaped unless it is HTML already; lists are joined, and `null`,
 * `undefined` and `false` leave nothing.
 *
 * @example html`<td>${row.policy}</td>`
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { markup: strings.reduce((all, string, index) => all + toMarkup(values[index - 1]) + string) };
}

/** Markup that this package made itself (a chart); never text of a document. */
export function trusted(markup: string): Html {
  return { markup };
}

function toMarkup(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  if ('markup' in value) return value.markup;
  return value.map(toMarkup).join('');
}
