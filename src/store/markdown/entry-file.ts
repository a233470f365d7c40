/**
 * One entry as a Markdown file with front matter.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';

/** What a file says about an entry. A file that a person wrote may hold only a text. */
export interface EntryFile {
  readonly text: string;
  readonly meta: JsonObject;
  readonly id?: string;
  /** The version that the file was edited from. */
  readonly version?: number;
  /** Milliseconds, as in `Entry`. */
  readonly created?: number;
  readonly author?: string;
  readonly expires?: number;
}

/** A file, or the line and the reason why it cannot be read. */
export type ParsedFile =
  | { readonly ok: true; readonly file: EntryFile }
  | { readonly ok: false; readonly line: number; readonly problem: string };

const FENCE = '---';

/** Returns what the file of an entry says. `author` is the actor of the entry's first record. */
export function toEntryFile(entry: Entry, author: string | null): EntryFile {
  const { id, version, createdAt: created, expiresAt: expires, text, meta } = entry;
  return { id, version, created, author: author ?? undefined, expires, text, meta };
}

/**
 * Formats a file: front matter of one `key: value` a line, then the text. Values are JSON, so no text can end
 * the front matter. A text that could drive a terminal or look like an unresolved merge is written with
 * escapes, and `escaped: true` says so.
 */
export function formatEntryFile(file: EntryFile): string {
  const escaped = needsEscapes(file.text);
  const lines = [
    ...formatField('id', file.id),
    ...formatField('version', file.version),
    ...formatField('created', file.created === undefined ? undefined : formatTime(file.created)),
    ...formatField('author', file.author),
    ...formatField('expires', file.expires === undefined ? undefined : formatTime(file.expires)),
    ...Object.keys(file.meta)
      .sort()
      .flatMap((key) => formatField(`meta.${formatKey(key)}`, file.meta[key])),
    ...(escaped ? ['escaped: true'] : []),
  ];
  const text = escaped ? escapeText(file.text) : file.text;
  return [FENCE, ...lines, FENCE, text, ''].join('\n');
}

/** Reads a file. Without front matter, the whole file is the text of a new entry. */
export function parseEntryFile(content: string): ParsedFile {
  const plain = content.replace(/^\ufeff/, '');
  const marker = findMergeMarker(plain);
  if (marker !== undefined) return fault(marker, 'an unresolved merge');
  // A checkout can turn every line end into CRLF. Texts with a carriage return of their own are escaped.
  const lines = plain.replaceAll('\r\n', '\n').split('\n');
  if (lines[0]!.trimEnd() !== FENCE) return { ok: true, file: { text: plain.trim(), meta: {} } };
  const end = lines.findIndex((line, place) => place > 0 && line.trimEnd() === FENCE);
  if (end < 0) return fault(1, 'front matter without an end ("---")');
  const fields = new Map<string, JsonValue>();
  for (const [place, line] of lines.slice(1, end).entries()) {
    if (line.trim() === '') continue;
    const field = parseField(line);
    if (field === undefined)
      return fault(place + 2, `it is not "key: value" with ${[...FIELDS].join(', ')} or meta.KEY`);
    if (fields.has(field.key)) return fault(place + 2, `it repeats "${field.key}"`);
    fields.set(field.key, field.value);
  }
  const body = lines.slice(end + 1);
  if (body.at(-1) === '') body.pop();
  const text = body.join('\n');
  return readFields(fields, fields.get('escaped') === true ? unescapeText(text) : text);
}

function readFields(fields: ReadonlyMap<string, JsonValue>, text: string): ParsedFile {
  const meta = Object.fromEntries(
    [...fields].flatMap(([key, value]) => (key.startsWith('meta.') ? [[parseKey(key.slice(5)), value]] : [])),
  );
  const [id, version, author] = [fields.get('id'), fields.get('version'), fields.get('author')];
  const [created, expires] = [parseTime(fields.get('created')), parseTime(fields.get('expires'))];
  if (id !== undefined && typeof id !== 'string') return fault(2, '"id" is not a string');
  if (author !== undefined && typeof author !== 'string') return fault(2, '"author" is not a string');
  if (version !== undefined && !(Number.isSafeInteger(version) && (version as number) > 0))
    return fault(2, '"version" is not a whole number');
  if (created === null || expires === null) return fault(2, 'a time is not an ISO 8601 date');
  return {
    ok: true,
    file: { id, version: version as number | undefined, created, author, expires, text, meta },
  };
}

function fault(line: number, problem: string): ParsedFile {
  return { ok: false, line, problem };
}

const FIELDS: ReadonlySet<string> = new Set(['id', 'version', 'created', 'author', 'expires', 'escaped']);

function formatField(key: string, value: JsonValue | undefined): readonly string[] {
  return value === undefined ? [] : [`${key}: ${formatValue(value)}`];
}

/** Plain words and dates need no quotes. Everything else is JSON without raw control characters. */
function formatValue(value: JsonValue): string {
  const isPlain = typeof value === 'string' && PLAIN.test(value) && !YAML_LITERAL.test(value);
  return isPlain ? value : escapeUnsafe(JSON.stringify(value));
}

const PLAIN = /^(?:[A-Za-z][\w@.-]*(?: [\w@.<>-]+)*|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;
/** Words that YAML reads as something else than a string. */
const YAML_LITERAL = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function parseField(line: string): { readonly key: string; readonly value: JsonValue } | undefined {
  const found = /^(meta\.(?:[\w-]+|"(?:[^"\\]|\\.)*")|\w+):(?: (.*))?$/.exec(line.trimEnd());
  const [, key, given = ''] = found ?? [];
  if (key === undefined || !(key.startsWith('meta.') || FIELDS.has(key))) return undefined;
  const value = given.trim();
  if (!/^["[{\d-]/.test(value) && !/^(?:true|false|null)$/.test(value)) return { key, value };
  try {
    return { key, value: JSON.parse(value) as JsonValue };
  } catch {
    // A date without quotes.
    return /^["[{]/.test(value) ? undefined : { key, value };
  }
}

function formatKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : escapeUnsafe(JSON.stringify(key));
}

function parseKey(key: string): string {
  return key.startsWith('"') ? (JSON.parse(key) as string) : key;
}

/** A time as a date if the date says exactly the same, otherwise as a number of milliseconds. */
function formatTime(time: number): JsonValue {
  const date = new Date(time);
  return date.getTime() === time ? date.toISOString() : time;
}

/** Returns `null` for a value that is not a time. */
function parseTime(value: JsonValue | undefined): number | undefined | null {
  if (value === undefined || typeof value === 'number') return value;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

/** Control characters but line feed and tab, characters that change the direction of text, lone surrogates. */
const UNSAFE = /(?![\n\t])\p{Cc}|[\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;
const MERGE_MARKER = /^(?:<{7}|={7}|>{7}|\|{7})(?= |$)/m;

function needsEscapes(text: string): boolean {
  return text.search(UNSAFE) >= 0 || MERGE_MARKER.test(text);
}

function escapeUnsafe(text: string): string {
  return text.replace(UNSAFE, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function escapeText(text: string): string {
  const quoted = escapeUnsafe(text.replaceAll('\\', '\\\\'));
  return quoted.replace(/^[<=>|](?=([<=>|])\1{5}(?: |$))/gm, escapeCharacter);
}

function unescapeText(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(\\))/g, (_, code: string | undefined) =>
    code === undefined ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Returns the 1-based line where git left a conflict. */
function findMergeMarker(content: string): number | undefined {
  if (!/^<{7} /m.test(content) || !/^>{7} /m.test(content)) return undefined;
  const place = content.search(/^<{7} /m);
  return content.slice(0, place).split('\n').length;
}
