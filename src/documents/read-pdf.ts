/**
 * Reads the text of each PDF page with the optional package `unpdf`, in a worker with limits.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';
import { AtomMemError } from '../shared/error.ts';
import { createDocumentBuilder, type FileInfo } from './document-builder.ts';
import type { FileDocument } from './file-document.ts';
import { addPlain } from './read-plain.ts';

export interface PdfLimits {
  /** Maximum processor time of this process for one file, in milliseconds. Other processes do not count. */
  readonly milliseconds: number;
  /** Maximum growth of this process's memory meanwhile, in bytes. */
  readonly growth: number;
}

/** Maximum wall time, as a multiple of the processor time. */
const MOST_WAITING = 10;

const LIMITS: PdfLimits = { milliseconds: 20_000, growth: 768 * 2 ** 20 };

/** Runs as CommonJS in the worker. It needs only the URL of the library. */
const WORKER = `
const { parentPort, workerData } = require('node:worker_threads');
(async () => {
  const { getDocumentProxy, extractText } = await import(workerData.library);
  const pdf = await getDocumentProxy(workerData.bytes, { verbosity: 0 });
  const { text } = await extractText(pdf, { mergePages: false });
  parentPort.postMessage({ pages: text });
})().catch((error) => parentPort.postMessage({ fault: String(error && error.message || error) }));
`;

/**
 * Reads a PDF page by page.
 *
 * @throws AtomMemError `missing-package` without `unpdf`, `timed-out`, `too-large`, `unreadable-file`
 */
export async function readPdf(
  bytes: Uint8Array,
  info: FileInfo,
  limits: PdfLimits = LIMITS,
): Promise<FileDocument> {
  const pages = await extractPages(bytes, info.path, findLibrary(info.path), limits);
  const builder = createDocumentBuilder('pdf', info);
  for (const [index, text] of pages.entries()) addPlain(builder, text, 1, { page: index + 1 });
  return builder.finish('');
}

function findLibrary(path: string): string {
  try {
    return import.meta.resolve('unpdf');
  } catch (cause) {
    throw new AtomMemError('missing-package', {
      problem: `${path}: reading PDF needs the package unpdf`,
      remedy: 'Run "npm install unpdf"',
      details: { package: 'unpdf', path },
      cause,
    });
  }
}

function extractPages(
  bytes: Uint8Array,
  path: string,
  library: string,
  { milliseconds, growth }: PdfLimits,
): Promise<readonly string[]> {
  const copy = new Uint8Array(bytes);
  const worker = new Worker(WORKER, {
    eval: true,
    workerData: { library, bytes: copy },
    transferList: [copy.buffer],
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(growth / 2 ** 20) },
    stderr: true,
    stdout: true,
  });
  const before = process.memoryUsage.rss();
  const started = process.cpuUsage();
  return new Promise<readonly string[]>((resolve, reject) => {
    const guard = setInterval(() => {
      if (process.memoryUsage.rss() - before > growth) reject(tooLarge(path, growth));
      const { user, system } = process.cpuUsage(started);
      if ((user + system) / 1000 > milliseconds) reject(tooSlow(path, milliseconds));
    }, 100);
    // A worker that hangs uses no processor time.
    const deadline = setTimeout(() => reject(tooSlow(path, milliseconds)), milliseconds * MOST_WAITING);
    const done = (): void => {
      clearTimeout(deadline);
      clearInterval(guard);
    };
    worker.once('message', ({ pages, fault }: { pages?: readonly string[]; fault?: string }) => {
      if (pages === undefined) reject(damaged(path, fault ?? 'no text came back'));
      else resolve(pages);
    });
    worker.once('error', (error) => {
      const full = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(full ? tooLarge(path, growth) : damaged(path, error.message));
    });
    worker.once('exit', () => {
      done();
      reject(damaged(path, 'the reader stopped'));
    });
  }).finally(() => worker.terminate());
}

function tooSlow(path: string, milliseconds: number): AtomMemError {
  return new AtomMemError('timed-out', {
    problem: `${path}: reading took more than ${milliseconds / 1000} s of processor time`,
    remedy: 'Save the PDF as text, or leave it out',
    details: { path },
  });
}

function tooLarge(path: string, growth: number): AtomMemError {
  return new AtomMemError('too-large', {
    problem: `${path}: reading took more than ${Math.round(growth / 2 ** 20)} MiB of memory`,
    remedy: 'Save the PDF as text, or leave it out',
    details: { path },
  });
}

function damaged(path: string, reason: string): AtomMemError {
  return new AtomMemError('unreadable-file', {
    problem: `${path}: not a readable PDF (${reason.replace(/\s+/g, ' ').slice(0, 200)})`,
    remedy: 'Save or download the file again',
    details: { path },
  });
}
