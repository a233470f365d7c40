/**
 * Reads HTML pages: the visible text, with headings and tables.
 *
 * @module
 */
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from 'parse5';
import { AtomMemError } from '../shared/error.ts';
import {
  createDocumentBuilder,
  type DocumentBuilder,
  type FileInfo,
  type PlacedLine,
} from './document-builder.ts';
import type { BlockKind, FileDocument } from './file-document.ts';
import { createPartCounter } from './part-limit.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const toSet = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Elements with invisible content. */
const SKIPPED = toSet(
  'title script style template noscript nav svg iframe object canvas select textarea button head',
);

/** Inline elements. All others start a new line. */
const INLINE = toSet(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr',
);

/** Elements that HTML closes implicitly. They do not count as nesting. */
const UNNESTED = toSet(
  'p li dt dd tr td th thead tbody tfoot option optgroup colgroup rp rt area base br col embed hr img input link meta param source track wbr html head body',
);

const DEEPEST = 1000;
const MOST_TAGS = 2_000_000;

/**
 * Reads an HTML page.
 *
 * @throws AtomMemError `too-deep` if elements are nested more than 1000 levels deep, `too-large` if there are too many
 */
export function readHtml(html: string, info: FileInfo): FileDocument {
  checkTags(html, info.path);
  const page = parse(html, { sourceCodeLocationInfo: true });
  const builder = createDocumentBuilder('html', info);
  const reader = createPageReader(builder);
  reader.read(page.childNodes);
  reader.flush();
  return builder.finish(reader.title());
}

/** Parsing takes time by depth × elements and memory for every node, so excessive pages are rejected first. */
function checkTags(html: string, path: string): void {
  let depth = 0;
  const countParts = createPartCounter(path, { limit: MOST_TAGS, things: 'tags' });
  for (const match of html.matchAll(/<(?:(\/?)([a-zA-Z][a-zA-Z0-9]*)|[!?])/g)) {
    countParts(1);
    if (match[2] === undefined || UNNESTED.has(match[2].toLowerCase())) continue;
    depth = Math.max(0, depth + (match[1] === '/' ? -1 : 1));
    if (depth <= DEEPEST) continue;
    throw new AtomMemError('too-deep', {
      problem: `${path}: elements are nested deeper than ${DEEPEST} levels`,
      remedy: 'Save the page as plain text',
      details: { path },
    });
  }
}

interface PageReader {
  read(nodes: readonly Node[]): void;
  flush(): void;
  title(): string;
}

function createPageReader(builder: DocumentBuilder): PageReader {
  let lines: PlacedLine[] = [];
  let kind: BlockKind = 'prose';
  let title = '';
  let heading = '';

  function addText(text: string, line: number): void {
    for (const [index, part] of text.split('\n').entries()) {
      const last = lines.at(-1);
      const place = line + index;
      if (last !== undefined && last.line === place)
        lines[lines.length - 1] = { text: last.text + part, line: place };
      else lines.push({ text: part, line: place });
    }
  }

  function take(): readonly PlacedLine[] {
    const taken = tidyLines(lines);
    lines = [];
    return taken;
  }

  function flush(): void {
    const taken = take();
    if (taken.length > 0) builder.placed(kind, taken);
    kind = 'prose';
  }

  function readElement(element: Element): void {
    const name = element.tagName;
    if (name === 'head') title = readTitle(element) || title;
    if (SKIPPED.has(name) || isHidden(element)) return;
    if (name === 'br') flush();
    else if (INLINE.has(name)) read(element.childNodes);
    else {
      flush();
      readBlock(element, name);
      flush();
    }
  }

  function readBlock(element: Element, name: string): void {
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level !== undefined) addHeading(element, Number(level));
    else if (name === 'table') addTable(builder, element);
    else if (name === 'dl') addDefinitions(element);
    else if (name === 'pre') addPreformatted(builder, element);
    else {
      if (name === 'li') kind = 'item';
      read(element.childNodes);
    }
  }

  function addHeading(element: Element, level: number): void {
    const text = readText(element);
    if (heading === '') heading = text;
    builder.heading(level, text, findLine(element));
  }

  /** Adds a term and its definition as a row of two columns. */
  function addDefinitions(list: Element): void {
    let term = '';
    for (const child of flattenGroups(list)) {
      if (child.tagName === 'dt') term = readText(child);
      else if (child.tagName === 'dd') builder.row([[term, readText(child)]], findLine(child));
    }
  }

  function read(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (defaultTreeAdapter.isTextNode(node)) addText(node.value, node.sourceCodeLocation?.startLine ?? 1);
      else if (defaultTreeAdapter.isElementNode(node)) readElement(node);
    }
  }

  return { read, flush, title: () => title || heading };
}

function tidyLines(lines: readonly PlacedLine[]): readonly PlacedLine[] {
  return lines
    .map(({ text, line }) => ({ text: text.replace(/\s+/g, ' ').trim(), line }))
    .filter(({ text }) => text !== '');
}

function addPreformatted(builder: DocumentBuilder, element: Element): void {
  const line = findLine(element);
  for (const [index, text] of collectText(element).split('\n').entries())
    builder.block('code', text, line + index);
}

/** Adds a table. If the first row consists of `th`, it names the columns. A single `th` names its row. */
function addTable(builder: DocumentBuilder, table: Element): void {
  const rows = [...findRows(table)];
  let header: readonly string[] = [];
  let count = 0;
  const caption = table.childNodes.find((node) => 'tagName' in node && node.tagName === 'caption');
  if (caption !== undefined)
    builder.block('prose', readText(caption as Element), findLine(caption as Element));
  for (const [index, row] of rows.entries()) {
    const cells = row.childNodes.filter(isCell);
    const texts = cells.map(readText);
    const named = cells.filter((cell) => cell.tagName === 'th').length;
    const heads =
      cells.length > 1 && (named === cells.length || (index === 0 && named === 0 && looksNamed(texts, rows)));
    if (heads) header = texts;
    else if (cells.length > 0) {
      count += 1;
      const label = header.length === 0 && named === 1 && cells[0]!.tagName === 'th';
      const pairs = texts.map((text, column): [string, string] => [header[column] ?? '', text]);
      builder.row(label ? pairUp(texts) : pairs, findLine(row), { row: count });
    }
  }
}

function pairUp([name = '', ...values]: readonly string[]): readonly (readonly [string, string])[] {
  return [[name, values.join(' · ')]];
}

/** Returns whether the first row is a header: without `th`, it has words above rows of figures. */
function looksNamed(texts: readonly string[], rows: readonly Element[]): boolean {
  const second = rows[1]?.childNodes.filter(isCell).map(readText) ?? [];
  const figures = (cells: readonly string[]): number => cells.filter((cell) => /\d/.test(cell)).length;
  return second.length === texts.length && texts.length > 1 && figures(texts) === 0 && figures(second) > 0;
}

function* findRows(parent: Element): Generator<Element> {
  for (const node of parent.childNodes) {
    if (!defaultTreeAdapter.isElementNode(node)) continue;
    if (node.tagName === 'tr') yield node;
    else if (/^t(?:head|body|foot)$/.test(node.tagName)) yield* findRows(node);
  }
}

function flattenGroups(list: Element): readonly Element[] {
  return list.childNodes
    .filter((node) => defaultTreeAdapter.isElementNode(node))
    .flatMap((node) => (node.tagName === 'div' ? flattenGroups(node) : [node]));
}

function isCell(node: Node): node is Element {
  return 'tagName' in node && (node.tagName === 'td' || node.tagName === 'th');
}

function isHidden({ attrs }: Element): boolean {
  return attrs.some(
    ({ name, value }) =>
      name === 'hidden' ||
      (name === 'aria-hidden' && value === 'true') ||
      (name === 'style' && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(value)),
  );
}

function readTitle(head: Element): string {
  const title = head.childNodes.find((node) => 'tagName' in node && node.tagName === 'title');
  return title === undefined
    ? ''
    : collectText(title as Element)
        .replace(/\s+/g, ' ')
        .trim();
}

function readText(element: Element): string {
  return collectText(element).replace(/\s+/g, ' ').trim();
}

function collectText(element: Element): string {
  const parts: string[] = [];
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (defaultTreeAdapter.isTextNode(node)) parts.push(node.value);
      else if (defaultTreeAdapter.isElementNode(node)) {
        if (node.tagName === 'br') parts.push(' ');
        else if (!SKIPPED.has(node.tagName) && !isHidden(node)) visit(node.childNodes);
      }
    }
  };
  visit(element.childNodes);
  return parts.join('');
}

function findLine(element: Element): number {
  return element.sourceCodeLocation?.startLine ?? 1;
}
