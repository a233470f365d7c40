import { unbox } from './boxed.ts';
import type { Codec } from './codec.ts';
import { parseSlot } from './slot.ts';
import { createTagEscape } from './tag-escape.ts';
import { parseTags, type SlotText, type TagNames, type TagSyntax } from './tag-parser.ts';
import { pair, writeTag } from './tag-writer.ts';
import { writtenOperation } from './written-operation.ts';

/** The tags of the `paper` dialect, for prompts. */
export const PAPER_TAGS: TagNames = {
  create: 'create_memory',
  read: 'read_memory',
  update: 'update_memory',
  delete: 'delete_memory',
  scratchpad: 'scratchpad',
  answer: 'final_answer',
};

const textEscape = createTagEscape(Object.values(PAPER_TAGS));
const answerEscape = createTagEscape(Object.values(PAPER_TAGS), { boxes: true });

const SYNTAX: TagSyntax = {
  names: PAPER_TAGS,
  thoughts: 'hidden',
  decode: textEscape.unescape,
  decodeAnswer: (text) => answerEscape.unescape(unbox(text)),
  readUpdate,
  readDelete,
  slotOf: parseSlot,
  slotForm: '"Memory N: new text"',
  malformed: 'skip',
  emptyUpdate: 'keep',
};

/**
 * The project's own dialect. One tag for each operation, named after it:
 *
 * ```text
 * <create_memory>text</create_memory>              <read_memory>query</read_memory>
 * <update_memory>Memory 2: new text</update_memory> <delete_memory>Memory 3</delete_memory>
 * <scratchpad>all of its new text</scratchpad>     <final_answer>answer</final_answer>
 * ```
 *
 * An entry may also be named by its bare number, or by an attribute `slot`, `memory` or `id` (a slot, too).
 * An empty `scratchpad` clears it. A `\boxed{…}` inside an answer is unwrapped. Any text can be carried:
 * see `createTagEscape`.
 */
export const paperCodec: Codec = {
  name: 'paper',
  parse: (text) => parseTags(text, SYNTAX),
  render: ({ operations, answers = [] }) =>
    [
      ...operations.map((operation) => writeTag(writtenOperation(operation), PAPER_TAGS, textEscape.escape)),
      ...answers.map((answer) => pair(PAPER_TAGS.answer, answerEscape.escape(answer.trim()))),
    ].join('\n'),
};

function readUpdate(content: string, attributes: string): SlotText | undefined {
  const named = slotAttribute(attributes);
  const written = /^(?:memory\s*)?(\d+)\s*:/i.exec(content);
  // A model that names the slot twice means it once; another number is the beginning of its text.
  if (written !== null && (named === undefined || parseSlot(named) === parseSlot(written[1]!))) {
    return { slot: written[1]!, text: content.slice(written[0].length) };
  }
  return named === undefined ? undefined : { slot: named, text: content };
}

function readDelete(content: string, attributes: string): SlotText | undefined {
  const slot = slotAttribute(attributes) ?? /^(?:memory\s*)?(\d+)/i.exec(content)?.[1];
  return slot === undefined ? undefined : { slot, text: '' };
}

function slotAttribute(attributes: string): string | undefined {
  return /(?:^|\s)(?:slot|memory|id)\s*=\s*["']?(\d+)(?=["'\s/]|$)/i.exec(attributes)?.[1];
}
