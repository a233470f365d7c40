import type { Operation } from '../memory/operation.ts';

/** Half-open range of UTF-16 code units in the parsed text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Something in a reply that could not be read as meant. The rest of the reply stands. */
export interface Issue {
  readonly kind:
    | 'unclosed-tag'
    | 'unopened-tag'
    | 'unknown-tag'
    | 'bad-slot'
    | 'missing-slot'
    | 'empty-text'
    | 'no-action'
    | 'malformed-call'
    | 'unknown-call'
    | 'unclosed-thought';
  /** What is wrong and where, in one line. */
  readonly message: string;
  readonly span: Span;
}

/** A reply as data. */
export interface ParsedReply {
  /** In the order written. */
  readonly operations: readonly Operation[];
  /** Contents of the answer tags, in the order written. */
  readonly answers: readonly string[];
  readonly issues: readonly Issue[];
}

/** Text ⇄ operations in one dialect. `parse` is total: every string gives a `ParsedReply`. */
export interface Codec {
  readonly name: string;
  parse(text: string): ParsedReply;
  /** Writes a reply such that `parse` gives the same operations and answers. */
  render(reply: { readonly operations: readonly Operation[]; readonly answers?: readonly string[] }): string;
}
