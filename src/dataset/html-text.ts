import { Parser } from 'htmlparser2';
import { DatasetError } from './dataset-error.ts';

/** Elements whose content is not the page's text. */
const SKIPPED = new Set(
  'title script style template noscript nav svg iframe object canvas select textarea button'.split(' '),
);

/** Elements that stand in the run of a line; all others begin a new one. */
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

/** Deeper pages are not written by people; the cost of a parser's open-element list grows with depth. */
const DEEPEST = 1000;

/**
 * The readable text of a web page: a line for each block, without scripts, styles, navigation and hidden
 * elements. `title` is empty where the page has none. Throws a `DatasetError` for a page nested deeper than
 * 1000 elements; any other string gives some text.
 */
export function htmlText(html: string): { readonly title: string; readonly text: string } {
  const title: string[] = [];
  const text: string[] = [];
  let depth = 0;
  /** Depth of the outermost skipped element; 0 outside of any. */
  let skippedAt = 0;
  let inTitle = false;

  const parser = new Parser({
    onopentag(name, attributes) {
      depth++;
      if (depth > DEEPEST) throw tooDeep();
      if (name === 'title') inTitle = title.length === 0;
      if (skippedAt === 0 && (SKIPPED.has(name) || isHidden(attributes))) skippedAt = depth;
      if (skippedAt === 0) text.push(separatorOf(name));
    },
    ontext(data) {
      if (inTitle) title.push(data);
      if (skippedAt === 0) text.push(data.replace(/\s+/g, ' '));
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false;
      if (skippedAt === 0) text.push(separatorOf(name));
      if (depth === skippedAt) skippedAt = 0;
      depth--;
    },
  });
  parser.end(html);
  return { title: title.join('').replace(/\s+/g, ' ').trim(), text: tidyLines(text.join('')) };
}

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  return (
    'hidden' in attributes ||
    attributes['aria-hidden'] === 'true' ||
    /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes.style ?? '')
  );
}

function separatorOf(name: string): string {
  if (INLINE.has(name)) return '';
  return name === 'td' || name === 'th' ? ' ' : '\n';
}

function tidyLines(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '').join('\n');
}

function tooDeep(): DatasetError {
  const message = `page nested deeper than ${DEEPEST} elements: save it as plain text`;
  return new DatasetError('unreadable-file', message);
}
