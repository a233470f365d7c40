/**
 * Word documents (.docx): paragraphs, headings and tables. A "line" is a paragraph or a table row.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { createDocumentBuilder, type FileInfo } from './document-builder.ts';
import type { FileDocument } from './file-document.ts';
import { readZipEntry } from './zip-entry.ts';

const BODY = 'word/document.xml';

/**
 * Reads a Word document.
 *
 * @param limit maximum bytes of the decompressed text
 * @throws AtomMemError `unsupported-file` if the archive is not a Word document, `too-large`, `unreadable-file`
 */
export function readDocx(bytes: Buffer, info: FileInfo, limit: number): FileDocument {
  const body = readZipEntry(bytes, BODY, info.path, limit);
  if (body === undefined) {
    throw new AtomMemError('unsupported-file', {
      problem: `${info.path} is not a Word document (it has no ${BODY})`,
      remedy: 'Save it as .docx, PDF or text',
      details: { path: info.path },
    });
  }
  const builder = createDocumentBuilder('docx', info);
  let title = '';
  let line = 0;
  for (const part of readParts(body.toString('utf8'))) {
    line += 1;
    if ('row' in part) builder.row(part.row, line, { row: part.index });
    else if (part.level > 0) {
      title ||= part.text;
      builder.heading(part.level, part.text, line);
    } else builder.block(part.item ? 'item' : 'prose', part.text.replaceAll('\n', ' '), line);
  }
  return builder.finish(title);
}

type Part =
  | { readonly text: string; readonly level: number; readonly item: boolean }
  | { readonly row: readonly (readonly [string, string])[]; readonly index: number };

/** Reads the XML tag by tag. Only eight tags matter. */
function* readParts(xml: string): Generator<Part> {
  let text: string[] = [];
  let level = 0;
  let item = false;
  let inText = false;
  let tables = 0;
  let header: readonly string[] | undefined;
  let cells: string[] = [];
  let rows = 0;
  for (const [token] of xml.matchAll(/<[^<>]*>|[^<>]+/g)) {
    if (!token.startsWith('<')) {
      if (inText) text.push(decodeEntities(token));
      continue;
    }
    const closes = token.startsWith('</');
    const name = /^<\/?([\w:]+)/.exec(token)?.[1];
    const empty = token.endsWith('/>');
    if (name === 'w:t') inText = !closes && !empty;
    else if (name === 'w:tab') text.push(' ');
    else if (name === 'w:br') text.push('\n');
    else if (name === 'w:pStyle') level = readLevel(token);
    else if (name === 'w:numPr') item = true;
    else if (name === 'w:tbl') {
      tables += closes ? -1 : 1;
      if (tables === 1 && !closes) [header, rows] = [undefined, 0];
    } else if (name === 'w:tc' && closes) {
      if (tables === 1) {
        cells.push(text.join('').replace(/\s+/g, ' ').trim());
        text = [];
      }
    } else if (name === 'w:tr' && closes && tables === 1) {
      if (header === undefined) header = cells;
      else {
        rows += 1;
        const names = header;
        yield { row: cells.map((cell, column) => [names[column] ?? '', cell]), index: rows };
      }
      if (rows === 0) yield { text: header.join(' · '), level: 0, item: false };
      cells = [];
    } else if (name === 'w:p' && (closes || empty)) {
      if (tables > 0) text.push(' ');
      else {
        yield { text: text.join(''), level, item };
        text = [];
      }
      [level, item] = [0, false];
    }
  }
}

function readLevel(tag: string): number {
  const style = /w:val="([^"]*)"/.exec(tag)?.[1] ?? '';
  if (/^title$/i.test(style)) return 1;
  return Number(/^(?:heading|berschrift|titre|ttulo)\s?(\d)$/i.exec(style)?.[1] ?? 0);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name as string] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
