/**
 * Tool calls as structured data: memory operations, answers and calls of a task's tools.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';
import type { ToolCall } from '../task/action.ts';
import type { Issue, ParseContext, ParsedReply, Span, WritableReply } from './codec.ts';
import { finishReply } from './finish-reply.ts';
import { readLenientJson } from './lenient-json.ts';
import { readSlot, readTextField } from './memory-fields.ts';
import { toListInput, toPlainInput } from './plain-input.ts';
import { quote } from './quote.ts';
import { createToolNames, type MemoryToolName, TOOL_NAMES, type ToolNames } from './tool-names.ts';
import { type WrittenOperation, writeOperation } from './written-operation.ts';

/** One call of a tool, as a model makes it. */
export interface WrittenCall {
  readonly name: string;
  /** An object, or the JSON text of one. */
  readonly input: unknown;
}

/** A call with its position in the reply. */
export interface PlacedCall {
  readonly call: WrittenCall;
  readonly span: Span;
}

/**
 * Reads tool calls as operations, in order. Total: a call that cannot be read becomes an issue. Texts are
 * trimmed. An operation with an empty text is reported and kept, so that the memory refuses and counts it.
 *
 * Spans of issues are ranges of positions in `calls`.
 */
export function parseToolCalls(calls: readonly WrittenCall[], context: ParseContext = {}): ParsedReply {
  const placed = calls.map((call, index) => ({ call, span: { start: index, end: index + 1 } }));
  return readCalls(placed, { start: 0, end: calls.length }, [], context);
}

/** Writes operations, answers and a task's call as tool calls. Leaves out `meta` and `expectedVersion`. */
export function renderToolCalls({ operations, answers = [], tool }: WritableReply): readonly WrittenCall[] {
  return [
    ...operations.map((operation) => toToolCall(writeOperation(operation))),
    ...answers.map((answer) => ({ name: TOOL_NAMES.answer, input: { text: answer.trim() } })),
    ...(tool === undefined ? [] : [{ name: tool.name, input: tool.input }]),
  ];
}

/** Reads calls with positions. `issues` are those found before. */
export function readCalls(
  calls: readonly PlacedCall[],
  whole: Span,
  found: readonly Issue[],
  { tools = [] }: ParseContext,
): ParsedReply {
  const names = createToolNames(tools);
  const operations: Operation[] = [];
  const answers: string[] = [];
  const issues = [...found];
  let tool: ToolCall | undefined;
  for (const { call, span } of calls) {
    const read = readCall(call, span, names);
    if (read.operation !== undefined) operations.push(read.operation);
    if (read.answer !== undefined) answers.push(read.answer);
    if (read.issues !== undefined) issues.push(...read.issues);
    if (read.tool !== undefined && tool !== undefined) issues.push(extraCall(read.tool.name, span));
    tool ??= read.tool;
  }
  return finishReply(whole, { operations, answers, tool }, issues);
}

interface ReadCall {
  readonly operation?: Operation;
  readonly answer?: string;
  readonly tool?: ToolCall;
  readonly issues?: readonly Issue[];
}

function readCall(call: WrittenCall, span: Span, names: ToolNames): ReadCall {
  const known = names.find(call.name);
  if (known === undefined) {
    const message = `unknown tool ${quote(String(call.name))}; known: ${names.all.join(', ')}`;
    return { issues: [{ kind: 'unknown-call', message, span }] };
  }
  const { input, mended } = toInput(call.input, known.name, names);
  if (input === undefined) return { issues: [malformed(span, `of ${known.name} has no object as input`)] };
  const repair: Issue[] = mended
    ? [{ kind: 'mended', message: `the input of ${known.name} was repaired: ${mended}`, span }]
    : [];
  if (known.kind === 'task') {
    const tool = { name: known.name, input: input as JsonObject };
    return { tool, issues: repair };
  }
  const read = readMemoryCall(known.name, input, span);
  return { ...read, issues: [...repair, ...(read.issues ?? [])] };
}

/** The input as an object. Models also send it as JSON text, or send the one text that a memory tool takes. */
function toInput(
  value: unknown,
  name: string,
  names: ToolNames,
): {
  readonly input?: Readonly<Record<string, unknown>>;
  readonly mended?: string;
} {
  if (isObject(value)) return { input: value };
  if (Array.isArray(value)) {
    const input = toListInput(value, name, names);
    return input === undefined ? {} : { input, mended: 'a list instead of an object' };
  }
  if (typeof value !== 'string') return {};
  const read = readLenientJson(value, { start: 0, end: value.length });
  if (isObject(read.value)) return read.cut ? {} : { input: read.value, mended: read.mended };
  const plain = /^\s*[{[]/.test(value) ? undefined : toPlainInput(value, name, names);
  return isObject(plain) ? { input: plain, mended: 'a text instead of an object' } : {};
}

function readMemoryCall(
  name: MemoryToolName,
  input: Readonly<Record<string, unknown>>,
  span: Span,
): ReadCall {
  const { text, rest } = readTextField(name, input);
  if (name === TOOL_NAMES.delete) {
    const slot = readSlot(rest);
    if (slot.number === undefined) return { issues: [slotIssue(name, slot.written, span)] };
    return { operation: { op: 'delete', target: { slot: slot.number } } };
  }
  if (text === undefined) {
    const field = name === TOOL_NAMES.read ? 'query' : 'text';
    return { issues: [malformed(span, `of ${name} has no text in "${field}"`)] };
  }
  const issues = findEmpty(name, text, span);
  if (name !== TOOL_NAMES.update) return { ...readSaid(name, text.trim()), issues };
  const slot = readSlot(rest);
  if (slot.number === undefined) return { issues: [slotIssue(name, slot.written, span)] };
  return { operation: { op: 'update', target: { slot: slot.number }, text: text.trim() }, issues };
}

function readSaid(name: Exclude<MemoryToolName, 'memory_update' | 'memory_delete'>, text: string): ReadCall {
  switch (name) {
    case TOOL_NAMES.create:
      return { operation: { op: 'create', text } };
    case TOOL_NAMES.read:
      return { operation: { op: 'read', query: text } };
    case TOOL_NAMES.scratchpad:
      return { operation: { op: 'update', target: 'scratchpad', text } };
    case TOOL_NAMES.answer:
      return { answer: text };
  }
}

function toToolCall(operation: WrittenOperation): WrittenCall {
  switch (operation.op) {
    case 'create':
      return { name: TOOL_NAMES.create, input: { text: operation.text } };
    case 'read':
      return { name: TOOL_NAMES.read, input: { query: operation.query } };
    case 'delete':
      return { name: TOOL_NAMES.delete, input: { slot: operation.target.slot } };
    case 'update': {
      const { target, text } = operation;
      if (target === 'scratchpad') return { name: TOOL_NAMES.scratchpad, input: { text } };
      return { name: TOOL_NAMES.update, input: { slot: target.slot, text } };
    }
  }
}

function slotIssue(name: string, value: unknown, span: Span): Issue {
  if (value === undefined || value === null) {
    return { kind: 'missing-slot', message: `the call of ${name} names no slot`, span };
  }
  const written = typeof value === 'object' ? 'an object' : quote(String(value));
  const message = `the call of ${name} names slot ${written}: slots count from 1`;
  return { kind: 'bad-slot', message, span };
}

function findEmpty(name: string, text: string, span: Span): readonly Issue[] {
  if (name === TOOL_NAMES.scratchpad || text.trim() !== '') return [];
  return [{ kind: 'empty-text', message: `the call of ${name} has an empty text`, span }];
}

function extraCall(name: string, span: Span): Issue {
  return {
    kind: 'extra-call',
    message: `the call of ${quote(name)} is ignored: a step makes one tool call`,
    span,
  };
}

/** An issue about a call that cannot be read. */
export function malformed(span: Span, what: string): Issue {
  return { kind: 'malformed-call', message: `the call ${what}`, span };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
