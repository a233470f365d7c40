import { basename } from 'node:path';
import type { SourceDocument } from '../task/observation.ts';
import { DatasetError } from './dataset-error.ts';
import { jsonItems } from './json-items.ts';

const TEXT_FIELDS = ['text', 'content', 'body'];
const TITLE_FIELDS = ['title', 'name', 'heading'];

/** Strings below this depth of a record are not read. */
const DEEPEST = 64;

/**
 * The documents of a JSON or JSON Lines file: one for each line or element of an array. A record's text is
 * its `text`, `content` or `body`, else all strings in it, a line each; its title is its `title`, `name` or
 * `heading`, else the file's name. Records without text are left out. `id` is the file's, with `#n` for the
 * nth of several. Throws a `DatasetError` that names the line.
 */
export function jsonDocuments(bytes: Buffer, path: string, id: string): readonly SourceDocument[] {
  const values = jsonValues(bytes, path);
  const one = values.length === 1;
  return values.flatMap((value, position): SourceDocument | [] => {
    const { title, text } = readRecord(value);
    if (text.trim() === '') return [];
    return { id: one ? id : `${id}#${position + 1}`, title: title ?? basename(path), text };
  });
}

function jsonValues(bytes: Buffer, path: string): readonly unknown[] {
  const whole = wholeObject(bytes);
  if (whole !== undefined) return [whole];
  const values: unknown[] = [];
  for (const item of jsonItems(bytes)) {
    if ('fault' in item) {
      const message = `${path}, ${item.place}: ${item.fault}; mend it, or name it .txt to read it as text`;
      throw new DatasetError('malformed-json', message, { line: item.line });
    }
    values.push(item.value);
  }
  return values;
}

/** An object may be written over many lines; then the lines by themselves are not JSON. */
function wholeObject(bytes: Buffer): unknown {
  const text = bytes.toString('utf8').trim();
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readRecord(value: unknown): { readonly title: string | undefined; readonly text: string } {
  const title = stringField(value, TITLE_FIELDS);
  const text = stringField(value, TEXT_FIELDS);
  return { title, text: text ?? [...stringsIn(value, 0)].join('\n') };
}

function stringField(value: unknown, names: readonly string[]): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const record = value as Readonly<Record<string, unknown>>;
  return names.map((name) => record[name]).find((field) => typeof field === 'string');
}

function* stringsIn(value: unknown, depth: number): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null && depth < DEEPEST) {
    for (const part of Object.values(value)) yield* stringsIn(part, depth + 1);
  }
}
