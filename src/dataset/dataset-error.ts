export type DatasetErrorKind =
  | 'missing-file'
  | 'unreadable-file'
  | 'unreadable-encoding'
  | 'empty-file'
  | 'unknown-format'
  | 'malformed-json'
  | 'malformed-record'
  | 'no-answers'
  | 'duplicate-id'
  | 'no-documents'
  | 'unsupported-file'
  | 'missing-package'
  | 'too-few-documents'
  | 'too-few-questions'
  | 'bad-option';

/** Data that cannot be used as asked. The message is one line: where, what, and what to do. */
export class DatasetError extends Error {
  override readonly name: string = 'DatasetError';
  readonly kind: DatasetErrorKind;
  /** 1-based line of the file, where one is at fault. */
  readonly line: number | undefined;

  constructor(kind: DatasetErrorKind, message: string, options: { line?: number; cause?: unknown } = {}) {
    super(oneLine(message), options.cause === undefined ? {} : { cause: options.cause });
    this.kind = kind;
    this.line = options.line;
  }
}

/** A message of another library on one line, without its line breaks and at most 200 characters. */
export function reasonOf(cause: unknown): string {
  const message = oneLine(cause instanceof Error ? cause.message : String(cause));
  return message.length > 200 ? `${message.slice(0, 199)}…` : message;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
