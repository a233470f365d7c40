import { DatasetError, reasonOf } from './dataset-error.ts';

/** The part of the optional package `unpdf` that is used here. */
type PdfLibrary = Pick<typeof import('unpdf'), 'getDocumentProxy' | 'extractText'>;

/** No warnings of the library on standard error. */
const QUIET = { verbosity: 0 };

/**
 * The text of a PDF file, all pages in order. Needs the optional package `unpdf`, loaded on first use.
 * Throws a `DatasetError` where the package is missing or the file is not a PDF.
 */
export async function pdfText(
  bytes: Uint8Array,
  path: string,
  load: () => Promise<PdfLibrary> = () => import('unpdf'),
): Promise<string> {
  let library: PdfLibrary;
  try {
    library = await load();
  } catch (cause) {
    const message = `${path}: reading PDF needs the package unpdf: run "npm install unpdf"`;
    throw new DatasetError('missing-package', message, { cause });
  }
  try {
    const pdf = await library.getDocumentProxy(new Uint8Array(bytes), QUIET);
    return (await library.extractText(pdf, { mergePages: true })).text;
  } catch (cause) {
    const message = `${path}: not a readable PDF (${reasonOf(cause)})`;
    throw new DatasetError('unreadable-file', message, { cause });
  }
}
