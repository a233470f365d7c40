/**
 * Reads Markdown: headings, paragraphs, list items, tables and code.
 *
 * @module
 */
import { createDocumentBuilder, type DocumentBuilder, type FileInfo } from './document-builder.ts';
import type { FileDocument } from './file-document.ts';

const HEADING = /^ {0,3}(#{1,6})[ \t]+(\S.*?)[ \t]*#*$/;
const ITEM = /^\s*(?:[-*+]|\d{1,4}[.)])\s+/;
const FENCE = /^ {0,3}(```+|~~~+)/;
const BOLD = /^\s*(\*\*|__)(?=\S)([^*_\n]{1,120})\1\s*:?\s*$/;
const RULE = /^ {0,3}(?:[-*_]\s*){3,}$/;
const TABLE_RULE = /^[\s|]*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Reads a Markdown file. Its title is the first heading, or the `title` of its front matter. */
export function readMarkdown(text: string, info: FileInfo): FileDocument {
  const builder = createDocumentBuilder('markdown', info);
  const lines = text.split('\n');
  let title = '';
  let at = 0;
  if (lines[0]?.trim() === '---') {
    const end = lines.indexOf('---', 1);
    if (end > 0 && end < 60) {
      title = /^title:\s*["']?(.*?)["']?\s*$/m.exec(lines.slice(1, end).join('\n'))?.[1] ?? '';
      for (let line = 1; line < end; line++) builder.block('item', lines[line]!, line + 1);
      at = end + 1;
    }
  }
  while (at < lines.length) {
    const heading = readHeading(lines, at);
    if (heading !== undefined) {
      builder.heading(heading.level, stripMarks(heading.text), at + 1);
      if (title === '') title = stripMarks(heading.text);
      at += heading.lines;
    } else at = addBlock(builder, lines, at);
  }
  return builder.finish(title);
}

function readHeading(
  lines: readonly string[],
  at: number,
): { level: number; text: string; lines: number } | undefined {
  const match = HEADING.exec(lines[at]!);
  if (match) return { level: match[1]!.length, text: match[2]!, lines: 1 };
  const under = /^ {0,3}(=+|-{2,})\s*$/.exec(lines[at + 1] ?? '');
  if (!under || lines[at]!.trim() === '' || ITEM.test(lines[at]!) || lines[at]!.includes('|'))
    return undefined;
  return { level: under[1]!.startsWith('=') ? 1 : 2, text: lines[at]!.trim(), lines: 2 };
}

/** Adds the block at a line and returns the line after it. */
function addBlock(builder: DocumentBuilder, lines: readonly string[], at: number): number {
  const line = lines[at]!;
  if (line.trim() === '' || RULE.test(line)) return at + 1;
  const fence = FENCE.exec(line)?.[1];
  if (fence !== undefined) return addCode(builder, lines, at, fence);
  if (line.includes('|') && TABLE_RULE.test(lines[at + 1] ?? '')) return addTable(builder, lines, at);
  // A bold line above text is a heading, unless it contains a value.
  const bold = BOLD.exec(line)?.[2];
  if (bold !== undefined && namesPart(bold) && (lines[at + 1] ?? '').trim() !== '') {
    builder.heading(7, stripMarks(bold), at + 1);
    return at + 1;
  }
  const start = at;
  at += 1;
  while (at < lines.length && !startsBlock(lines, at)) at += 1;
  const kind = ITEM.test(line) ? 'item' : /^\s*>/.test(line) ? 'quote' : 'prose';
  const parts = lines.slice(start, at).map(stripMarks);
  let from = 0;
  for (const cut of [...findBreaks(parts), parts.length]) {
    builder.block(kind, parts.slice(from, cut).join('\n'), start + from + 1);
    from = cut;
  }
  return at;
}

const LABEL = /^\s*(?:>\s*)?[\p{L}\p{N}][^.:;!?|]{0,40}:\s+\S/u;

/** Returns the lines of a paragraph that begin a new part: below a hard line break, and labels of a form. */
function findBreaks(lines: readonly string[]): readonly number[] {
  const labels = lines.filter((line) => LABEL.test(line)).length;
  const isForm = labels > 1 && LABEL.test(lines[0]!);
  return lines.flatMap((line, at) =>
    at > 0 && ((isForm && LABEL.test(line)) || /(?: {2}|\\)$/.test(lines[at - 1]!)) ? [at] : [],
  );
}

/** Returns whether a bold line names what follows. With a number, it has at least three words. */
function namesPart(text: string): boolean {
  if (/:\s*\S/.test(text)) return false;
  return !/\d/.test(text) || (text.match(/\p{L}{2,}/gu)?.length ?? 0) >= 3;
}

function startsBlock(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  return (
    line.trim() === '' ||
    ITEM.test(line) ||
    FENCE.test(line) ||
    RULE.test(line) ||
    HEADING.test(line) ||
    (line.includes('|') && TABLE_RULE.test(lines[at + 1] ?? ''))
  );
}

function addCode(builder: DocumentBuilder, lines: readonly string[], at: number, fence: string): number {
  let end = at + 1;
  while (end < lines.length && !lines[end]!.trimStart().startsWith(fence)) end += 1;
  for (let line = at + 1; line < end; line++) builder.block('code', lines[line]!, line + 1);
  return end + 1;
}

function addTable(builder: DocumentBuilder, lines: readonly string[], at: number): number {
  const header = splitRow(lines[at]!);
  let end = at + 2;
  for (let row = 1; end < lines.length && lines[end]!.includes('|'); end++, row++) {
    const cells = splitRow(lines[end]!).map((value, column): [string, string] => [
      header[column] ?? '',
      value,
    ]);
    builder.row(cells, end + 1, { row });
  }
  return end;
}

function splitRow(line: string): readonly string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split('|').map((cell) => stripMarks(cell.trim()));
}

/** Drops emphasis marks and link targets, and keeps the text. */
function stripMarks(text: string): string {
  return text
    .replace(/!?\[([^\]\n]{0,300})\]\([^()\s]{0,500}(?:\s"[^"\n]{0,200}")?\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^*_\n]{1,500}?)\1/g, '$2')
    .replace(/(^|[\s(])([*_])(?=[^\s*_])([^*_\n]{1,300}?)\2(?=$|[\s).,;:!?])/g, '$1$3');
}
