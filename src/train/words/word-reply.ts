/**
 * Parses and writes the replies of the word codec.
 *
 *     <create> red kettle , shelf 4 <read> kettle <update> <2> sold out <tool buy> <input item> K-17 <end>
 *
 * @module
 */
import type { Issue, ParsedReply } from '../../codec/codec.ts';
import type { WrittenReply } from '../../codec/token-codec.ts';
import type { Operation } from '../../memory/operation.ts';
import type { View } from '../../memory/view.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';
import type { ToolCall } from '../../task/action.ts';
import type { Observation } from '../../task/observation.ts';
import { joinWords, splitWords } from './split-words.ts';
import { inputToken, MARKS, slotToken, toolToken } from './word-vocabulary.ts';

/** A token that starts a part of a reply, and the tokens up to the next such token. */
interface Part {
  readonly opener: string;
  readonly words: string[];
}

const OPENERS: ReadonlySet<string> = new Set([
  MARKS.create,
  MARKS.note,
  MARKS.read,
  MARKS.update,
  MARKS.delete,
  MARKS.answer,
]);

/** Parses a reply. Every list of tokens gives a `ParsedReply`. */
export function parseWordReply(tokens: readonly string[], observation: Observation): ParsedReply {
  const parts: Part[] = [];
  const issues: Issue[] = [];
  let offset = 0;
  for (const token of tokens) {
    if (token === MARKS.end) break;
    if (OPENERS.has(token) || /^<(tool|input) /.test(token)) parts.push({ opener: token, words: [] });
    else if (parts.length > 0) parts.at(-1)!.words.push(token);
    else issues.push(misplaced(token, offset));
    offset += token.length + 1;
  }
  const answers = parts.flatMap(({ opener, words }) => (opener === MARKS.answer ? [joinWords(words)] : []));
  return { operations: parts.flatMap(readOperation), answers, issues, tool: readTool(parts, observation) };
}

/** Reads the operation of a part. If a required slot is missing, it uses slot 0, which the memory refuses. */
function readOperation({ opener, words }: Part): readonly Operation[] {
  const [first = '', ...rest] = words;
  const slot = Number(/^<(\d+)>$/.exec(first)?.[1] ?? 0);
  switch (opener) {
    case MARKS.create:
      return [{ op: 'create', text: joinWords(words) }];
    case MARKS.note:
      return [{ op: 'update', target: 'scratchpad', text: joinWords(words) }];
    case MARKS.read:
      return [{ op: 'read', query: joinWords(words) }];
    case MARKS.update:
      return [{ op: 'update', target: { slot }, text: joinWords(slot === 0 ? words : rest) }];
    case MARKS.delete:
      return [{ op: 'delete', target: { slot } }];
    default:
      return [];
  }
}

function readTool(parts: readonly Part[], observation: Observation): ToolCall | undefined {
  const place = parts.findIndex(({ opener }) => opener.startsWith('<tool '));
  if (place < 0) return undefined;
  const name = parts[place]!.opener.slice('<tool '.length, -1);
  const types = readTypes(observation, name);
  const input: Record<string, JsonValue> = {};
  for (const { opener, words } of parts.slice(place + 1)) {
    if (!opener.startsWith('<input ')) break;
    const key = opener.slice('<input '.length, -1);
    input[key] = toValue(joinWords(words), types[key]);
  }
  return { name, input };
}

/** Returns the JSON types of a tool's inputs by key. */
function readTypes(observation: Observation, name: string): Readonly<Record<string, unknown>> {
  if (observation.stage !== 'act') return {};
  const tool = observation.situation.tools.find((each) => each.name === name);
  const properties = (tool?.inputSchema.properties ?? {}) as Readonly<Record<string, JsonObject>>;
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, schema.type]));
}

/** Converts text to a value. Text that does not match the type stays text, and the task refuses it. */
function toValue(text: string, type: unknown): JsonValue {
  if (type === 'string') return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** Lists the tokens of a reply. Operations that the codec cannot express are left out. */
export function listReplyWords(
  { operations, answers = [], tool }: WrittenReply,
  view: View,
): readonly (readonly string[])[] {
  return [
    ...operations.map((operation) => listOperationWords(operation, view)),
    ...answers.map((answer) => [MARKS.answer, ...splitWords(answer)]),
    ...(tool === undefined ? [] : [listToolWords(tool)]),
  ];
}

function listOperationWords(operation: Operation, view: View): readonly string[] {
  if (operation.op === 'create') return [MARKS.create, ...splitWords(operation.text)];
  if (operation.op === 'read') return [MARKS.read, ...splitWords(operation.query)];
  const { target } = operation;
  if (target === 'scratchpad') {
    return [MARKS.note, ...splitWords(operation.op === 'update' ? operation.text : '')];
  }
  const slot = 'slot' in target ? target.slot : view.entries.findIndex(({ id }) => id === target.id) + 1;
  if (slot === 0) return [];
  if (operation.op === 'delete') return [MARKS.delete, slotToken(slot)];
  return [MARKS.update, slotToken(slot), ...splitWords(operation.text)];
}

function listToolWords({ name, input }: ToolCall): readonly string[] {
  const values = Object.entries(input).flatMap(([key, value]) => [
    inputToken(key),
    ...splitWords(typeof value === 'string' ? value : JSON.stringify(value)),
  ]);
  return [toolToken(name), ...values];
}

function misplaced(token: string, start: number): Issue {
  const message = `"${token}" does not belong to an operation, an answer or a tool call`;
  return { kind: 'malformed-call', message, span: { start, end: start + token.length } };
}
