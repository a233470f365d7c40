/**
 * The dialect of AtomMem-8B.
 *
 * @module
 */
import { unbox } from '../codec/boxed.ts';
import type { Codec, ParsedReply } from '../codec/codec.ts';
import { quote } from '../codec/quote.ts';
import { parseSlot } from '../codec/slot.ts';
import { parseTags, type TagNames, type TagSyntax } from '../codec/tag-parser.ts';
import { pair, writeTag } from '../codec/tag-writer.ts';
import { writeOperation } from '../codec/written-operation.ts';
import type { Operation } from '../memory/operation.ts';
import { AtomMemError } from '../shared/error.ts';

/** The tags that the released checkpoint was trained on. */
export const ATOMMEM_8B_TAGS: TagNames = {
  create: 'add_memory',
  read: 'update_query',
  update: 'modify_memory',
  delete: 'delete_memory',
  scratchpad: 'update_memory',
  answer: 'final_answer',
};

/** Options that restore quirks of the released code. */
export interface Atommem8bOptions {
  /**
   * Meaning of `Memory 0`: a `bad-slot` issue (default), or the last entry shown, as in the released code. In
   * the second case the operation keeps slot 0, and `resolveSlotZero` replaces it.
   */
  readonly slotZero?: 'invalid' | 'last-entry';
  /** A modify or delete without `Memory N` is skipped (default), or ends the reply, as in the released code. */
  readonly malformed?: 'skip' | 'abort';
  /** Thoughts are cut out (default), or `<think>` is an unknown tag like others, as in the released code. */
  readonly think?: 'hidden' | 'tag';
  /** A modify to an empty text is kept for memory to refuse (default), or deletes, as in the released code. */
  readonly emptyModify?: 'keep' | 'delete';
}

/** The released code's behaviour on every point. */
export const ATOMMEM_8B_OFFICIAL: Required<Atommem8bOptions> = {
  slotZero: 'last-entry',
  malformed: 'abort',
  think: 'tag',
  emptyModify: 'delete',
};

/**
 * Creates the codec of the released checkpoint AtomMem-8B. Its syntax is stricter than that of `tags`: the word
 * `Memory` is case-sensitive and comes first, with whitespace before the number. An add with an empty text is
 * ignored. There is no escape: `render` throws for a text that holds a tag which would end it early. Ask
 * `representable` first.
 */
export function createAtommem8bCodec(options: Atommem8bOptions = {}): Codec {
  const syntax = createSyntax(options);
  return {
    name: 'atommem-8b',
    parse: (text) => parseTags(text, syntax),
    render: ({ operations, answers = [] }) =>
      [
        ...operations.map((operation) => writeAsTag(operation, options)),
        ...answers.map((answer) => writeAnswer(answer, options)),
      ].join('\n'),
  };
}

/** Tells whether the dialect can carry an operation. It cannot if the text holds what would be read as its end. */
export function representable(operation: Operation, options: Atommem8bOptions = {}): boolean {
  const written = writeOperation(operation, leastSlot(options));
  const tag = writeTag(written, ATOMMEM_8B_TAGS, asItIs);
  return says(tag, { operations: [written], answers: [] }, options);
}

/** Replaces slot 0 by the last entry shown. For `slotZero: 'last-entry'`. */
export function resolveSlotZero(operations: readonly Operation[], shown: number): readonly Operation[] {
  return operations.map((operation) => {
    if (operation.op !== 'update' && operation.op !== 'delete') return operation;
    const { target } = operation;
    const isZero = target !== 'scratchpad' && 'slot' in target && target.slot === 0;
    return isZero ? { ...operation, target: { slot: shown } } : operation;
  });
}

function createSyntax(options: Atommem8bOptions): TagSyntax {
  const { slotZero = 'invalid', malformed = 'skip', think = 'hidden', emptyModify = 'keep' } = options;
  return {
    names: ATOMMEM_8B_TAGS,
    thoughts: think,
    decode: asItIs,
    decodeAnswer: unbox,
    readUpdate(content) {
      const [, slot, text] = /^Memory\s+(\d+)\s*:([\s\S]*)/.exec(content) ?? [];
      return slot === undefined || text === undefined ? undefined : { slot, text };
    },
    readDelete(content) {
      const slot = /^Memory\s+(\d+)/.exec(content)?.[1];
      return slot === undefined ? undefined : { slot, text: '' };
    },
    readSlot: (digits) => (slotZero === 'last-entry' && /^0+$/.test(digits) ? 0 : parseSlot(digits)),
    slotForm: '"Memory N", and for a modify ": new text"',
    malformed,
    emptyUpdate: emptyModify,
    emptyCreate: 'ignore',
  };
}

function writeAsTag(operation: Operation, options: Atommem8bOptions): string {
  const written = writeOperation(operation, leastSlot(options));
  const tag = writeTag(written, ATOMMEM_8B_TAGS, asItIs);
  return checked(tag, { operations: [written], answers: [] }, options);
}

function writeAnswer(answer: string, options: Atommem8bOptions): string {
  const tag = pair(ATOMMEM_8B_TAGS.answer, `\\boxed{${answer.trim()}}`);
  return checked(tag, { operations: [], answers: [answer.trim()] }, options);
}

function checked(tag: string, meant: Said, options: Atommem8bOptions): string {
  if (says(tag, meant, options)) return tag;
  throw new AtomMemError('bad-argument', {
    problem: `atommem-8b cannot carry ${quote(tag)}: it has no escape, and the text would be read as something else`,
    remedy: 'Ask representable() first, or use the format "tags"',
  });
}

type Said = Pick<ParsedReply, 'operations' | 'answers'>;

function says(tag: string, meant: Said, options: Atommem8bOptions): boolean {
  const { operations, answers } = parseTags(tag, createSyntax(options));
  return JSON.stringify({ operations, answers }) === JSON.stringify(meant);
}

function leastSlot({ slotZero }: Atommem8bOptions): number {
  return slotZero === 'last-entry' ? 0 : 1;
}

function asItIs(text: string): string {
  return text;
}
