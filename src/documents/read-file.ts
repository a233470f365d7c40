/**
 * Reads one file according to its content and extension.
 *
 * @module
 */
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { AtomMemError } from '../shared/error.ts';
import { decodeText } from './decode-text.ts';
import type { FileInfo } from './document-builder.ts';
import type { FileDocument } from './file-document.ts';
import { notRegular, readBytes, startsWith } from './read-bytes.ts';
import { readCalendar, readContacts } from './read-cards.ts';
import { readDocx } from './read-docx.ts';
import { readHtml } from './read-html.ts';
import { readJson } from './read-json.ts';
import { readCode, readLog, readSettings } from './read-lines.ts';
import { readMailbox, readMessage } from './read-mail.ts';
import { readMarkdown } from './read-markdown.ts';
import { readPdf } from './read-pdf.ts';
import { readPlain } from './read-plain.ts';
import { readTable } from './read-table.ts';

/** Result of reading a file: documents, and parts that could not be read. */
export interface ReadFile {
  readonly documents: readonly FileDocument[];
  readonly faults: readonly string[];
}

const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

type ReadText = (text: string, info: FileInfo) => FileDocument;

const toMap = (read: ReadText, endings: string): readonly (readonly [string, ReadText])[] =>
  endings.split(' ').map((ending) => [`.${ending}`, read]);

const TEXT_READERS: ReadonlyMap<string, ReadText> = new Map([
  ...toMap(readMarkdown, 'md markdown mdx qmd'),
  ...toMap(readHtml, 'html htm xhtml'),
  ...toMap(readTable, 'csv tsv'),
  ...toMap(readContacts, 'vcf vcard'),
  ...toMap(readCalendar, 'ics ical'),
  ...toMap(readLog, 'log'),
  ...toMap(readSettings, 'yaml yml toml ini cfg conf properties env'),
  ...toMap(
    readCode,
    'ts tsx js jsx mjs cjs py rb go rs java kt kts swift c h cc cpp hpp cs php pl pm lua r jl scala clj ex exs erl hs ml fs sh bash zsh fish ps1 bat sql graphql proto css scss less vue svelte tf gradle dockerfile makefile',
  ),
]);

/**
 * Reads a file. PDF and Word documents are recognised by content, other kinds by the file extension. Files with
 * unknown extensions are read as plain text if the content is text.
 *
 * @param limit maximum bytes of the file, compressed and decompressed
 * @throws AtomMemError that names the file and the reason
 */
export async function readFile(path: string, info: FileInfo, limit: number): Promise<ReadFile> {
  const before = await stat(path);
  if (!before.isFile()) throw notRegular(path);
  const bytes = await readBytes(path, limit);
  const after = await stat(path);
  if (before.mtimeMs !== after.mtimeMs || before.size !== after.size) {
    throw new AtomMemError('unreadable-file', {
      problem: `${path} changed while it was read`,
      remedy: 'Read it again when nothing writes to it',
      details: { path },
    });
  }
  const stamp = toStamp(after);
  const { documents, faults } = await readContent(
    bytes,
    { ...info, modified: info.modified ?? after.mtimeMs },
    limit,
    path,
  );
  return { documents: documents.map((document) => ({ ...document, stamp })), faults };
}

/** Formats size and time of a file as a stamp. */
export function toStamp({ size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): string {
  return `${size}-${mtimeMs}`;
}

/** Reads the bytes of a file according to the extension of `name`. */
export async function readContent(
  bytes: Buffer,
  info: FileInfo,
  limit: number,
  name: string = info.path,
): Promise<ReadFile> {
  const ending = readEnding(name);
  const one = (document: FileDocument): ReadFile => ({ documents: keepFilled([document]), faults: [] });
  if (bytes.length === 0) throw emptyFile(info.path);
  if (startsWith(bytes, PDF)) return one(await readPdf(bytes, info));
  if (startsWith(bytes, ZIP)) return one(readDocx(bytes, info, limit));
  if (ending === '.eml') return one(await readMessage(bytes, info));
  const decoded = decodeText(bytes, declaredEncoding(bytes, ending));
  if (decoded === undefined)
    throw unsupported(info.path, notText(ending), 'Convert it to text or leave it out');
  const { text } = decoded;
  if (text.trim() === '') throw emptyFile(info.path);
  if (ending === '.mbox' || ending === '.mbx')
    return { documents: keepFilled(await readMailbox(bytes, info)), faults: [] };
  if (/^\.(?:json|jsonl|ndjson|geojson)$/.test(ending)) {
    const { document, faults } = readJson(text, info);
    return { documents: keepFilled([document]), faults };
  }
  const read = TEXT_READERS.get(ending) ?? guessReader(text);
  return one(read(text, info));
}

function keepFilled(documents: readonly FileDocument[]): readonly FileDocument[] {
  return documents.filter(({ text }) => text.trim() !== '');
}

/** Returns the extension: `notes.md.gz` is Markdown. Files without an extension use their name, such as `Makefile`. */
function readEnding(path: string): string {
  const plain = path.toLowerCase().replace(/\.gz$/, '');
  const ending = extname(plain);
  return ending === '' ? `.${plain.split(/[/\\]/).at(-1)}` : ending;
}

function guessReader(text: string): ReadText {
  const start = text.slice(0, 2000).trimStart();
  if (/^<(?:!doctype html|html)\b/i.test(start)) return readHtml;
  if (/^#!/.test(start)) return readCode;
  return readPlain;
}

function declaredEncoding(bytes: Buffer, ending: string): string | undefined {
  if (!/html?$/.test(ending)) return undefined;
  return /<meta[^>]{0,200}charset=["']?([\w-]{2,30})/i
    .exec(bytes.toString('latin1', 0, 2048))?.[1]
    ?.toLowerCase();
}

function notText(ending: string): string {
  if (/^\.(?:db|sqlite3?)$/.test(ending))
    return `is a database (${ending}); to ask a store, pass it as --store`;
  return ending === '' ? 'is not text' : `is not text (${ending})`;
}

function emptyFile(path: string): AtomMemError {
  return new AtomMemError('empty-file', {
    problem: `${path} is empty`,
    remedy: 'Leave it out, or write something into it',
    details: { path },
  });
}

function unsupported(path: string, problem: string, remedy: string): AtomMemError {
  return new AtomMemError('unsupported-file', { problem: `${path} ${problem}`, remedy, details: { path } });
}
