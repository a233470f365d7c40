/**
 * Fields of memory tools under the names that models give them.
 *
 * @module
 */
import { isSlot, parseSlot } from './slot.ts';
import { type MemoryToolName, TOOL_NAMES } from './tool-names.ts';

type Input = Readonly<Record<string, unknown>>;

const TEXT_FIELDS = ['text', 'content', 'new_text', 'value', 'memory', 'fact', 'note', 'entry', 'body'];
const QUERY_FIELDS = ['query', 'search', 'text', 'content', 'question', 'keywords'];
const SLOT_FIELDS = ['slot', 'slots', 'memory', 'entry', 'number', 'index', 'id'];

/** Further text fields of single tools. */
const OWN_FIELDS: Readonly<Partial<Record<MemoryToolName, readonly string[]>>> = {
  [TOOL_NAMES.answer]: ['answer', 'final_answer'],
  [TOOL_NAMES.scratchpad]: ['scratchpad'],
};

/** Returns the text of a call, and the other fields. Names of fields in any case count. */
export function readTextField(
  tool: MemoryToolName,
  written: Input,
): { readonly text: string | undefined; readonly rest: Input } {
  const input = Object.fromEntries(Object.entries(written).map(([key, value]) => [key.toLowerCase(), value]));
  if (tool === TOOL_NAMES.delete) return { text: undefined, rest: input };
  const fields = tool === TOOL_NAMES.read ? QUERY_FIELDS : [...TEXT_FIELDS, ...(OWN_FIELDS[tool] ?? [])];
  const needsSlot = tool === TOOL_NAMES.update;
  for (const field of fields) {
    const value = input[field];
    // In `{"memory": 2, "text": …}`, the entry is the slot.
    if (needsSlot && SLOT_FIELDS.includes(field) && toSlot(value) !== undefined) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      const { [field]: _, ...rest } = input;
      return { text: String(value), rest };
    }
  }
  return { text: undefined, rest: input };
}

/** Returns the slot that the fields name, and what was written. */
export function readSlot(input: Input): {
  readonly number: number | undefined;
  readonly written: unknown;
} {
  const field = SLOT_FIELDS.find((each) => input[each] !== undefined && input[each] !== null);
  const written = field === undefined ? undefined : input[field];
  return { number: toSlot(written), written };
}

/** A slot as a number, as digits, as the label of the list, or alone in a list: `2`, `"#2"`, `"Memory 2"`, `[2]`. */
function toSlot(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length === 1 ? toSlot(value[0]) : undefined;
  if (typeof value !== 'string') return isSlot(value) ? value : undefined;
  const [, digits = ''] = /^\s*(?:(?:memory|entry|slot)\s*)?#?\[?(\d+)\]?\s*$/i.exec(value) ?? [];
  return parseSlot(digits);
}
