/**
 * The arguments of a call in Python's syntax, as in `memory_create(text="A")`.
 *
 * @module
 */
import { readLenientJson } from './lenient-json.ts';
import { readLenientString } from './lenient-string.ts';
import { readPosition } from './plain-input.ts';
import type { ToolNames } from './tool-names.ts';

const NAME = /\s*(?:([A-Za-z_]\w{0,60})\s*=(?!=))?\s*/y;
const LITERAL = /-?\d+(?:\.\d+)?|True|False|None|true|false|null/y;
const LITERALS: Readonly<Record<string, unknown>> = {
  ...{ True: true, true: true, False: false, false: false, None: null, null: null },
};

/**
 * Reads the arguments after the `(` at `open`. Texts must be quoted unless the call stands alone on its line, so that
 * "call memory_create(text)" in prose is not taken for a call.
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
  const input: Record<string, unknown> = {};
  let position = open + 1;
  for (let index = 0; ; index++) {
    NAME.lastIndex = position;
    const key = NAME.exec(text)![1];
    position = NAME.lastIndex;
    if (position >= end) return { end };
    if (text[position] === ')' && key === undefined) {
      return index === 0 && names.find(name)?.kind === 'memory' ? undefined : { input, end: position + 1 };
    }
    const isAlone = (): boolean => key !== undefined && names.find(name)?.kind === 'memory';
    const read =
      readArgument(text, position, end) ??
      (isAlone() ? readBareArgument(text, open, position, end) : undefined);
    if (read === undefined) return index === 0 ? undefined : { end: position };
    if (read.cut) return { end: read.end };
    if (key === undefined && index === 0 && isObject(read.value)) Object.assign(input, read.value);
    else if (key !== '__proto__') input[key ?? readPosition(tool, index) ?? `argument_${index}`] = read.value;
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

/** Characters that are read, so that many calls on one long line take linear time. */
const LONGEST_NAME = 120;
const LONGEST_BARE = 4000;

/**
 * An argument without quotes, as in `memory_create(text=Ada sails)`. It counts only if the call stands alone on its
 * line: in a sentence it is prose.
 */
function readBareArgument(
  text: string,
  open: number,
  start: number,
  end: number,
): { readonly value: unknown; readonly end: number; readonly cut: boolean } | undefined {
  const before = text.slice(Math.max(0, open - LONGEST_NAME), open);
  if (!/(?:^|\n)[\s[]*[\w.:-]+$/.test(before) || (before.length === LONGEST_NAME && !before.includes('\n')))
    return undefined;
  const rest = text.slice(start, Math.min(start + LONGEST_BARE, end));
  const [line = ''] = rest.split('\n', 1);
  const close = /\)[\s,\]]*$/.exec(line);
  if (close === null) return undefined;
  const next = /,\s*(?:slot|text|query)\s*=/.exec(line);
  const length = Math.min(next?.index ?? close.index, close.index);
  const value = line.slice(0, length).trim();
  // Placeholders such as `…` and `<text>` are prose about the tool.
  if (value === '' || !/[\p{L}\p{N}]/u.test(value) || /["'{}<>]/.test(value)) return undefined;
  return { value, end: start + length, cut: false };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
