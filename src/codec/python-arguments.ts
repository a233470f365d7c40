/**
 * The arguments of a call in Python's syntax, as in `memory_create(text="A")`.
 *
 * @module
 */
import { readLenientJson } from './lenient-json.ts';
import { readLenientString } from './lenient-string.ts';
import type { ToolNames } from './tool-names.ts';

const NAME = /\s*(?:([A-Za-z_]\w{0,60})\s*=(?!=))?\s*/y;
const LITERAL = /-?\d+(?:\.\d+)?|True|False|None|true|false|null/y;
const LITERALS: Readonly<Record<string, unknown>> = {
  ...{ True: true, true: true, False: false, false: false, None: null, null: null },
};

/** Positions of arguments without a name. */
const POSITIONS: Readonly<Record<string, readonly string[]>> = {
  memory_read: ['query'],
  memory_update: ['slot', 'text'],
  memory_delete: ['slot'],
};

/**
 * Reads the arguments after the `(` at `open`. Texts must be quoted, so that "call memory_create(text)" in
 * prose is not taken for a call.
 *
 * @returns `undefined` for prose; no `input` for arguments that break off.
 */
export function readPythonArguments(
  text: string,
  open: number,
  end: number,
  name: string,
  names: ToolNames,
): { readonly input?: unknown; readonly end: number } | undefined {
  const tool = names.find(name)?.name ?? name;
  const positions = POSITIONS[tool] ?? ['text'];
  const input: Record<string, unknown> = {};
  let position = open + 1;
  for (let index = 0; ; index++) {
    NAME.lastIndex = position;
    const key = NAME.exec(text)![1];
    position = NAME.lastIndex;
    if (position >= end) return { end };
    if (text[position] === ')' && key === undefined) {
      return index === 0 && Object.hasOwn(POSITIONS, tool) ? undefined : { input, end: position + 1 };
    }
    const read = readArgument(text, position, end);
    if (read === undefined) return index === 0 ? undefined : { end: position };
    if (read.cut) return { end: read.end };
    if (key === undefined && index === 0 && isObject(read.value)) Object.assign(input, read.value);
    else if (key !== '__proto__') input[key ?? positions[index] ?? `argument_${index}`] = read.value;
    position = read.end;
    const comma = /\s*,?/y;
    comma.lastIndex = position;
    position += comma.exec(text)![0].length;
  }
}

function readArgument(
  text: string,
  start: number,
  end: number,
): { readonly value: unknown; readonly end: number; readonly cut: boolean } | undefined {
  if (text[start] === '{' || text[start] === '[') return readLenientJson(text, { start, end });
  const string = readLenientString(text, start, end, { role: 'argument' });
  if (string !== undefined) return { value: string.text, end: string.end, cut: !string.closed };
  LITERAL.lastIndex = start;
  const literal = LITERAL.exec(text)?.[0];
  if (literal === undefined) return undefined;
  const value = Object.hasOwn(LITERALS, literal) ? LITERALS[literal] : Number(literal);
  return { value, end: start + literal.length, cut: false };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
