/**
 * Turns the body of a reply into a page: HTML, text, JSON or PDF.
 *
 * @module
 */
import { decodeText } from '../documents/decode-text.ts';
import { readPdf } from '../documents/read-pdf.ts';
import { AtomMemError } from '../shared/error.ts';
import { readHtmlPage } from './html-page.ts';
import type { GetReply } from './http-get.ts';
import { stripHidden } from './strip-hidden.ts';
import { failCall, type ReadOutcome, type WebPage } from './web-tools.ts';

/** Longest text of a page, in characters. The rest is cut. */
const LONGEST = 1_000_000;

/** Nested elements that an article extractor gets at most. Extractors take far longer than linear time. */
const DEEPEST_ARTICLE = 200;

/** Reduces HTML to its article. `undefined` keeps the whole page. */
export type ExtractArticle = (html: string, url: string) => string | undefined | Promise<string | undefined>;

export async function bodyToPage(reply: GetReply, extractArticle?: ExtractArticle): Promise<ReadOutcome> {
  const { url, body } = reply;
  const [type = '', charset] = readType(reply.headers['content-type']);
  if (body.length === 0) return failCall('empty', `${url} is empty`);
  if (type === 'application/pdf' || body.subarray(0, 5).toString('latin1') === '%PDF-')
    return readPdfPage(url, body);
  const isText = type === '' || /^text\/|[/+](?:json|xml|xhtml|markdown)$|xhtml/.test(type);
  if (!isText) return failCall('unsupported-type', `${url} is ${type}; HTML, text, JSON and PDF are read`);
  const isHtml =
    /html/.test(type) ||
    ((type === '' || type === 'text/plain') &&
      /^\s*<(?:!doctype html|html)/i.test(body.toString('latin1', 0, 200)));
  const declared = charset ?? (isHtml ? findMetaCharset(body) : undefined);
  const text = decodeText(body, declared)?.text;
  if (text === undefined) return failCall('unsupported-type', `${url} is not text`);
  if (!isHtml)
    return finish({
      url,
      title: readName(url),
      text: stripHidden(type.endsWith('json') ? indentJson(text) : text),
      links: [],
    });
  const article =
    extractArticle !== undefined && measureDepth(text) <= DEEPEST_ARTICLE
      ? await tryExtract(extractArticle, text, url)
      : undefined;
  const page = readHtmlPage(text, url);
  return finish(article === undefined ? page : { ...readHtmlPage(article, url), title: page.title });
}

function finish(page: WebPage): ReadOutcome {
  const { text, links, url, title } = page;
  if (text.trim() === '') return failCall('empty', `${url} holds no text`);
  if (text.length <= LONGEST) return { ok: true, page: { ...page, title: title || readName(url) } };
  return {
    ok: true,
    page: { ...page, text: text.slice(0, LONGEST), links: links.filter(({ end }) => end <= LONGEST) },
  };
}

async function tryExtract(extract: ExtractArticle, html: string, url: string): Promise<string | undefined> {
  try {
    return await extract(html, url);
  } catch {
    return undefined; // the whole page is read instead
  }
}

async function readPdfPage(url: string, body: Uint8Array): Promise<ReadOutcome> {
  try {
    const { text, title } = await readPdf(body, { id: url, path: readName(url) });
    return finish({ url, title, text: stripHidden(text), links: [] });
  } catch (cause) {
    if (!AtomMemError.isInstance(cause)) throw cause;
    const kind = { 'timed-out': 'timeout', 'too-large': 'too-large' } as const;
    return failCall(kind[cause.code as keyof typeof kind] ?? 'unsupported-type', cause.message);
  }
}

function readType(header = ''): readonly [type: string, charset?: string] {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(header)?.[1];
  return [header.split(';')[0]!.trim().toLowerCase(), isEncoding(charset) ? charset : undefined];
}

function findMetaCharset(body: Buffer): string | undefined {
  const head = body.toString('latin1', 0, 4096);
  const found = /<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
  return isEncoding(found) ? found : undefined;
}

function isEncoding(name: string | undefined): boolean {
  try {
    return name !== undefined && new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

function readName(url: string): string {
  return new URL(url).pathname.split('/').findLast((part) => part !== '') ?? new URL(url).host;
}

function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return text;
  }
}

function measureDepth(html: string): number {
  let [depth, deepest] = [0, 0];
  for (const { 1: slash } of html.matchAll(/<(\/?)[a-z]/gi)) {
    depth = Math.max(0, depth + (slash === '/' ? -1 : 1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
