import type { Operation } from '../memory/operation.ts';
import type { ToolCall } from '../task/action.ts';

/** Half-open range of UTF-16 code units in the parsed text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Something in a reply that could not be read as meant. The rest of the reply stands. */
export interface Issue {
  readonly kind: /** A tag of the dialect without its counterpart: nothing of it acts. */
    | 'unclosed-tag'
    | 'unopened-tag'
    /** A pair that the dialect does not know: nothing in it acts. */
    | 'unknown-tag'
    /** A number that can be no place in a view: 0, or beyond 2^53 - 1. The operation is left out. */
    | 'bad-slot'
    /** An Update or Delete that names no entry in the dialect's way. The operation is left out. */
    | 'missing-slot'
    /** The operation or answer stands, with an empty text, for the memory to refuse and to count. */
    | 'empty-text'
    /** Neither an operation nor an answer could be read; the span is the whole text. */
    | 'no-action'
    /** A tool call that is no JSON, or has no such fields as its tool. */
    | 'malformed-call'
    | 'unknown-call'
    /** JSON that cannot be read, or lacks a field that was asked for. What could be read stands. */
    | 'malformed-json'
    /** A number that names nothing in the list that was shown. What hangs on it is left out. */
    | 'unknown-number'
    /** A reply, list or text beyond its limit: it was cut there. */
    | 'over-long'
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
  /** The call of a task's tool, at most one a reply. The memory operations of the reply apply first. */
  readonly tool?: ToolCall;
  /** In the order of their spans. */
  readonly issues: readonly Issue[];
}

/** Text ⇄ operations in one dialect. `parse` is total: every string gives a `ParsedReply`. */
export interface Codec {
  readonly name: string;
  parse(text: string): ParsedReply;
  /**
   * Writes a reply such that `parse` gives the same operations and answers, texts trimmed. `meta` and
   * `expectedVersion` are left out.
   *
   * @throws Error for a target by id, and for what the dialect cannot carry.
   */
  render(reply: { readonly operations: readonly Operation[]; readonly answers?: readonly string[] }): string;
}
