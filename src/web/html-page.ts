/**
 * Turns HTML into the text of a page with its links. One pass over the tags, without a tree, so that the time is
 * linear and nesting does no harm.
 *
 * @module
 */
import { type Token, Tokenizer, TokenizerMode } from 'parse5';
import { createTextBuffer, type TextBuffer } from './text-buffer.ts';
import type { WebPage } from './web-tools.ts';

const toSet = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Elements with invisible content. */
const SKIPPED = toSet('script style template noscript svg iframe object canvas select textarea button math');

/** Elements that hold menus. Their text goes to the end of the page. */
const MENUS = toSet('nav footer aside');

const BLOCKS = toSet(
  'p div section article main header footer nav aside ul ol li dl dt dd table caption thead tbody tfoot tr h1 h2 h3 h4 h5 h6 blockquote pre form fieldset figure figcaption address hr br details summary body',
);

const VOID = toSet('area base br col embed hr img input link meta source track wbr');

/** An element that a start tag closes, if it is the innermost one of its kind. */
const CLOSES: Readonly<Record<string, readonly string[]>> = {
  li: ['li'],
  dt: ['dt', 'dd'],
  dd: ['dt', 'dd'],
  tr: ['tr', 'td', 'th'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  option: ['option'],
};

/** Elements that are searched for the start of an end tag. Deeper ones stay open. */
const SEARCHED = 200;

/** Content that the tokenizer must not read as tags. */
const RAW: Readonly<Record<string, Tokenizer['state']>> = {
  script: TokenizerMode.SCRIPT_DATA,
  style: TokenizerMode.RAWTEXT,
  iframe: TokenizerMode.RAWTEXT,
  noscript: TokenizerMode.RAWTEXT,
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
};

/**
 * Reads a page. Leaves out scripts, comments and hidden elements. Menus come last. Links are absolute; others than
 * http and https are left as text. A redirect by `<meta>` is shown as a link and not followed.
 *
 * @param address of the page, for relative links.
 */
export function readHtmlPage(html: string, address: string): WebPage {
  const main = createTextBuffer();
  const menu = createTextBuffer();
  const open: string[] = [];
  let base = address;
  let title = '';
  let heading = '';
  let skipped = -1; // number of open elements outside the skipped one
  let menuFrom = -1;
  let preFrom = -1;
  let link: { readonly buffer: TextBuffer; readonly url: string; readonly start: number } | undefined;
  let [inTitle, headingFrom] = [false, -1];
  const table = createTableReader();

  const buffer = (): TextBuffer => (menuFrom >= 0 ? menu : main);

  function closeLink(): void {
    if (link !== undefined) link.buffer.link(link.start, link.url);
    link = undefined;
  }

  function pop(length: number): void {
    open.length = length;
    if (skipped >= length) skipped = -1;
    if (menuFrom >= length) menuFrom = -1;
    if (preFrom >= length) preFrom = -1;
  }

  function findOpen(names: readonly string[], stop: string): number {
    for (let at = open.length - 1; at >= Math.max(0, open.length - SEARCHED); at--) {
      if (names.includes(open[at]!)) return at;
      if (open[at] === stop) break;
    }
    return -1;
  }

  function startTag({ tagName: name, attrs }: Token.TagToken): void {
    if (RAW[name] !== undefined) tokenizer.state = RAW[name];
    const closes = CLOSES[name];
    if (closes !== undefined) {
      const at = findOpen(closes, name === 'li' ? 'ul' : 'table');
      if (at >= 0) {
        table.end(open[at]!, (from) => buffer().textFrom(from));
        pop(at);
      }
    }
    const isVoid = VOID.has(name);
    const depth = open.length;
    if (!isVoid) open.push(name);
    if (skipped >= 0) return;
    if (SKIPPED.has(name) || isHidden(attrs)) {
      if (!isVoid) skipped = depth;
      return;
    }
    if (MENUS.has(name) && menuFrom < 0) menuFrom = depth;
    if (name === 'pre' && preFrom < 0) preFrom = depth;
    if (BLOCKS.has(name)) startBlock(name);
    readTag(name, attrs);
  }

  function startBlock(name: string): void {
    const cell = table.start(name);
    if (cell === undefined) buffer().newLine(name === 'li' ? '- ' : '');
    else buffer().add(cell, true);
  }

  function readTag(name: string, attrs: Token.TagToken['attrs']): void {
    const get = (key: string): string | undefined => attrs.find((each) => each.name === key)?.value;
    if (name === 'title') inTitle = title === '';
    else if (name === 'base') base = resolve(get('href') ?? '', address) ?? address;
    else if (name === 'meta' && get('http-equiv')?.toLowerCase() === 'refresh')
      addRefresh(get('content') ?? '');
    else if (name === 'td' || name === 'th') {
      const prefix = table.cell(name);
      if (prefix !== '') buffer().add(prefix, true);
    } else if (/^h[1-6]$/.test(name)) headingFrom = buffer().length();
    else if (name === 'a') {
      closeLink();
      const url = resolve(get('href') ?? '', base);
      if (url !== undefined) link = { buffer: buffer(), url, start: buffer().length() };
    } else if (name === 'img' && link !== undefined && get('alt')) buffer().add(get('alt')!);
  }

  function addRefresh(content: string): void {
    const url = resolve(/url\s*=\s*['"]?([^'"]+)/i.exec(content)?.[1] ?? '', base);
    if (url === undefined) return;
    main.newLine('This page refers to ');
    const start = main.length();
    main.add(url);
    main.link(start, url);
    main.newLine('');
  }

  function endTag({ tagName: name }: Token.TagToken): void {
    if (name === 'title') inTitle = false;
    const at = findOpen([name], '');
    const isShown = skipped < 0;
    if (isShown && name === 'a') closeLink();
    if (isShown && BLOCKS.has(name)) {
      if (/^h[1-6]$/.test(name) && headingFrom >= 0) {
        if (heading === '') heading = buffer().textFrom(headingFrom);
        headingFrom = -1;
      }
      if (!table.end(name, (from) => buffer().textFrom(from))) buffer().newLine('');
    }
    if (at >= 0) pop(at);
  }

  function characters({ chars }: Token.CharacterToken): void {
    if (inTitle) title += chars;
    else if (skipped < 0) {
      const text = buffer();
      table.begin(text.length());
      text.add(chars, false, preFrom >= 0);
    }
  }

  const tokenizer: Tokenizer = new Tokenizer(
    {},
    {
      onStartTag: startTag,
      onEndTag: endTag,
      onCharacter: characters,
      onWhitespaceCharacter: characters,
      onNullCharacter: () => undefined,
      onComment: () => undefined,
      onDoctype: () => undefined,
      onEof: closeLink,
    },
  );
  tokenizer.write(html, true);
  return joinParts(main, menu, { url: address, title: title.replace(/\s+/g, ' ').trim() || heading });
}

function joinParts(main: TextBuffer, menu: TextBuffer, page: Pick<WebPage, 'url' | 'title'>): WebPage {
  const [body, more] = [main.finish(), menu.finish()];
  if (more.text === '') return { ...page, ...body };
  const head = body.text === '' ? 'Menu:\n' : `${body.text}\n\nMenu:\n`;
  const moved = more.links.map((each) => ({
    ...each,
    start: each.start + head.length,
    end: each.end + head.length,
  }));
  return { ...page, text: head + more.text, links: [...body.links, ...moved] };
}

interface TableReader {
  /** Returns what comes before a row, or `undefined` if the block is no part of a table row. */
  start(name: string): string | undefined;
  /** Returns what comes before a cell: a separator, and the name of its column. */
  cell(name: string): string;
  /** Notes where the text of a cell begins. */
  begin(offset: number): void;
  /** Returns whether the end of the block stays on its line. */
  end(name: string, textFrom: (offset: number) => string): boolean;
}

/** Writes a row as `column: value · column: value`. A row of `th` names the columns, and a single `th` its row. */
function createTableReader(): TableReader {
  let columns: readonly string[] = [];
  let row: { readonly kind: string; text: string }[] = [];
  let from = -1;
  let inRow = false;
  return {
    start(name) {
      if (name === 'table') columns = [];
      if (name === 'tr') {
        [row, inRow] = [[], true];
        return undefined;
      }
      return inRow && name !== 'table' ? ' ' : undefined;
    },
    cell(name) {
      const place = row.length;
      const before = row.at(-1);
      row.push({ kind: name, text: '' });
      from = -1;
      if (place === 0) return name === 'td' && columns[0] ? `${columns[0]}: ` : '';
      if (before?.kind === 'th' && name === 'td' && columns.length === 0) return ': ';
      return name === 'td' && columns[place] ? ` · ${columns[place]}: ` : ' · ';
    },
    begin(offset) {
      if (inRow && from < 0) from = offset;
    },
    end(name, textFrom) {
      const ends = name === 'td' || name === 'th' || name === 'tr';
      if (ends && inRow) {
        const last = row.at(-1);
        if (last !== undefined && from >= 0) last.text = textFrom(from);
        from = -1;
      }
      if (name === 'tr') {
        if (row.length > 1 && row.every(({ kind }) => kind === 'th')) columns = row.map(({ text }) => text);
        inRow = false;
      }
      return inRow;
    },
  };
}

function isHidden(attrs: Token.TagToken['attrs']): boolean {
  return attrs.some(
    ({ name, value }) =>
      name === 'hidden' ||
      (name === 'aria-hidden' && value === 'true') ||
      (name === 'style' &&
        /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]*[1-9])|font-size\s*:\s*0/i.test(
          value,
        )),
  );
}

function resolve(href: string, base: string): string | undefined {
  const bare = href.trim();
  if (bare === '' || bare.startsWith('#') || !URL.canParse(bare, base)) return undefined;
  const { href: url, protocol } = new URL(bare, base);
  return protocol === 'http:' || protocol === 'https:' ? url : undefined;
}
