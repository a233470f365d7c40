import type { Operation } from '../memory/operation.ts';
import type { Codec, Issue, ParsedReply, Span } from './codec.ts';
import { finishReply } from './finish-reply.ts';
import { findJsonObjects } from './json-objects.ts';
import { quote } from './quote.ts';
import { isSlot, parseSlot } from './slot.ts';
import { cutThoughts, THOUGHT_TAG } from './thought.ts';
import { TOOL_NAMES } from './tool-set.ts';
import { type WrittenOperation, writtenOperation } from './written-operation.ts';

/** One call of a tool, as a model makes it. */
export interface ToolCall {
  readonly name: string;
  /** An object, or the JSON text of one. */
  readonly input: unknown;
}

/**
 * Reads tool calls as operations, in order. Total: what cannot be read is an issue. Texts are trimmed; an
 * empty one is reported and its operation kept, for the memory to refuse.
 *
 * Calls are no text, so the span of an issue is a range of places in `calls`.
 */
export function parseToolCalls(calls: readonly ToolCall[]): ParsedReply {
  const placed = calls.map((call, index) => ({ call, span: { start: index, end: index + 1 } }));
  return readCalls(placed, { start: 0, end: calls.length }, []);
}

/** Writes operations and answers as tool calls. `meta` and `expectedVersion` are left out. */
export function renderToolCalls(reply: Parameters<Codec['render']>[0]): readonly ToolCall[] {
  return [
    ...reply.operations.map((operation) => callOf(writtenOperation(operation))),
    ...(reply.answers ?? []).map((answer) => ({ name: TOOL_NAMES.answer, input: { text: answer.trim() } })),
  ];
}

/**
 * Tool calls as text: a JSON array of `{name, input}`. A single object, JSON Lines and objects among prose
 * are read, too, and `arguments` in the place of `input`. Each object stands alone: a broken one costs only
 * itself. Thoughts do not act; JSON's own `\u003c` carries their tag.
 */
export const toolCallsCodec: Codec = {
  name: 'tool-calls',
  parse: parseText,
  render(reply) {
    const lines = renderToolCalls(reply).map((call) =>
      JSON.stringify(call).replace(THOUGHT_START, '\\u003c'),
    );
    return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
  },
};

const THOUGHT_START = new RegExp(`<(?=/?${THOUGHT_TAG}(?!\\w))`, 'gi');

interface PlacedCall {
  readonly call: ToolCall;
  readonly span: Span;
}

function parseText(text: string): ParsedReply {
  const { visible, issues: thoughts } = cutThoughts(text);
  const issues = [...thoughts];
  const calls: PlacedCall[] = [];
  for (const { start, end, closed } of visible.flatMap((span) => findJsonObjects(text, span))) {
    const span = { start, end };
    const call = closed ? asCall(parseJson(text.slice(start, end))) : undefined;
    if (call !== undefined) calls.push({ call, span });
    else issues.push(malformed(span, closed ? 'is not {"name": …, "input": …}' : 'is not closed'));
  }
  return readCalls(calls, { start: 0, end: text.length }, issues);
}

function asCall(value: unknown): ToolCall | undefined {
  if (!isObject(value) || typeof value.name !== 'string') return undefined;
  return { name: value.name, input: value.input ?? value.arguments };
}

function readCalls(calls: readonly PlacedCall[], whole: Span, others: readonly Issue[]): ParsedReply {
  const operations: Operation[] = [];
  const answers: string[] = [];
  const issues = [...others];
  for (const { call, span } of calls) {
    const read = readCall(call, span);
    if (read.operation !== undefined) operations.push(read.operation);
    if (read.answer !== undefined) answers.push(read.answer);
    if (read.issue !== undefined) issues.push(read.issue);
  }
  return finishReply(whole, operations, answers, issues);
}

interface ReadCall {
  readonly operation?: Operation;
  readonly answer?: string;
  readonly issue?: Issue;
}

function readCall(call: ToolCall, span: Span): ReadCall {
  const input = typeof call.input === 'string' ? parseJson(call.input) : call.input;
  if (!isKnown(call.name)) {
    const known = Object.values(TOOL_NAMES).join(', ');
    const message = `there is no tool ${quote(String(call.name))}; there are ${known}`;
    return { issue: { kind: 'unknown-call', message, span } };
  }
  if (!isObject(input)) return { issue: malformed(span, `of ${call.name} has an input that is no object`) };
  const field = call.name === TOOL_NAMES.read ? 'query' : 'text';
  const text = call.name === TOOL_NAMES.delete ? '' : input[field];
  if (typeof text !== 'string') return { issue: malformed(span, `of ${call.name} has no text "${field}"`) };
  if (call.name !== TOOL_NAMES.update && call.name !== TOOL_NAMES.delete) {
    return { ...said(call.name, text.trim()), ...emptyIssue(call.name, text, span) };
  }
  const slot = slotOf(input.slot);
  if (slot === undefined) return { issue: slotIssue(call.name, input.slot, span) };
  if (call.name === TOOL_NAMES.delete) return { operation: { op: 'delete', target: { slot } } };
  const operation: Operation = { op: 'update', target: { slot }, text: text.trim() };
  return { operation, ...emptyIssue(call.name, text, span) };
}

function said(name: Exclude<ToolName, 'memory_update' | 'memory_delete'>, text: string): ReadCall {
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

function callOf(operation: WrittenOperation): ToolCall {
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

function slotOf(value: unknown): number | undefined {
  if (typeof value === 'string') return parseSlot(value.trim());
  return isSlot(value) ? value : undefined;
}

function slotIssue(name: string, value: unknown, span: Span): Issue {
  if (value === undefined || value === null) {
    return { kind: 'missing-slot', message: `the call of ${name} names no slot`, span };
  }
  const written = typeof value === 'object' ? 'an object' : quote(String(value));
  const message = `the call of ${name} names slot ${written}: slots count from 1`;
  return { kind: 'bad-slot', message, span };
}

function emptyIssue(name: string, text: string, span: Span): { issue?: Issue } {
  if (name === TOOL_NAMES.scratchpad || text.trim() !== '') return {};
  return { issue: { kind: 'empty-text', message: `the call of ${name} holds no text`, span } };
}

function malformed(span: Span, what: string): Issue {
  return { kind: 'malformed-call', message: `the call ${what}`, span };
}

type ToolName = (typeof TOOL_NAMES)[keyof typeof TOOL_NAMES];

const KNOWN: ReadonlySet<string> = new Set(Object.values(TOOL_NAMES));

function isKnown(name: string): name is ToolName {
  return KNOWN.has(name);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a JSON text; `undefined` where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
