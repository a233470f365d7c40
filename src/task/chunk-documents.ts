/**
 * Cuts documents into chunks.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { Chunk, SourceDocument } from './observation.ts';
import type { Tokenizer } from './tokenizer.ts';

export interface ChunkOptions {
  readonly tokenizer: Tokenizer;
  /** Tokens per chunk. Default: 4000 (paper, section 4.1). */
  readonly size?: number;
  /** Tokens of the neighbouring chunks shown on either side. Default: 0 (released code: 100). */
  readonly overlap?: number;
  /**
   * Ends of chunks: after as many whole documents as fit (`document`), after `each-document`, or at any
   * `token` (released code). Longer documents are cut. Default: `document`.
   */
  readonly boundary?: 'document' | 'each-document' | 'token';
  /** Longer streams keep their first and last halves of this many tokens. Default: no limit (released code: 160 000). */
  readonly maxTokens?: number;
}

/** The text of one chunk, with the documents cut to it. */
interface Window {
  readonly text: string;
  readonly documents: readonly SourceDocument[];
}

/**
 * Cuts documents into the chunks of a stream. A line `Document i:` comes before the title and the text of
 * each document, and a blank line between documents, as in the released code.
 *
 * @example
 * const chunks = chunkDocuments(documents, { tokenizer, size: 4000 });
 */
export function chunkDocuments(
  documents: readonly SourceDocument[],
  options: ChunkOptions,
): readonly Chunk[] {
  const { size = 4000, overlap = 0, boundary = 'document' } = options;
  if (!(size >= 1)) throw badOption('size', size, 1);
  if (!(overlap >= 0)) throw badOption('overlap', overlap, 0);
  const windows =
    boundary === 'token'
      ? cutTokens(documents, options.tokenizer, size, options.maxTokens)
      : packDocuments(documents, options.tokenizer, size, boundary === 'document');
  return windows.map((window, index) => ({
    index,
    count: windows.length,
    text: withNeighbours(windows, index, overlap, options.tokenizer),
    documents: window.documents,
  }));
}

/** Returns the text of a document in the stream. `position` is 1-based. */
export function renderDocument(document: SourceDocument, position: number): string {
  return `Document ${position}:\n${renderTitle(document)}${document.text}`;
}

function renderTitle(document: SourceDocument): string {
  return document.title === '' ? '' : `${document.title}\n`;
}

function packDocuments(
  documents: readonly SourceDocument[],
  tokenizer: Tokenizer,
  size: number,
  together: boolean,
): Window[] {
  const windows: { text: string; documents: SourceDocument[]; tokens: number }[] = [];
  for (const [index, document] of documents.entries()) {
    for (const part of fittingParts(document, index + 1, tokenizer, size)) {
      const last = windows.at(-1);
      if (together && last !== undefined && last.tokens + part.tokens <= size) {
        last.text += `\n\n${part.text}`;
        last.documents.push(part.document);
        last.tokens += part.tokens;
      } else {
        windows.push({ text: part.text, documents: [part.document], tokens: part.tokens });
      }
    }
  }
  return windows;
}

interface Part {
  readonly text: string;
  readonly document: SourceDocument;
  readonly tokens: number;
}

/** Returns the document if it fits into a chunk, or else pieces that fit. */
function fittingParts(
  document: SourceDocument,
  position: number,
  tokenizer: Tokenizer,
  size: number,
): Part[] {
  const text = renderDocument(document, position);
  const tokens = tokenizer.count(text) + 1; // the blank line between documents
  if (tokens <= size) return [{ text, document, tokens }];
  const head = text.length - document.text.length;
  return cutText(text, tokenizer, size - 1).map(({ start, end }) => ({
    text: text.slice(start, end),
    document: { ...document, text: text.slice(Math.max(start, head), Math.max(end, head)) },
    tokens: size,
  }));
}

function cutTokens(
  documents: readonly SourceDocument[],
  tokenizer: Tokenizer,
  size: number,
  maxTokens: number | undefined,
): Window[] {
  const rendered = documents.map((document, index) => renderDocument(document, index + 1));
  const starts: number[] = [];
  let length = 0;
  for (const text of rendered) {
    starts.push(length);
    length += text.length + 2;
  }
  const text = rendered.join('\n\n');
  return cutText(text, tokenizer, size, maxTokens).map(({ start, end }) => ({
    text: text.slice(start, end),
    documents: documents.flatMap((document, index) => {
      const body = starts[index]! + rendered[index]!.length - document.text.length;
      const from = Math.max(start - body, 0);
      const to = Math.min(end - body, document.text.length);
      return to > from ? [{ ...document, text: document.text.slice(from, to) }] : [];
    }),
  }));
}

/**
 * Returns character ranges of `size` tokens each. A cut that would split the tokens of one character is
 * moved before that character.
 */
function cutText(
  text: string,
  tokenizer: Tokenizer,
  size: number,
  maxTokens: number = Number.POSITIVE_INFINITY,
): { start: number; end: number }[] {
  const tokens = tokenizer.encode(text);
  const half = Math.floor(maxTokens / 2);
  const skipped = tokens.length > maxTokens ? { from: half, to: tokens.length - half } : undefined;
  const ranges: { start: number; end: number }[] = [];
  let token = 0;
  let offset = 0;
  while (token < tokens.length) {
    if (skipped && token >= skipped.from && token < skipped.to) {
      offset += tokenizer.decode(tokens.slice(token, skipped.to)).length;
      token = skipped.to;
    }
    const end = skipped && token < skipped.from ? skipped.from : tokens.length;
    let next = Math.min(token + size, end);
    let piece = tokenizer.decode(tokens.slice(token, next));
    while (next < tokens.length && piece.endsWith('\uFFFD') && next > token + 1) {
      next -= 1;
      piece = tokenizer.decode(tokens.slice(token, next));
    }
    const stop = next === tokens.length ? text.length : Math.min(offset + piece.length, text.length);
    ranges.push({ start: offset, end: stop });
    offset = stop;
    token = next;
  }
  return ranges;
}

function withNeighbours(
  windows: readonly Window[],
  index: number,
  overlap: number,
  tokenizer: Tokenizer,
): string {
  const { text } = windows[index]!;
  if (overlap === 0) return text;
  const before = windows[index - 1]?.text;
  const after = windows[index + 1]?.text;
  const tail = before === undefined ? '' : tokenizer.decode(tokenizer.encode(before).slice(-overlap));
  const head = after === undefined ? '' : tokenizer.decode(tokenizer.encode(after).slice(0, overlap));
  return `${tail}${text}${head}`;
}

function badOption(option: string, value: number, least: number): AtomMemError<'bad-option'> {
  return new AtomMemError('bad-option', {
    problem: `the chunk ${option} is ${value}`,
    remedy: `Give a number of tokens from ${least} on`,
    details: { option, value },
  });
}
