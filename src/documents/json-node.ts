/**
 * Parses JSON and keeps the line of every value.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { createPartCounter } from './part-limit.ts';

/** A JSON value with the 1-based line on which it starts. */
export type JsonNode = { readonly line: number } & (
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'record'; readonly fields: readonly (readonly [key: string, value: JsonNode])[] }
);

const DEEPEST = 200;
const MOST_VALUES = 2_000_000;

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\n]|\\.)*"/y;
const LITERAL = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;

/**
 * Parses one JSON text.
 *
 * @param line source line of its first character
 * @throws AtomMemError `malformed-json` with the line, `too-deep` beyond 200 levels, `too-large`
 */
export function parseJson(source: string, path: string, line = 1): JsonNode {
  let at = 0;
  let row = line;
  const countParts = createPartCounter(path, { limit: MOST_VALUES, things: 'values' });

  function fail(problem: string): AtomMemError {
    return new AtomMemError('malformed-json', {
      problem: `${path}:${row}: invalid JSON, ${problem}`,
      remedy: 'Correct the file, or name it .txt to read it as text',
      details: { path, line: row },
    });
  }

  function skipSpace(): void {
    SPACE.lastIndex = at;
    const space = SPACE.exec(source)![0];
    for (let next = space.indexOf('\n'); next !== -1; next = space.indexOf('\n', next + 1)) row += 1;
    at += space.length;
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  function readString(): string {
    const found = match(STRING);
    if (found === undefined)
      throw fail(at >= source.length ? 'the file ends early' : 'a string is not closed');
    try {
      return JSON.parse(found.replace(/\t/g, '\\t')) as string;
    } catch {
      throw fail('a string has a wrong escape');
    }
  }

  function readValue(depth: number): JsonNode {
    skipSpace();
    countParts(1);
    const start = row;
    if (depth > DEEPEST) {
      throw new AtomMemError('too-deep', {
        problem: `${path}:${row}: JSON is nested deeper than ${DEEPEST} levels`,
        remedy: 'Flatten the file, or name it .txt to read it as text',
        details: { path, line: row },
      });
    }
    const next = source[at];
    if (next === '"') return { kind: 'scalar', text: readString(), line: start };
    if (next === '[') return { kind: 'list', items: readItems(depth), line: start };
    if (next === '{') return { kind: 'record', fields: readFields(depth), line: start };
    const literal = match(LITERAL);
    if (literal === undefined)
      throw fail(next === undefined ? 'the file ends early' : `"${next}" is unexpected`);
    return { kind: 'scalar', text: literal === 'null' ? '' : literal, line: start };
  }

  function readItems(depth: number): readonly JsonNode[] {
    const items: JsonNode[] = [];
    at += 1;
    skipSpace();
    while (source[at] !== ']') {
      items.push(readValue(depth + 1));
      if (!more(']')) break;
    }
    at += 1;
    return items;
  }

  function readFields(depth: number): readonly (readonly [string, JsonNode])[] {
    const fields: [string, JsonNode][] = [];
    at += 1;
    skipSpace();
    while (source[at] !== '}') {
      skipSpace();
      const key = readString();
      skipSpace();
      if (source[at] !== ':') throw fail('a colon is missing');
      at += 1;
      fields.push([key, readValue(depth + 1)]);
      if (!more('}')) break;
    }
    at += 1;
    return fields;
  }

  /** Whether a comma follows, and not the end of the list or record. */
  function more(close: string): boolean {
    skipSpace();
    if (source[at] === close) return false;
    if (source[at] !== ',') throw fail(at >= source.length ? 'the file ends early' : 'a comma is missing');
    at += 1;
    skipSpace();
    return true;
  }

  const node = readValue(0);
  skipSpace();
  if (at < source.length) throw fail('text follows the value');
  return node;
}
