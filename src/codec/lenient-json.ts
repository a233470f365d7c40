/**
 * A JSON reader that repairs what language models get wrong: raw line breaks, trailing commas, other quotes,
 * odd quotes and backslashes, missing commas and braces.
 *
 * @module
 */
import type { Span } from './codec.ts';
import { readLenientString } from './lenient-string.ts';

/** The result of reading. */
export interface LenientJson {
  /** `undefined` if there is no value. Objects and lists hold what could be read. */
  readonly value: unknown;
  /** Position at which reading stopped. */
  readonly end: number;
  /** The first repair, in words. Absent for valid JSON. */
  readonly mended?: string;
  /** Whether the text ends or breaks off inside a key, text or number, so that part of a value is missing. */
  readonly cut: boolean;
}

/** Deeper values are not read. Deep values would exhaust the stack of whoever writes them. */
const DEEPEST = 64;

interface Frame {
  readonly close: '}' | ']';
  readonly value: Record<string, unknown> | unknown[];
  key: string;
  next: 'key' | 'colon' | 'value' | 'comma';
}

const SPACE = /(?:\s|\/\/[^\n]*|\/\*[^*]*\*\/)*/y;
const BARE = /[^\s,:{}[\]"'<>()=]+/y;
const BARE_LINE = /[^,{}[\]"<>\n]+/y;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const WORDS: Readonly<Record<string, unknown>> = {
  ...{ true: true, false: false, null: null },
  ...{ True: true, False: false, None: null, undefined: null, NaN: null },
};

/**
 * Reads the value that begins at `within.start` and says what it repaired. Valid JSON gives what `JSON.parse`
 * gives. A line that begins a new call, such as `{"name": …`, ends an object that is still open. Total, and
 * linear in the length of the text.
 *
 * @example
 * readLenientJson("{name: 'Ada',}", { start: 0, end: 14 }).value; // { name: 'Ada' }
 */
export function readLenientJson(text: string, within: Span): LenientJson {
  const { end } = within;
  const stack: Frame[] = [];
  let position = within.start;
  let root: { readonly value: unknown } | undefined;
  let mended: string | undefined;
  let broken = false;
  let afterComma = false;

  const repair = (what: string): void => {
    mended ??= what;
  };

  function put(value: unknown): void {
    const top = stack.at(-1);
    if (top === undefined) {
      root = { value };
      return;
    }
    if (Array.isArray(top.value)) top.value.push(value);
    else Object.defineProperty(top.value, top.key, { value, ...PLAIN });
    top.next = 'comma';
  }

  function open(close: Frame['close']): void {
    position += 1;
    const value = close === '}' ? {} : [];
    put(value);
    if (stack.length >= DEEPEST) broken = true;
    stack.push({ close, value, key: '', next: close === '}' ? 'key' : 'value' });
  }

  function close(): void {
    stack.pop();
  }

  function readText(top: Frame | undefined, role: 'key' | 'value'): string | undefined {
    const read = readLenientString(text, position, end, { role, list: top?.close === ']' });
    if (read === undefined) return undefined;
    position = read.end;
    if (read.mended !== undefined) repair(read.mended);
    if (!read.closed && !(read.closers && closesOpen(read.closers))) broken = true;
    return broken ? undefined : read.text;
  }

  /** Whether the brackets at the end of an unclosed text close what is open: all of it, or before a new call, some. */
  function closesOpen(closers: string): boolean {
    const wanted = stack.map((frame) => frame.close).reverse();
    return position < end ? wanted.join('').startsWith(closers) : closers === wanted.join('');
  }

  function readValue(top: Frame | undefined): void {
    const character = text[position]!;
    if (character === '{' || character === '[') {
      open(character === '{' ? '}' : ']');
      return;
    }
    const string = readText(top, 'value');
    if (string !== undefined) put(string);
    else if (!broken) readBareValue();
  }

  function readBareValue(): void {
    const start = position;
    BARE_LINE.lastIndex = position;
    const bare = BARE_LINE.exec(text)?.[0].slice(0, end - start);
    if (bare === undefined) {
      broken = true;
      return;
    }
    position += bare.length;
    put(readBare(bare.trim()));
    if (position >= end) broken = true;
  }

  function readBare(word: string): unknown {
    if (NUMBER.test(word)) return Number(word);
    if (!/^(?:true|false|null)$/.test(word)) repair(`the unquoted value ${word.slice(0, 20)}`);
    return Object.hasOwn(WORDS, word) ? WORDS[word] : word;
  }

  function readKey(top: Frame): void {
    const start = position;
    const key = readText(top, 'key');
    if (broken) return;
    if (key !== undefined) top.key = key;
    else if (position === start) {
      BARE.lastIndex = position;
      const bare = BARE.exec(text)?.[0];
      if (bare === undefined || position + bare.length > end) {
        broken = true;
        return;
      }
      repair('a key without quotes');
      top.key = bare;
      position += bare.length;
    }
    top.next = 'colon';
  }

  /** Takes one step inside an object or list; `false` ends the reading. */
  function step(top: Frame, character: string): boolean {
    const ends = character === '}' || character === ']';
    const trailing = afterComma;
    afterComma = false;
    if (ends && (top.next === 'comma' || top.next === 'key' || top.close === ']')) {
      if (trailing) repair('a trailing comma');
      return endFrame(top, character);
    }
    switch (top.next) {
      case 'key':
        if (character === ',') position += 1;
        else if (character === '{') return popToList();
        else readKey(top);
        return true;
      case 'colon':
        if (character !== ':' && character !== '=') broken = true;
        else position += 1;
        top.next = 'value';
        return true;
      case 'value':
        if (character !== ',' && !ends) readValue(top);
        else if (top.close === ']') position += 1;
        else put(null);
        if (character === ',' || ends) repair('a missing value');
        return true;
      case 'comma':
        return readComma(top, character);
    }
  }

  function readComma(top: Frame, character: string): boolean {
    if (character === ',') {
      position += 1;
      afterComma = true;
      top.next = top.close === '}' ? 'key' : 'value';
      return true;
    }
    if (top.close === '}' && character === '{') return popToList();
    if (!/["'“\w{[]/.test(character)) return false;
    repair('a missing comma');
    top.next = top.close === '}' ? 'key' : 'value';
    return true;
  }

  function endFrame(top: Frame, character: string): boolean {
    if (top.close !== character) repair('mismatched brackets');
    // `{"a": 1]`: the bracket belongs to a list outside, if there is one.
    const belongsOutside = top.close !== character && stack.some((frame) => frame.close === character);
    if (!belongsOutside) position += 1;
    close();
    return stack.length > 0;
  }

  /** A `{` where a key or comma belongs begins a new object: closes what stands between it and the list. */
  function popToList(): boolean {
    repair('a missing closing brace');
    while (stack.length > 0 && stack.at(-1)!.close === '}') close();
    return stack.length > 0;
  }

  function skipSpace(): void {
    SPACE.lastIndex = position;
    if (/\//.test(SPACE.exec(text)?.[0] ?? '')) repair('a comment');
    position = Math.min(end, SPACE.lastIndex);
  }

  skipSpace();
  if (position < end) readValue(undefined);
  while (stack.length > 0 && !broken) {
    skipSpace();
    if (position >= end) break;
    if (!step(stack.at(-1)!, text[position]!)) break;
  }
  const pending = stack.at(-1)?.next;
  if (pending !== undefined) repair('a missing closing bracket');
  const cut = broken || pending === 'colon' || pending === 'value';
  return { value: root?.value, end: position, mended, cut };
}

const PLAIN = { writable: true, enumerable: true, configurable: true } as const;
