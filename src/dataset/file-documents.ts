import { basename, extname } from 'node:path';
import type { SourceDocument } from '../task/observation.ts';
import { DatasetError } from './dataset-error.ts';
import { htmlText } from './html-text.ts';
import { jsonDocuments } from './json-documents.ts';
import { pdfText } from './pdf-text.ts';
import { checkText, readBytes } from './read-bytes.ts';

type Reader = (bytes: Buffer, path: string, id: string) => Promise<readonly SourceDocument[]>;

/** File endings that can be read, in small letters. */
const READERS: Readonly<Record<string, Reader>> = {
  '.txt': readPlain,
  '.text': readPlain,
  '.md': readMarkdown,
  '.markdown': readMarkdown,
  '.html': readPage,
  '.htm': readPage,
  '.json': readJson,
  '.jsonl': readJson,
  '.pdf': readPdf,
};

/**
 * The documents of one file, by its ending: one, however long, or one for each record of JSON. Empty where
 * there is no text. Throws a `DatasetError`.
 */
export async function fileDocuments(path: string, id: string): Promise<readonly SourceDocument[]> {
  const ending = extname(path).toLowerCase();
  const read = READERS[ending];
  if (read === undefined) {
    const known = Object.keys(READERS).join(' ');
    const problem = ending === '' ? 'file without an ending' : `files of kind ${ending}`;
    throw new DatasetError('unsupported-file', `${path}: cannot read ${problem}; can read ${known}`);
  }
  const documents = await read(await readBytes(path), path, id);
  return documents.filter(({ text }) => text.trim() !== '');
}

async function readPlain(bytes: Buffer, path: string, id: string): Promise<readonly SourceDocument[]> {
  return [{ id, title: basename(path), text: checkText(bytes, path).toString('utf8').trim() }];
}

async function readMarkdown(bytes: Buffer, path: string, id: string): Promise<readonly SourceDocument[]> {
  const text = checkText(bytes, path).toString('utf8').trim();
  const heading = /^#{1,6}[ \t]+(\S.*)$/m.exec(text)?.[1]?.trim();
  return [{ id, title: heading ?? basename(path), text }];
}

async function readPage(bytes: Buffer, path: string, id: string): Promise<readonly SourceDocument[]> {
  const { title, text } = htmlText(checkText(bytes, path).toString('utf8'));
  return [{ id, title: title || basename(path), text }];
}

async function readJson(bytes: Buffer, path: string, id: string): Promise<readonly SourceDocument[]> {
  return jsonDocuments(checkText(bytes, path), path, id);
}

async function readPdf(bytes: Buffer, path: string, id: string): Promise<readonly SourceDocument[]> {
  return [{ id, title: basename(path), text: (await pdfText(bytes, path)).trim() }];
}
