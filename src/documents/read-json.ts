/**
 * Reads JSON and JSON Lines: one block per record, with its key path.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import {
  createDocumentBuilder,
  type DocumentBuilder,
  type FileInfo,
  type PlacedLine,
} from './document-builder.ts';
import type { Cells, FileDocument } from './file-document.ts';
import { type JsonNode, parseJson } from './json-node.ts';

/** Maximum characters of a record in one block. Longer records are split into their inner records. */
const LARGEST_RECORD = 700;

/** A file with more invalid lines is not JSON Lines. */
const MOST_FAULTS = 10_000;

/**
 * Reads a JSON file: one value, or one value per line.
 *
 * @returns the document, and a reason for every invalid line of JSON Lines
 * @throws AtomMemError `malformed-json` if no line is JSON or more than 10,000 lines are not, `too-deep`, `too-large`
 */
export function readJson(
  text: string,
  info: FileInfo,
): { readonly document: FileDocument; readonly faults: readonly string[] } {
  const builder = createDocumentBuilder('json', info);
  const faults: string[] = [];
  const add = createRecordWriter(builder);
  const start = text.trimStart();
  if (isOneValue(start)) {
    const node = parseJson(text, info.path);
    add(node, '', []);
    return { document: builder.finish(findTitle(node)), faults };
  }
  let read = 0;
  let first: unknown;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      add(parseJson(line, info.path, index + 1), `[${read}]`, []);
      read += 1;
    } catch (error) {
      if (isTooLarge(error) || faults.length >= MOST_FAULTS) throw error;
      first ??= error;
      faults.push((error as Error).message);
    }
  }
  if (read === 0 && first instanceof AtomMemError) throw first;
  return { document: builder.finish(''), faults };
}

function isTooLarge(error: unknown): boolean {
  return AtomMemError.isInstance(error) && error.code === 'too-large';
}

/** Returns whether the text is JSON Lines: a complete value on the first line, and more lines below. */
function isOneValue(start: string): boolean {
  const end = start.indexOf('\n');
  if (end === -1 || start.slice(end).trim() === '') return true;
  try {
    JSON.parse(start.slice(0, end));
    return false;
  } catch {
    return start.startsWith('[') || !looksLikeLines(start);
  }
}

function looksLikeLines(start: string): boolean {
  const lines = start
    .slice(0, 20_000)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.slice(0, 5).every((line) => /^\s*\{.*\}\s*$/.test(line));
}

const NAMES = ['name', 'title', 'heading', 'id', 'label', 'subject'];

function findTitle(node: JsonNode): string {
  if (node.kind !== 'record') return '';
  const found = node.fields.find(([key, value]) => key === 'title' && value.kind === 'scalar');
  return found?.[1].kind === 'scalar' ? found[1].text : '';
}

type WriteRecord = (node: JsonNode, key: string, trail: readonly string[]) => void;

function createRecordWriter(builder: DocumentBuilder): WriteRecord {
  function write(node: JsonNode, key: string, trail: readonly string[]): void {
    const leaves = [...findLeaves(node, '')];
    const size = leaves.reduce((sum, leaf) => sum + leaf.name.length + leaf.text.length + 4, 0);
    if (node.kind !== 'scalar' && (size > LARGEST_RECORD || holdsRecords(node))) writeParts(node, key, trail);
    else writeLeaves(leaves, key, trail);
  }

  function writeParts(node: JsonNode, key: string, trail: readonly string[]): void {
    if (node.kind === 'record') writeFields(node, key, trail);
    else if (node.kind === 'list' && node.items.every(({ kind }) => kind === 'scalar'))
      writeLeaves([...findLeaves(node, '')], key, trail);
    else if (node.kind === 'list')
      for (const [index, item] of node.items.entries()) write(item, `${key}[${index}]`, trail);
  }

  function writeFields(node: JsonNode & { kind: 'record' }, key: string, trail: readonly string[]): void {
    const plain = node.fields.filter(([, value]) => value.kind === 'scalar');
    const [short, long] = [
      plain.filter((field) => !isLong(field[1])),
      plain.filter((field) => isLong(field[1])),
    ];
    const own = short.map(([name, value]): Leaf => ({ name, text: scalarText(value), line: value.line }));
    writeLeaves(own, key, trail);
    const inside = [...trail, ...nameRecord(own)];
    for (const [name, value] of long) writeText(scalarText(value), value.line, joinKey(key, name), inside);
    for (const [name, value] of node.fields)
      if (value.kind !== 'scalar') write(value, joinKey(key, name), [...inside, readableKey(name)]);
  }

  function writeLeaves(leaves: readonly Leaf[], key: string, trail: readonly string[]): void {
    if (leaves.length === 0) return;
    builder.setTrail(trail);
    const lines: PlacedLine[] = leaves.map(({ name, text, line }) => ({
      text: name === '' ? text : `${readableKey(name)}: ${text}`,
      line,
    }));
    const cells: Cells = leaves.map(({ name, text }) => [readableKey(name), text.replace(/\s+/g, ' ')]);
    builder.record(cells, lines, { key });
  }

  function writeText(text: string, line: number, key: string, trail: readonly string[]): void {
    builder.setTrail(trail);
    for (const part of text.split(/\n+/)) builder.placed('prose', [{ text: part, line }], { key });
  }
  return write;
}

interface Leaf {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

function* findLeaves(node: JsonNode, name: string): Generator<Leaf> {
  if (node.kind === 'scalar') {
    if (node.text.trim() !== '') yield { name, text: node.text, line: node.line };
  } else if (node.kind === 'record') {
    for (const [key, value] of node.fields) yield* findLeaves(value, joinKey(name, key));
  } else if (node.items.every(({ kind }) => kind === 'scalar')) {
    const text = node.items.map(scalarText).join(', ');
    if (text !== '') yield { name, text, line: node.line };
  } else for (const item of node.items) yield* findLeaves(item, name);
}

/** Returns whether a record or list contains a list of records. */
function holdsRecords(node: JsonNode): boolean {
  if (node.kind === 'list') return node.items.some(({ kind }) => kind !== 'scalar');
  return node.kind === 'record' && node.fields.some(([, value]) => holdsRecords(value));
}

function isLong(node: JsonNode): boolean {
  return node.kind === 'scalar' && (node.text.length > 240 || node.text.includes('\n'));
}

function scalarText(node: JsonNode): string {
  return node.kind === 'scalar' ? node.text : '';
}

/** Returns a label that distinguishes a record from its siblings. */
function nameRecord(leaves: readonly Leaf[]): readonly string[] {
  const found = NAMES.map((name) => leaves.find((leaf) => leaf.name === name)).find(
    (leaf) => leaf !== undefined,
  );
  return found === undefined ? [] : [found.text];
}

function joinKey(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`;
}

function readableKey(key: string): string {
  return key
    .replace(/[._-]+/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase();
}
