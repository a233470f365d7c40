/**
 * Reads plain text: headings, wrapped paragraphs and separate lines.
 *
 * @module
 */
import {
  createDocumentBuilder,
  type DocumentBuilder,
  type FileInfo,
  type PlacedLine,
} from './document-builder.ts';
import type { Block, FileDocument } from './file-document.ts';

/** Reads plain text. */
export function readPlain(text: string, info: FileInfo): FileDocument {
  const builder = createDocumentBuilder('text', info);
  addPlain(builder, text, 1);
  return builder.finish('');
}

type Extra = Pick<Block, 'page' | 'message'>;

/**
 * Adds plain text to a document.
 *
 * @param line source line of the first line of the text
 */
export function addPlain(builder: DocumentBuilder, text: string, line: number, extra: Extra = {}): void {
  addPlainLines(
    builder,
    text.split('\n').map((one, index) => ({ text: one, line: line + index })),
    extra,
  );
}

/** Adds lines of plain text from any lines of the file. */
export function addPlainLines(
  builder: DocumentBuilder,
  lines: readonly PlacedLine[],
  extra: Extra = {},
): void {
  const { paragraphs, ruled } = splitParagraphs(lines);
  for (const [index, paragraph] of paragraphs.entries()) {
    const [head, second] = paragraph;
    const next = second ?? paragraphs[index + 1]?.[0];
    const alone = second === undefined;
    const names =
      next !== undefined && (ruled.has(head!) || isHeading(head!.text, next.text, alone, index === 0));
    if (names) builder.heading(index === 0 && alone ? 1 : 2, head!.text, head!.line, extra);
    for (const group of joinWrapped(names ? paragraph.slice(1) : paragraph)) {
      const quoted = group.every(({ text }) => text.startsWith('>'));
      const kind = quoted ? 'quote' : LIST_ITEM.test(group[0]!.text) ? 'item' : 'prose';
      builder.placed(kind, group, extra);
    }
  }
}

/** A line of marks that separates parts: `-----`. */
const RULE = /^\s*([-=_*~#])\1{3,}\s*$/;

interface Paragraphs {
  readonly paragraphs: readonly (readonly PlacedLine[])[];
  /** Short lines above a rule. They are headings. */
  readonly ruled: ReadonlySet<PlacedLine>;
}

function splitParagraphs(lines: readonly PlacedLine[]): Paragraphs {
  const paragraphs: PlacedLine[][] = [];
  const ruled = new Set<PlacedLine>();
  let open = false;
  for (const [index, line] of lines.entries()) {
    const blank = line.text.trim() === '' || RULE.test(line.text);
    if (!blank && open) paragraphs.at(-1)!.push(line);
    else if (!blank) paragraphs.push([line]);
    const named = !blank && !open && RULE.test(lines[index + 1]?.text ?? '');
    if (named && canName(line.text)) ruled.add(line);
    open = !blank;
  }
  return { paragraphs, ruled };
}

/** Returns whether a line above a rule is short enough for a heading and has words. */
function canName(text: string): boolean {
  const line = text.trim();
  return (
    line.length <= LONGEST_HEADING &&
    /\p{L}{2}/u.test(line) &&
    !/[.;,]$/.test(line) &&
    !/\S\s{3,}\S/.test(line)
  );
}

const LONGEST_HEADING = 64;
const NUMBERED = /^(?:§\s*)?\d{1,3}(?:\.\d{1,3})*[.)]?\s+\p{Lu}/u;
const LIST_ITEM = /^\s*(?:[-*•–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+/;

/** Returns whether a line is a heading: short, without an end mark, above text. */
function isHeading(text: string, next: string, alone: boolean, first: boolean): boolean {
  const line = text.trim();
  if (line.length > LONGEST_HEADING || /[.!?:;,。！？、]$/u.test(line) || !/\p{L}/u.test(line)) return false;
  if (/\s{3,}|\t/.test(line) || /:\s/.test(line)) return false;
  if (NUMBERED.test(line) && line.split(/\s+/).length <= 8)
    return !LIST_ITEM.test(next) && !NUMBERED.test(next.trim());
  if (LIST_ITEM.test(line)) return false;
  const wide = line === line.toUpperCase() && line !== line.toLowerCase();
  const indented = /^\s{2,}/.test(next) && !/^\s/.test(text);
  if (!alone) return wide || indented;
  return first || wide || (line.split(/\s+/).length <= 8 && !/\d/.test(line));
}

/** Returns whether lines form a wrapped paragraph instead of a list or a form. */
function joinWrapped(lines: readonly PlacedLine[]): readonly PlacedLine[][] {
  const longest = lines.reduce((most, { text }) => Math.max(most, text.length), 0);
  const groups: PlacedLine[][] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    const group = groups.at(-1);
    if (before !== undefined && group !== undefined && continues(before.text, line.text, longest))
      group.push(line);
    else groups.push([line]);
  }
  return groups;
}

const END = /[.!?:;。！？…]["'”’)\]]*\s*$/u;

/** Matches a line of a diary or a log. */
const ENTRY = /^[\s[(]*(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:\d{2})\b/;

/** Words that continue on the next line if they end a line. */
const HANGING =
  /\s(?:a|an|the|of|by|to|in|on|at|for|from|with|and|or|is|are|was|were|der|die|das|und|von|mit|zu|de|la|le|et|du|el|y|que)\s*$/i;

const SPEAKER = /^\s*[^.:]{1,24}:\s/;

function continues(before: string, line: string, longest: number): boolean {
  if (LIST_ITEM.test(line) || ENTRY.test(line) || before.startsWith('>') !== line.startsWith('>'))
    return false;
  if (/\S\s{3,}\S|\t/.test(before) || /\S\s{3,}\S|\t/.test(line)) return false;
  if (longest < 50 || before.length < longest * 0.6 || SPEAKER.test(line)) return false;
  if (END.test(before) || /^\s*[\p{Ll}(]/u.test(line)) return true;
  return HANGING.test(before) || (longest >= 60 && before.length >= longest * 0.8);
}
