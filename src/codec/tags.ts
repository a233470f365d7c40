/**
 * The codec of the `tags` format: one tag for each operation, as in the paper.
 *
 * @module
 */

import type { ToolCall } from '../task/action.ts';
import { unbox } from './boxed.ts';
import type { Codec } from './codec.ts';
import { parseSlot } from './slot.ts';
import { createTagEscape } from './tag-escape.ts';
import { parseTags, type SlotText, type TagNames, type TagSyntax } from './tag-parser.ts';
import { pair, writeTag } from './tag-writer.ts';
import { writeOperation } from './written-operation.ts';

/** The tags of the dialect. */
export const TAG_NAMES: TagNames & { readonly tool: string } = {
  create: 'create_memory',
  read: 'read_memory',
  update: 'update_memory',
  delete: 'delete_memory',
  scratchpad: 'scratchpad',
  answer: 'final_answer',
  tool: 'use_tool',
};

/** Tags that models put around a whole reply. */
const WRAPPERS: ReadonlySet<string> = new Set([
  ...['answer', 'response', 'output', 'reply', 'result', 'final', 'action', 'actions', 'operations'],
  ...['tool_call', 'tool_calls', 'function_call', 'function_calls'],
]);

const textEscape = createTagEscape(Object.values(TAG_NAMES));
const answerEscape = createTagEscape(Object.values(TAG_NAMES), { boxes: true });

const SYNTAX: TagSyntax = {
  names: TAG_NAMES,
  thoughts: 'hidden',
  wrappers: WRAPPERS,
  selfClosing: true,
  decode: textEscape.unescape,
  decodeAnswer: (text) => answerEscape.unescape(unbox(text)),
  readUpdate,
  readDelete,
  readSlot: parseSlot,
  slotForm: '"Memory N: new text"',
  malformed: 'skip',
  emptyUpdate: 'keep',
  emptyCreate: 'keep',
};

/**
 * Reads and writes tags, one for each operation and named after it:
 *
 * ```text
 * <create_memory>text</create_memory>              <read_memory>query</read_memory>
 * <update_memory>Memory 2: new text</update_memory> <delete_memory>Memory 3</delete_memory>
 * <scratchpad>all of its new text</scratchpad>     <final_answer>answer</final_answer>
 * <use_tool name="search">{"query": "…"}</use_tool>
 * ```
 *
 * An entry can also be named by its bare number, or by an attribute `slot`, `memory` or `id` that holds the
 * number. `<create_memory text="…"/>` is read too. An empty `scratchpad` clears it. A `\boxed{…}` in an answer is unwrapped. Any text can be carried:
 * see `createTagEscape`.
 */
export const tagsCodec: Codec = {
  name: 'tags',
  parse: (text, context) => parseTags(text, SYNTAX, context),
  render: ({ operations, answers = [], tool }) =>
    [
      ...operations.map((operation) => writeTag(writeOperation(operation), TAG_NAMES, textEscape.escape)),
      ...answers.map((answer) => pair(TAG_NAMES.answer, answerEscape.escape(answer.trim()))),
      ...(tool === undefined ? [] : [writeTool(tool)]),
    ].join('\n'),
};

/** Writes a tool call. In its JSON, `<` and the brackets of thought marks are escaped as `\u003c` and so on. */
function writeTool({ name, input }: ToolCall): string {
  const json = JSON.stringify(input).replace(
    /[<◁]|\[(?=\/?[A-Z]+\])/gi,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `<${TAG_NAMES.tool} name="${name}">${json}</${TAG_NAMES.tool}>`;
}

function readUpdate(content: string, attributes: string): SlotText | undefined {
  const named = readSlotAttribute(attributes);
  const written = /^(?:memory\s*)?(\d+)\s*:/i.exec(content);
  // A model that names the slot twice means it once. Another number is the beginning of its text.
  if (written !== null && (named === undefined || parseSlot(named) === parseSlot(written[1]!))) {
    return { slot: written[1]!, text: content.slice(written[0].length) };
  }
  return named === undefined ? undefined : { slot: named, text: content };
}

function readDelete(content: string, attributes: string): SlotText | undefined {
  const slot = readSlotAttribute(attributes) ?? /^(?:memory\s*)?(\d+)/i.exec(content)?.[1];
  return slot === undefined ? undefined : { slot, text: '' };
}

function readSlotAttribute(attributes: string): string | undefined {
  return /(?:^|\s)(?:slot|memory|id)\s*=\s*["']?(\d+)(?=["'\s/]|$)/i.exec(attributes)?.[1];
}
