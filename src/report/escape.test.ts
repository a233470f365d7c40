/** Tests of escaping. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../chart/escape-text.ts';
import { embeddedJson, escapeMarkdown } from './escape.ts';
import { html } from './html.ts';

const HOSTILE = [
  '</script>',
  '<!--',
  '-->',
  ']]>',
  '<img src=x onerror=alert(1)>',
  '"',
  "'",
  '&lt;',
  '|',
  '\u2028',
  '\ud800',
  '\0',
  '`',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string()), { maxLength: 8 })
  .map((parts) => parts.join(''));

describe('embeddedJson', () => {
  it('cannot end its element or open another, and comes back as it was', () => {
    fc.assert(
      fc.property(hostile, fc.jsonValue(), (text, value) => {
        const json = embeddedJson({ [text]: [text, value] });
        expect(json).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ [text]: [text, value] })));
      }),
    );
  });
});

describe('escapeText and html', () => {
  it('leave no character that means something in HTML', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeText(text)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
        expect(html`<b title="${text}">${[text]}</b>`.markup).toBe(
          `<b title="${escapeText(text)}">${escapeText(text)}</b>`,
        );
      }),
    );
  });

  it('keeps HTML made by the template, and drops what is not there', () => {
    expect(html`${[html`<i>${'<'}</i>`, null, undefined, false, 0]}`.markup).toBe('<i>&lt;</i>0');
  });
});

describe('escapeMarkdown', () => {
  it('keeps text within its cell', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeMarkdown(text).replace(/\\[^a-z0-9\s]/gi, '')).not.toMatch(/[|\n\r<>`[\]\\*]/);
      }),
    );
  });
});
