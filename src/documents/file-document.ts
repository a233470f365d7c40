/**
 * `FileDocument`: the text of a user's file, with its structure and the way back to lines of the file.
 *
 * @module
 */
import type { SourceDocument } from '../task/observation.ts';

export type FileFormat =
  | 'text'
  | 'markdown'
  | 'html'
  | 'json'
  | 'table'
  | 'yaml'
  | 'log'
  | 'code'
  | 'mail'
  | 'docx'
  | 'pdf';

export type BlockKind = 'heading' | 'prose' | 'item' | 'row' | 'code' | 'quote';

/** Cells of a row: column name (empty if unknown) and value. */
export type Cells = readonly (readonly [name: string, value: string])[];

/** A stretch of a document's text that is cut from one piece: a paragraph, a table row, a record. */
export interface Block {
  /** Offset of the first character in `text`. */
  readonly start: number;
  /** Offset behind the last character. */
  readonly end: number;
  readonly kind: BlockKind;
  /** Headings above the block, outermost first. */
  readonly trail: readonly string[];
  /** 1-based page of a PDF. */
  readonly page?: number;
  /** 1-based row of a table, its header not counted. */
  readonly row?: number;
  /** Path of keys in JSON or YAML: `contacts[2].phone`. */
  readonly key?: string;
  /** 1-based message of a mailbox. */
  readonly message?: number;
  readonly cells?: Cells;
}

/**
 * Source lines of a text, one pair for each place where the count jumps: from 0-based line `text` on, text
 * lines stand at source line `source` and the ones after it (1-based).
 */
export type LineMap = readonly (readonly [text: number, source: number])[];

/** A document that was read from a file. */
export interface FileDocument extends SourceDocument {
  /** Path for people, relative to the base folder if the file is below it. */
  readonly path: string;
  readonly format: FileFormat;
  /** Milliseconds since 1970: when the file was last changed, or when a message was sent. */
  readonly modified?: number;
  readonly blocks: readonly Block[];
  readonly lines: LineMap;
  /** Size and time of the file when it was read, to see whether it may have changed. */
  readonly stamp?: string;
}

/** Tells a file's document from a plain one. */
export function isFileDocument(document: SourceDocument): document is FileDocument {
  return 'blocks' in document && 'lines' in document;
}
