/**
 * Finds tool calls in text, in the shapes that models write when their server does not parse calls: JSON
 * objects, Python calls, XML functions and the special tokens of chat templates.
 *
 * @module
 */
import type { Issue, Span } from './codec.ts';
import { readLenientJson } from './lenient-json.ts';
import { toPlainInput } from './plain-input.ts';
import { readPythonArguments } from './python-arguments.ts';
import { toCalls } from './to-calls.ts';
import { malformed, type PlacedCall } from './tool-call.ts';
import type { ToolNames } from './tool-names.ts';
import { createXmlReader } from './xml-call.ts';

/** Calls in the order written, and what could not be read. */
export interface FoundCalls {
  readonly calls: readonly PlacedCall[];
  readonly issues: readonly Issue[];
}

/**
 * What may stand between the name of a tool and its JSON: `[ARGS]`, `<|message|>`, ":0", `✿ARGS✿`, a fence,
 * "Action Input:", and the end of a tag or a quote.
 */
const GLUE =
  /(?:[\s:>"'`*=\]]|\[ARGS\]|\[CALL_ID\]\w{0,40}|\d{1,4}(?=[<{])|✿\w{1,10}✿|<[|｜][^<>|｜]{1,40}[|｜]>|json\b|action[ _]input|(?:arguments|parameters|args|input|params)\b|<\/?(?:arguments|parameters|args|input|tool_name|name)>){0,40}/iy;

/** Finds the calls in a range of a text. Total, and linear in the length of the range. */
export function findCalls(text: string, within: Span, names: ToolNames): FoundCalls {
  const calls: PlacedCall[] = [];
  const issues: Issue[] = [];
  const xml = createXmlReader(text, within.end);
  const start = new RegExp(`\\{|(?<![\\w$])(?:${names.patterns.join('|')})(?!\\w)`, 'gi');
  start.lastIndex = within.start;

  function takeObject(at: number): number {
    const { value, end, mended, cut } = readLenientJson(text, { start: at, end: within.end });
    const span = { start: at, end: Math.max(end, at + 1) };
    const found = cut ? undefined : toCalls(value, names);
    if (found === undefined && !cut && isEmpty(value)) return span.end;
    if (found === undefined) issues.push(malformed(span, cut ? 'is not complete' : 'has no tool name'));
    else add(found, span, mended);
    return span.end;
  }

  function isEmpty(value: unknown): boolean {
    return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  }

  function add(found: readonly PlacedCall['call'][], span: Span, mended: string | undefined): void {
    calls.push(...found.map((call) => ({ call, span })));
    if (mended === undefined || found.length === 0) return;
    issues.push({ kind: 'mended', message: `the JSON of a call was repaired: ${mended}`, span });
  }

  /** Reads the call of a name, whatever shape its input has; returns 0 if the name is part of prose. */
  function takeNamed(name: string, at: number, end: number): number {
    GLUE.lastIndex = end;
    const glued = GLUE.exec(text)![0].length + end;
    if (text[glued] === '{' && glued < within.end) return takeInput(name, at, glued);
    const open = text.startsWith('.call(', end) ? end + '.call'.length : end;
    const read =
      text[open] === '(' ? readPythonArguments(text, open, within.end, name, names) : xml.read(at, end, name);
    if (read === undefined) return 0;
    const span = { start: at, end: read.end };
    if (read.input === undefined) issues.push(malformed(span, `of ${name} is not complete`));
    else calls.push({ call: { name, input: toPlainInput(read.input, name, names) }, span });
    return read.end;
  }

  function takeInput(name: string, at: number, brace: number): number {
    const { value, end, mended, cut } = readLenientJson(text, { start: brace, end: within.end });
    const span = { start: at, end: Math.max(end, brace + 1) };
    // "memory_create: {"name": "memory_create", …}": the object is a complete call.
    const own = cut ? undefined : toCalls(value, names);
    const isOwn = own?.some((call) => names.find(call.name) !== undefined) === true;
    if (cut) issues.push(malformed(span, `of ${name} is not complete`));
    else add(isOwn ? own! : [{ name, input: value }], span, mended);
    return span.end;
  }

  for (let match = start.exec(text); match !== null && match.index < within.end; match = start.exec(text)) {
    const at = match.index;
    const end = at + match[0].length;
    const next = match[0] === '{' ? takeObject(at) : takeNamed(match[0], at, end);
    start.lastIndex = Math.max(next, end);
  }
  return { calls, issues };
}
