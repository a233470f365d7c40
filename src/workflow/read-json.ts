import type { Issue } from '../codec/codec.ts';
import { findJsonObjects } from '../codec/json-objects.ts';
import { closeJson } from './close-json.ts';

/** Takes note of what was wrong with a reply. */
export type Report = (kind: Issue['kind'], message: string) => void;

/** Most items taken from one list, and most characters of one text: a reply that runs wild stays small. */
const MOST_ITEMS = 200;
const MOST_CHARACTERS = 4000;

/** A JSON object as a model wrote it. Total: gives what is there as asked for, and reports what is not. */
export interface JsonReader {
  /** A text that must be there; empty where it is not. */
  text(key: string): string;
  optionalText(key: string): string | undefined;
  texts(key: string): readonly string[];
  objects(key: string): readonly JsonReader[];
  /** An object that may be there. */
  object(key: string): JsonReader | undefined;
  /** A whole number from `least` to `most`; `undefined`, and reported, where it is another or none. */
  number(key: string, least: number, most: number): number | undefined;
  /** Whole numbers in that range, each once. */
  numbers(key: string, least: number, most: number): readonly number[];
  /** A number of any size. */
  optionalNumber(key: string): number | undefined;
  flag(key: string): boolean;
  has(key: string): boolean;
}

/** Reads the JSON object in a reply: bare, fenced, amid prose, or cut off at its end. */
export function readJson(reply: string, report: Report): JsonReader {
  const whole = parse(reply);
  if (whole !== undefined) return createReader(whole, report);
  const spans = findJsonObjects(reply, { start: 0, end: reply.length });
  const closed = spans.filter((span) => span.closed).map(({ start, end }) => parse(reply.slice(start, end)));
  const last = closed.filter((value) => value !== undefined).at(-1);
  if (last !== undefined) return createReader(last, report);
  const start = spans.at(-1)?.start ?? reply.indexOf('{');
  const mended = start < 0 ? undefined : parse(closeJson(reply.slice(start)));
  report(
    'malformed-json',
    mended === undefined ? 'the reply holds no JSON' : 'the JSON of the reply is cut off',
  );
  return createReader(mended ?? {}, report);
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function createReader(value: object, report: Report): JsonReader {
  const at = (key: string): unknown =>
    Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

  function cut(text: string, key: string): string {
    if (text.length <= MOST_CHARACTERS) return text.trim();
    report('over-long', `"${key}" has ${text.length} characters: cut to ${MOST_CHARACTERS}`);
    return text.slice(0, MOST_CHARACTERS).trim();
  }

  function listAt(key: string): readonly unknown[] {
    const found = Array.isArray(value) ? value : at(key);
    if (found === undefined || !Array.isArray(found)) {
      report('malformed-json', `"${key}" is ${found === undefined ? 'missing' : 'no list'}`);
      return [];
    }
    if (found.length > MOST_ITEMS)
      report('over-long', `"${key}" has ${found.length} items: cut to ${MOST_ITEMS}`);
    return found.slice(0, MOST_ITEMS);
  }

  function wholeNumber(found: unknown, key: string, least: number, most: number): number | undefined {
    const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
    if (Number.isInteger(number) && (number as number) >= least && (number as number) <= most)
      return number as number;
    report('unknown-number', `"${key}" is ${show(found)}: a number from ${least} to ${most} was asked for`);
    return undefined;
  }

  function optionalText(key: string): string | undefined {
    const found = at(key);
    if (typeof found === 'number') return String(found);
    const text = typeof found === 'string' ? cut(found, key) : '';
    return text === '' ? undefined : text;
  }

  return {
    optionalText,
    text(key) {
      const text = optionalText(key);
      if (text === undefined) report('malformed-json', `"${key}" is missing or empty`);
      return text ?? '';
    },
    texts(key) {
      const items = listAt(key);
      const texts = items.filter((item) => typeof item === 'string' && item.trim() !== '') as string[];
      if (texts.length < items.length)
        report('malformed-json', `${items.length - texts.length} items of "${key}" are no text`);
      return texts.map((text) => cut(text, key));
    },
    objects(key) {
      const items = listAt(key);
      const objects = items.filter((item) => typeof item === 'object' && item !== null) as object[];
      if (objects.length < items.length)
        report('malformed-json', `${items.length - objects.length} items of "${key}" are no objects`);
      return objects.map((item) => createReader(item, report));
    },
    object(key) {
      const found = at(key);
      return typeof found === 'object' && found !== null ? createReader(found, report) : undefined;
    },
    number: (key, least, most) => wholeNumber(at(key), key, least, most),
    numbers(key, least, most) {
      const found = listAt(key).map((item) => wholeNumber(item, key, least, most));
      return [...new Set(found.filter((number) => number !== undefined))];
    },
    optionalNumber(key) {
      const found = at(key);
      return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
    },
    flag: (key) => at(key) === true || at(key) === 'true',
    has: (key) => at(key) !== undefined,
  };
}

/** Lists and objects are not shown: a hostile one can be nested too deeply to print. */
function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
