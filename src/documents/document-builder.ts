/**
 * Builds a `FileDocument` block by block.
 *
 * @module
 */
import { cleanText } from './clean-text.ts';
import type { Block, BlockKind, Cells, FileDocument, FileFormat } from './file-document.ts';
import { createPartCounter } from './part-limit.ts';

/** File information that every reader has. */
export interface FileInfo {
  readonly id: string;
  readonly path: string;
  readonly modified?: number;
}

type Extra = Pick<Block, 'page' | 'row' | 'key' | 'message'>;

/** One line of a block and the line of the file it comes from. */
export interface PlacedLine {
  readonly text: string;
  readonly line: number;
}

export interface DocumentBuilder {
  /** Opens a section. Closes headings of the same or a deeper level. */
  heading(level: number, text: string, line: number, extra?: Extra): void;
  /** Adds a block of consecutive lines of the file. */
  block(kind: BlockKind, text: string, line: number, extra?: Extra): void;
  /** Adds a block of lines from anywhere in the file. */
  placed(kind: BlockKind, lines: readonly PlacedLine[], extra?: Extra): void;
  /** Adds a row of a table, all on one line of the file. */
  row(cells: Cells, line: number, extra?: Extra): void;
  /** Adds a record with each cell on a separate line. */
  record(cells: Cells, lines: readonly PlacedLine[], extra?: Extra): void;
  /** Sets the headings for the following blocks. */
  setTrail(trail: readonly string[]): void;
  finish(title: string): FileDocument;
}

/** Maximum number of headings above a block. The nearest ones are kept, so that deep nesting stays linear. */
export const DEEPEST_TRAIL = 12;

/** The functions of a builder throw `too-large` if the file has too many parts. */
export function createDocumentBuilder(format: FileFormat, info: FileInfo): DocumentBuilder {
  const texts: string[] = [];
  const blocks: Block[] = [];
  const lines: [number, number][] = [];
  let offset = 0;
  let count = 0; // text lines so far
  let open: { readonly level: number; readonly text: string }[] = [];
  let trail: readonly string[] = [];
  const countParts = createPartCounter(info.path);

  function mapLine(source: number): void {
    const last = lines.at(-1);
    if (last === undefined || last[1] + count - last[0] !== source) lines.push([count, source]);
    count += 1;
  }

  function add(kind: BlockKind, parts: readonly PlacedLine[], extra: Extra, cells?: Cells): void {
    const text = parts.map((part) => part.text).join('\n');
    if (text.trim() === '') return;
    countParts(parts.length + (cells?.length ?? 0));
    for (const { line } of parts) mapLine(line);
    blocks.push({ start: offset, end: offset + text.length, kind, trail, ...extra, ...(cells && { cells }) });
    texts.push(text);
    offset += text.length + 1;
  }

  const builder: DocumentBuilder = {
    heading(level, text, line, extra = {}) {
      const name = cleanText(text).replace(/\s+/g, ' ').trim();
      if (name === '') return;
      open = open.filter((one) => one.level < level);
      trail = open.map((one) => one.text);
      add('heading', [{ text: name, line }], extra);
      open.push({ level, text: name });
      trail = open.map((one) => one.text);
    },
    block(kind, text, line, extra = {}) {
      const parts = cleanText(text).split('\n');
      add(
        kind,
        parts.map((part, index) => ({ text: part, line: line + index })),
        extra,
      );
    },
    placed(kind, parts, extra = {}) {
      add(
        kind,
        parts.map(({ text, line }) => ({ text: cleanText(text).replaceAll('\n', ' '), line })),
        extra,
      );
    },
    row(cells, line, extra = {}) {
      const clean = cells.map(([name, value]): [string, string] => [oneLine(name), oneLine(value)]);
      const filled = clean.filter(([, value]) => value !== '');
      const text = filled.map(([name, value]) => (name === '' ? value : `${name}: ${value}`)).join(' · ');
      add('row', [{ text, line }], extra, clean);
    },
    record(cells, parts, extra = {}) {
      const clean = cells.map(([name, value]): [string, string] => [oneLine(name), oneLine(value)]);
      const lines = parts.map(({ text, line }) => ({ text: oneLine(text), line }));
      add('row', lines, extra, clean);
    },
    setTrail(next) {
      trail = next.length > DEEPEST_TRAIL ? next.slice(-DEEPEST_TRAIL) : next;
      open = trail.map((text, level) => ({ level, text }));
    },
    finish(title) {
      const { id, path, modified } = info;
      const named = oneLine(title) || path.split('/').at(-1)!;
      return { id, title: named, text: texts.join('\n'), path, format, modified, blocks, lines };
    },
  };
  return builder;
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}
