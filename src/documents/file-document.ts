/**
 * `FileDocument`: the text of a user's file with its structure and source lines.
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

/** A unit of a document's text: a paragraph, a table row, a record. */
export interface Block {
  /** Offset of the first character in `text`. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
  readonly kind: BlockKind;
  /** Headings above the block, outermost first. */
  readonly trail: readonly string[];
  /** 1-based page of a PDF. */
  readonly page?: number;
  /** 1-based row of a table, header excluded. */
  readonly row?: number;
  /** Path of keys in JSON or YAML: `contacts[2].phone`. */
  readonly key?: string;
  /** 1-based message of a mailbox. */
  readonly message?: number;
  readonly cells?: Cells;
}

/**
 * Maps text lines to source lines, with one pair per jump: from 0-based text line `text`, lines map to 1-based source
 * line `source` onwards.
 */
export type LineMap = readonly (readonly [text: number, source: number])[];

/** A document read from a file. */
export interface FileDocument extends SourceDocument {
  /** Path for people, relative to the base folder if the file is below it. */
  readonly path: string;
  readonly format: FileFormat;
  /** Time of the last change of the file, or of sending a message. Milliseconds since 1970. */
  readonly modified?: number;
  readonly blocks: readonly Block[];
  readonly lines: LineMap;
  /** Size and time of the file when read, to detect changes. */
  readonly stamp?: string;
}

/** Returns whether a document comes from a file. */
export function isFileDocument(document: SourceDocument): document is FileDocument {
  return 'blocks' in document && 'lines' in document;
}
