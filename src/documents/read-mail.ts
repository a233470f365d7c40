/**
 * Reads mail: `.eml` files and mailboxes (mbox), one document per message.
 *
 * @module
 */
import PostalMime, { type Address, type Email } from 'postal-mime';
import { createDocumentBuilder, type FileInfo, type PlacedLine } from './document-builder.ts';
import type { FileDocument } from './file-document.ts';
import { createPartCounter } from './part-limit.ts';
import { readHtml } from './read-html.ts';
import { addPlainLines } from './read-plain.ts';

/** Reads one message. */
export async function readMessage(bytes: Uint8Array, info: FileInfo): Promise<FileDocument> {
  return buildMessage(bytes, info, 1);
}

/** Reads a mailbox. The id of a message is the file's id plus `#n`. */
export async function readMailbox(bytes: Uint8Array, info: FileInfo): Promise<readonly FileDocument[]> {
  const documents: FileDocument[] = [];
  const countParts = createPartCounter(info.path, { limit: MOST_MESSAGES, things: 'messages' });
  for (const [index, { from, to, line }] of splitMailbox(Buffer.from(bytes)).entries()) {
    countParts(1);
    const message = index + 1;
    const own = { ...info, id: `${info.id}#${message}` };
    documents.push(await buildMessage(bytes.subarray(from, to), own, line, message));
  }
  return documents;
}

/** Parsing a message takes a tenth of a millisecond, however short it is. */
const MOST_MESSAGES = 200_000;

/** Finds messages. They start with a line `From …` at the start of the file or after an empty line. */
function splitMailbox(bytes: Buffer): readonly { from: number; to: number; line: number }[] {
  const parts: { from: number; to: number; line: number }[] = [];
  let line = 1;
  let empty = true;
  for (let at = 0; at < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (empty && bytes.toString('latin1', at, at + 5) === 'From ') {
      const last = parts.at(-1);
      if (last !== undefined) last.to = at;
      parts.push({ from: end, to: bytes.length, line: line + 1 });
    }
    empty = bytes.toString('latin1', at, end).trim() === '';
    at = end;
  }
  return parts;
}

async function buildMessage(
  bytes: Uint8Array,
  info: FileInfo,
  line: number,
  message?: number,
): Promise<FileDocument> {
  const mail = await PostalMime.parse(bytes);
  const sent = Date.parse(mail.date ?? '');
  const modified = Number.isNaN(sent) ? info.modified : sent;
  const builder = createDocumentBuilder('mail', { ...info, modified });
  const raw = Buffer.from(bytes).toString('latin1').split('\n');
  const place = createLineFinder(raw, line);
  const extra = message === undefined ? {} : { message };
  builder.row(readHeader(mail), line, extra);
  builder.setTrail([mail.subject ?? '']);
  const body = readBody(mail, info);
  addPlainLines(
    builder,
    body.split('\n').map((text): PlacedLine => ({ text, line: place(text) })),
    extra,
  );
  for (const { filename } of mail.attachments ?? [])
    if (filename) builder.row([['attachment', filename]], line, extra);
  return builder.finish(mail.subject ?? '');
}

function readHeader({ from, to, subject, date }: Email): readonly (readonly [string, string])[] {
  return [
    ['From', readAddress(from)],
    ['To', (to ?? []).map(readAddress).join(', ')],
    ['Date', (date ?? '').slice(0, 10)],
    ['Subject', subject ?? ''],
  ];
}

function readAddress(address: Address | undefined): string {
  if (address === undefined) return '';
  return address.name || address.address || '';
}

function readBody(mail: Email, info: FileInfo): string {
  const text = mail.text?.trim() ? mail.text : mail.html ? readHtml(mail.html, info).text : '';
  return text.replace(/\r\n?/g, '\n');
}

const WINDOW = 400;
const COMPARED = 30;

/** Finds the raw line of a decoded line. If none matches, returns the last one found. */
function createLineFinder(raw: readonly string[], first: number): (text: string) => number {
  const blank = raw.findIndex((line) => line.trim() === '');
  let at = Math.max(0, blank);
  return (text) => {
    // Raw lines are bytes. In ASCII, the sign "=" is encoded.
    const ascii = /^[ -<>-~]{1,30}/.exec(text.trim())?.[0].trimEnd() ?? '';
    const bytes = Buffer.from(text.trim(), 'utf8').toString('latin1').slice(0, COMPARED);
    const start = ascii.length >= 3 ? ascii : bytes;
    if (start.length < 3) return first + at;
    const last = Math.min(raw.length, at + WINDOW);
    for (let next = at; next < last; next++) {
      const line = raw[next]!.trimStart();
      if (!line.startsWith(start) && !decodeQuoted(line).startsWith(start)) continue;
      at = next;
      break;
    }
    return first + at;
  };
}

/** Decodes the start of a quoted-printable line to bytes. */
function decodeQuoted(line: string): string {
  if (!line.includes('=')) return line;
  return line
    .slice(0, 3 * COMPARED)
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
