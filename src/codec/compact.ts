/**
 * The codec of the `compact` format: one short line for each operation.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';
import type { ToolCall } from '../task/action.ts';
import { parseCallText } from './call-text.ts';
import type { Codec, Issue, ParseContext, ParsedReply, Span } from './codec.ts';
import { finishReply } from './finish-reply.ts';
import { holdsMarker, writeJsonText } from './json-text.ts';
import { cutEchoes } from './prompt-echo.ts';
import { quote } from './quote.ts';
import { cutThoughts } from './thought.ts';
import { type WrittenOperation, writeOperation } from './written-operation.ts';

/** The words that begin a line, in the order of the prompt. */
export const COMPACT_WORDS = {
  create: 'keep',
  update: 'fix',
  delete: 'drop',
  scratchpad: 'note',
  read: 'find',
  answer: 'answer',
  tool: 'use',
  nothing: 'skip',
} as const;

/**
 * Reads and writes one line for each operation:
 *
 * ```text
 * keep: Ada Lovelace was born in London.
 * fix 2: Ada Lovelace, born in London in 1815, was a mathematician.
 * drop 3
 * note: Missing: the year of her death.
 * find: Ada Lovelace death
 * answer: 1852
 * use search {"query": "Ada Lovelace"}
 * skip
 * ```
 *
 * Case, list marks and bold do not matter. A text that does not fit on a line is written as a JSON string. Other
 * lines have no effect. `parse` also reads a reply in JSON, as the `json` codec does.
 */
export const compactCodec: Codec = {
  name: 'compact',
  parse(text, context = {}) {
    if (/^\s*(?:```\w*\s*)?[[{]/.test(text)) return parseCallText(text, context);
    const reading = createReading(context);
    const { visible, issues } = cutThoughts(text);
    reading.issues.push(...issues);
    for (const span of visible) {
      const echoes = cutEchoes(text, span);
      reading.issues.push(...echoes.issues);
      for (const part of echoes.visible) readLines(text, part, reading);
    }
    return finish(text, reading);
  },
  render({ operations, answers = [], tool }) {
    const lines = [
      ...operations.map((operation) => renderOperation(writeOperation(operation))),
      ...answers.map((answer) => `${COMPACT_WORDS.answer}: ${renderText(answer.trim())}`),
      ...(tool === undefined ? [] : [`${COMPACT_WORDS.tool} ${tool.name} ${writeJsonText(tool.input)}`]),
    ];
    return lines.length === 0 ? COMPACT_WORDS.nothing : lines.join('\n');
  },
};

function renderOperation(operation: WrittenOperation): string {
  switch (operation.op) {
    case 'create':
      return `${COMPACT_WORDS.create}: ${renderText(operation.text)}`;
    case 'read':
      return `${COMPACT_WORDS.read}: ${renderText(operation.query)}`;
    case 'delete':
      return `${COMPACT_WORDS.delete} ${operation.target.slot}`;
    case 'update': {
      const { target, text } = operation;
      const line =
        target === 'scratchpad' ? COMPACT_WORDS.scratchpad : `${COMPACT_WORDS.update} ${target.slot}`;
      return `${line}: ${renderText(text)}`;
    }
  }
}

/** Texts with line ends, markers of thoughts or an opening quotation mark are written as JSON strings. */
function renderText(text: string): string {
  return /^"|[\r\n]/.test(text) || holdsMarker(text) ? writeJsonText(text) : text;
}

interface Reading {
  readonly operations: Operation[];
  readonly answers: string[];
  readonly issues: Issue[];
  readonly context: ParseContext;
  /** Whether a line said `skip`. */
  skipped: boolean;
  tool?: ToolCall;
  /** The first line without a known word. */
  unknown?: Span;
}

function createReading(context: ParseContext): Reading {
  return { operations: [], answers: [], issues: [], context, skipped: false };
}

/** A reply of which no line could be read gets an issue that says what a line must begin with. */
function finish(text: string, reading: Reading): ParsedReply {
  const { operations, answers, tool, issues, skipped, unknown } = reading;
  if (operations.length + answers.length === 0 && tool === undefined && !skipped && unknown !== undefined) {
    const line = quote(text.slice(unknown.start, unknown.end));
    const words = 'keep:, fix N:, drop N, note:, find:, answer: or skip';
    issues.push({
      kind: 'unknown-call',
      message: `the line ${line} begins with none of ${words}`,
      span: unknown,
    });
  }
  return finishReply({ start: 0, end: text.length }, { operations, answers, tool }, issues);
}

const LINE = /[^\r\n]+/g;
const MARK = /^(?:[-*•]\s+|\d{1,2}[.)]\s+)?[*`_]{0,3}/;
const NAMED = /^(keep|find|note|answer)[*`_]{0,3}[ \t]*:[*`_]{0,3}[ \t]*/i;
const NUMBERED = /^(fix|drop)[ \t]+(?:memory[ \t]+|#)?(\d+)[*`_]{0,3}[ \t]*/i;
const TOOL = /^use[ \t]+([\w.-]+)[ \t]*:?[ \t]*/i;

function readLines(text: string, within: Span, reading: Reading): void {
  for (const { 0: raw, index } of text.slice(within.start, within.end).matchAll(LINE)) {
    const start = within.start + index;
    const span = { start, end: start + raw.length };
    const line = raw.trim().replace(MARK, '');
    if (line !== '' && !readLine(line, span, reading)) reading.unknown ??= span;
  }
}

function readLine(line: string, span: Span, reading: Reading): boolean {
  if (/^(?:skip|nothing|none)[*`_]{0,3}[.!]?$/i.test(line)) {
    reading.skipped = true;
    return true;
  }
  const named = NAMED.exec(line);
  if (named !== null) return readNamed(named[1]!.toLowerCase(), line.slice(named[0].length), span, reading);
  const numbered = NUMBERED.exec(line);
  if (numbered !== null) return readNumbered(numbered, line.slice(numbered[0].length), span, reading);
  const tool = TOOL.exec(line);
  return tool !== null && readTool(tool[1]!, line.slice(tool[0].length), span, reading);
}

function readNamed(word: string, rest: string, span: Span, reading: Reading): boolean {
  const { operations, answers } = reading;
  const text = readText(rest);
  if (text === '' && word !== 'note') reportEmpty(word, span, reading);
  if (word === 'keep') operations.push({ op: 'create', text });
  else if (word === 'find') operations.push({ op: 'read', query: text });
  else if (word === 'note') operations.push({ op: 'update', target: 'scratchpad', text });
  else answers.push(text);
  return true;
}

function readNumbered(match: RegExpExecArray, rest: string, span: Span, reading: Reading): boolean {
  const word = match[1]!.toLowerCase();
  const slot = Number(match[2]);
  if (!Number.isSafeInteger(slot) || slot === 0) {
    const message = `${word} ${quote(match[2]!)} names no listed entry`;
    reading.issues.push({ kind: 'bad-slot', message, span });
    return true;
  }
  if (word === 'drop') {
    reading.operations.push({ op: 'delete', target: { slot } });
    return true;
  }
  if (!rest.startsWith(':')) return false;
  const text = readText(rest.slice(1).replace(/^[*`_]{1,3}/, ''));
  if (text === '') reportEmpty(word, span, reading);
  reading.operations.push({ op: 'update', target: { slot }, text });
  return true;
}

function readTool(name: string, rest: string, span: Span, reading: Reading): boolean {
  const { context, issues } = reading;
  if (context.tools?.includes(name) !== true) return false;
  const input = readObject(rest);
  if (input === undefined) {
    issues.push({ kind: 'malformed-call', message: `use ${name} needs a JSON object`, span });
  } else if (reading.tool !== undefined) {
    issues.push({ kind: 'extra-call', message: `only the first tool is used, not ${name}`, span });
  } else reading.tool = { name, input };
  return true;
}

function reportEmpty(word: string, span: Span, { issues }: Reading): void {
  issues.push({ kind: 'empty-text', message: `${word}: has an empty text`, span });
}

function readText(rest: string): string {
  const text = rest.trim();
  const value = text.startsWith('"') && text.endsWith('"') ? readJson(text) : undefined;
  return typeof value === 'string' ? value.trim() : text;
}

function readObject(rest: string): JsonObject | undefined {
  const value = readJson(rest.trim());
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
