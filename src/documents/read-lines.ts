/**
 * Reads logs, YAML and source code, in which each line is independent.
 *
 * @module
 */
import { createDocumentBuilder, DEEPEST_TRAIL, type FileInfo, type PlacedLine } from './document-builder.ts';
import type { Cells, FileDocument } from './file-document.ts';

/** Reads a log: one block per entry. Indented lines, such as a stack trace, belong to the entry above. */
export function readLog(text: string, info: FileInfo): FileDocument {
  const builder = createDocumentBuilder('log', info);
  const lines = text.split('\n');
  let start = 0;
  for (let at = 1; at <= lines.length; at++) {
    const more = at < lines.length && /^\s+\S/.test(lines[at]!) && at - start < 20;
    if (more) continue;
    builder.block('item', lines.slice(start, at).join('\n'), start + 1);
    start = at;
  }
  return builder.finish('');
}

const KEY = /^(\s*)(- +)?(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s#:'"[\]{}][^:#]{0,199}?))\s*:(?:\s+(.*))?$/;

/** Reads YAML, TOML and INI files: one block per line or record of a list, under its parent keys. */
export function readSettings(text: string, info: FileInfo): FileDocument {
  const builder = createDocumentBuilder('yaml', info);
  let open: { readonly indent: number; readonly name: string }[] = [];
  const lines = text.split('\n');
  const listed = findListedSections(lines);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    const listedRecord = listed.get(index);
    if (listedRecord !== undefined) {
      open = [];
      builder.setTrail([]);
      const key = listedRecord.cells[0]![1];
      builder.record(listedRecord.cells, listedRecord.lines, { key });
      builder.setTrail([key]);
      for (const { text: comment, line } of listedRecord.comments)
        builder.block('item', comment, line, { key });
      index += listedRecord.length - 1;
      continue;
    }
    const record = readRecord(lines, index);
    if (record !== undefined) {
      const indent = line.length - line.trimStart().length;
      while (open.length > 0 && open.at(-1)!.indent > indent) open.pop();
      builder.setTrail(open.slice(-DEEPEST_TRAIL).map((one) => one.name));
      builder.record(record.cells, record.lines, { key: joinKeys(open) });
      index += record.length - 1;
      continue;
    }
    const section = SECTION.exec(line)?.[1];
    if (section !== undefined) {
      open = [{ indent: -1, name: section }];
      builder.setTrail([section]);
      continue;
    }
    const indent = line.length - line.trimStart().length;
    if (line.trim() === '' || line.trim() === '---') continue;
    const match = KEY.exec(line);
    const name = match?.[3] ?? match?.[4] ?? match?.[5];
    const depth = indent + (match?.[2]?.length ?? 0);
    if (!line.trim().startsWith('#')) while (open.length > 0 && open.at(-1)!.indent >= depth) open.pop();
    builder.setTrail(open.slice(-DEEPEST_TRAIL).map((one) => one.name));
    if (name === undefined) builder.block('item', line, index + 1, { key: joinKeys(open) });
    else {
      const opened = { indent: depth, name: name.trim() };
      builder.block('item', line, index + 1, { key: joinKeys([...open.slice(-DEEPEST_TRAIL - 1), opened]) });
      open.push(opened);
    }
  }
  return builder.finish('');
}

interface SettingsRecord {
  readonly cells: Cells;
  readonly lines: readonly PlacedLine[];
  readonly comments: readonly PlacedLine[];
  readonly length: number;
}

const LONGEST_RECORD = 30;

/** Reads an item of a list whose keys all have plain values. Returns `undefined` for anything else. */
function readRecord(lines: readonly string[], start: number): SettingsRecord | undefined {
  const first = KEY.exec(lines[start]!);
  if (first?.[2] === undefined) return undefined;
  const depth = first[1]!.length + first[2].length;
  const cells: (readonly [string, string])[] = [];
  const placed: PlacedLine[] = [];
  let at = start;
  for (; at < lines.length && at - start < LONGEST_RECORD; at++) {
    const line = lines[at]!;
    const indent = line.length - line.trimStart().length;
    if (line.trim() === '' || (at > start && indent < depth)) break;
    const match = KEY.exec(line);
    const value = (match?.[6] ?? '').replace(/\s+#.*$/, '').replace(/^(["'])(.*)\1$/, '$2');
    if (match === null || value === '' || /^[[{|>&*]/.test(value)) return undefined;
    if (at > start && (match[2] !== undefined || indent !== depth)) return undefined;
    const name = (match[3] ?? match[4] ?? match[5])!.trim();
    cells.push([name.replaceAll('_', ' '), value]);
    placed.push({ text: `${name}: ${value}`, line: at + 1 });
  }
  return cells.length > 1 ? { cells, lines: placed, comments: [], length: at - start } : undefined;
}

const SECTION = /^\s*\[+([^[\]]+)\]+\s*$/;
const ASSIGNMENT = /^([\p{L}_][\p{L}\p{N}_ .-]{0,60}?)\s*[=:]\s*(\S.*)$/u;

/** Finds sections that begin with the same key, as in a list of machines. Each is a record, named by its section. */
function findListedSections(lines: readonly string[]): ReadonlyMap<number, SettingsRecord> {
  const found = new Map<number, SettingsRecord>();
  const counts = new Map<string, number>();
  for (let at = 0; at < lines.length; at++) {
    const record = readSection(lines, at);
    if (record === undefined) continue;
    found.set(at, record);
    const [key] = record.cells[1]!;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return new Map([...found].filter(([, { cells }]) => counts.get(cells[1]![0])! > 1));
}

/** Reads a section whose lines are all plain settings. Returns `undefined` for anything else. */
function readSection(lines: readonly string[], start: number): SettingsRecord | undefined {
  const name = SECTION.exec(lines[start]!)?.[1]?.trim();
  if (name === undefined) return undefined;
  const cells: (readonly [string, string])[] = [['name', name]];
  const placed: PlacedLine[] = [{ text: `name: ${name}`, line: start + 1 }];
  const comments: PlacedLine[] = [];
  let at = start + 1;
  for (; at < lines.length && !SECTION.test(lines[at]!); at++) {
    const line = lines[at]!.trim();
    if (/^[;#]/.test(line)) comments.push({ text: line, line: at + 1 });
    if (line === '' || /^[;#]/.test(line)) continue;
    const match = ASSIGNMENT.exec(line);
    if (match === null || cells.length > LONGEST_RECORD) return undefined;
    const value = match[2]!.replace(/^(["'])(.*)\1$/, '$2');
    cells.push([match[1]!.replaceAll('_', ' '), value]);
    placed.push({ text: `${match[1]!}: ${value}`, line: at + 1 });
  }
  return cells.length > 2 ? { cells, lines: placed, comments, length: at - start } : undefined;
}

function joinKeys(open: readonly { readonly name: string }[]): string {
  const near = open.slice(-DEEPEST_TRAIL).map(({ name }) => name);
  return open.length > DEEPEST_TRAIL ? `….${near.join('.')}` : near.join('.');
}

const COMMENT = /^\s*(?:\/\/|\/\*|\*|#(?!include|define|if|endif)|--|;;|"""|'''|<!--)/;
const SYMBOL =
  /^(\s*)(?:export |default |public |private |protected |static |abstract |async |final |pub |readonly )*(?:class|def|function|fn|func|interface|struct|enum|type|trait|impl|module|const|object|sub)\s+([\p{L}_$][\p{L}\p{N}_$]*)/u;

/** Reads source code: comments as prose, other lines one by one, under their class or function. */
export function readCode(text: string, info: FileInfo): FileDocument {
  const builder = createDocumentBuilder('code', info);
  const lines = text.split('\n');
  const open: { readonly indent: number; readonly name: string }[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    if (line.trim() === '') {
      at += 1;
      continue;
    }
    if (COMMENT.test(line)) {
      const start = at;
      while (at < lines.length && COMMENT.test(lines[at]!) && at - start < 40) at += 1;
      builder.block('prose', lines.slice(start, at).join('\n'), start + 1);
      continue;
    }
    const indent = line.length - line.trimStart().length;
    if (/^\s*[\p{L}_$@]/u.test(line)) {
      while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
      builder.setTrail(open.slice(-DEEPEST_TRAIL).map(({ name }) => name));
    }
    builder.block('code', line, at + 1);
    const name = SYMBOL.exec(line)?.[2];
    if (name !== undefined) {
      open.push({ indent, name });
      builder.setTrail(open.slice(-DEEPEST_TRAIL).map((one) => one.name));
    }
    at += 1;
  }
  return builder.finish('');
}
