/**
 * Collects the text of a page, with white space as a reader sees it and links by offset.
 *
 * @module
 */
import { stripHidden } from './strip-hidden.ts';
import type { PageLink, WebPage } from './web-tools.ts';

/** Links of a page that are kept. */
const MOST_LINKS = 5000;

export interface TextBuffer {
  /** Adds text. Runs of white space count as one space, except in preformatted text. */
  add(text: string, exact?: boolean, preformatted?: boolean): void;
  /** Starts a new line, if the current one has text, and begins it with `mark`. */
  newLine(mark: string): void;
  length(): number;
  textFrom(offset: number): string;
  /** Makes a link of the text since `start`. */
  link(start: number, url: string): void;
  finish(): Pick<WebPage, 'text' | 'links'>;
}

export function createTextBuffer(): TextBuffer {
  // Joined at the end, so that long pages take linear time.
  const parts: string[] = [];
  const links: PageLink[] = [];
  let length = 0;
  let last = '\n'; // the last character
  let pending = ''; // begins the next text, if there is any

  function push(text: string): void {
    if (text === '') return;
    parts.push(text);
    length += text.length;
    last = text.at(-1)!;
  }

  function readFrom(offset: number): string {
    let at = length;
    const found: string[] = [];
    for (let place = parts.length - 1; place >= 0 && at > offset; place--) {
      const part = parts[place]!;
      at -= part.length;
      found.push(at < offset ? part.slice(offset - at) : part);
    }
    return found.reverse().join('');
  }

  return {
    add(given, exact = false, preformatted = false) {
      const clean = stripHidden(given);
      const text = exact || preformatted ? clean : clean.replace(/\s+/g, ' ');
      if (pending !== '' && text.trim() !== '') {
        push(pending);
        pending = '';
      }
      push(last === '\n' || last === ' ' ? (preformatted ? text : text.replace(/^ +/, '')) : text);
    },
    newLine(mark) {
      if (last !== '\n') push('\n');
      pending = mark;
    },
    length: () => length + pending.length,
    textFrom: (offset) => readFrom(offset).trim(),
    link(start, url) {
      const all = readFrom(start);
      const text = all.trim();
      if (text === '' || links.length >= MOST_LINKS) return;
      const from = start + all.length - all.trimStart().length;
      links.push({ text, url, start: from, end: from + text.length });
    },
    finish() {
      return { text: parts.join('').trimEnd(), links };
    },
  };
}
