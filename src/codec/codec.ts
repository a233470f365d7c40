/**
 * The `Codec` contract: reply text to operations and back.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { ToolCall } from '../task/action.ts';

/** Half-open range of UTF-16 code units in the parsed text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A part of a reply that could not be read as meant. The rest of the reply is used. */
export interface Issue {
  readonly kind: /** A tag of the dialect without its counterpart. It has no effect. */
    | 'unclosed-tag'
    | 'unopened-tag'
    /** A pair of tags that the dialect does not know. Nothing inside it takes effect. */
    | 'unknown-tag'
    /** A number that cannot be a position in a view: 0, or beyond 2^53 - 1. The operation is left out. */
    | 'bad-slot'
    /** An update or delete that does not name an entry. The operation is left out. */
    | 'missing-slot'
    /** An operation or answer with an empty text. */
    | 'empty-text'
    /** Neither an operation nor an answer nor a tool call was found. The span is the whole text. */
    | 'no-action'
    /** A tool call without valid JSON, or without the fields of its tool. */
    | 'malformed-call'
    | 'unknown-call'
    /** A second call of a task's tool in one reply. Only the first is made. */
    | 'extra-call'
    /** JSON that cannot be read, or lacks a requested field. What can be read is used. */
    | 'malformed-json'
    /** Faulty JSON or a call in an unusual form whose meaning is clear. It was repaired and used. */
    | 'mended'
    /** A section of the prompt that the reply repeats. Nothing inside it takes effect. */
    | 'quoted-text'
    /** A number that does not refer to a shown item. What depends on it is left out. */
    | 'unknown-number'
    /** A reply, list or text that exceeds its limit. It was cut. */
    | 'over-long'
    /** The server read far fewer prompt tokens than were sent. */
    | 'cut-prompt'
    /** A create that copies an example or an instruction of the prompt. The operation is left out. */
    | 'copied-example'
    | 'unclosed-thought';
  /** The problem and its place, on one line. */
  readonly message: string;
  readonly span: Span;
}

/** The contents of a reply. */
export interface ParsedReply {
  /** In the order written. */
  readonly operations: readonly Operation[];
  /** Contents of the answers, in the order written. */
  readonly answers: readonly string[];
  /** The call of a task's tool, at most one a reply. The memory operations of the reply apply first. */
  readonly tool?: ToolCall;
  /** In the order of their spans. */
  readonly issues: readonly Issue[];
}

/** The contents of a reply for `render`. */
export interface WritableReply {
  readonly operations: readonly Operation[];
  readonly answers?: readonly string[];
  readonly tool?: ToolCall;
}

/** Facts about the step that parsers use. */
export interface ParseContext {
  /** Names of the task's tools that may be called now. */
  readonly tools?: readonly string[];
}

/** Reads and writes replies in one syntax. */
export interface Codec {
  readonly name: string;
  /** Reads a reply. Total: every string gives a `ParsedReply`. */
  parse(text: string, context?: ParseContext): ParsedReply;
  /**
   * Writes a reply that `parse` reads back as the same operations and answers, with texts trimmed. `meta` and
   * `expectedVersion` are left out.
   *
   * @throws AtomMemError `bad-argument` for a target by id, and for a text that the dialect cannot carry.
   */
  render(reply: WritableReply): string;
}
