/**
 * Reads JSON replies of language models.
 *
 * @module
 */
import type { Issue } from '../codec/codec.ts';
import { type LenientJson, readLenientJson } from '../codec/lenient-json.ts';

/** Records what was wrong with a reply. */
export type Report = (kind: Issue['kind'], message: string) => void;

/** What `readLenientJson` says of JSON without its last brackets. */
const CUT_OFF = 'a missing closing bracket';

/** Most items taken from one list, and most characters of one text: a reply that runs wild stays small. */
const MOST_ITEMS = 200;
const MOST_CHARACTERS = 4000;

/** Reads the fields of a JSON object. Total: returns what is there, and reports what is missing or wrong. */
export interface JsonReader {
  /** A required text. Empty if it is missing. */
  text(key: string): string;
  optionalText(key: string): string | undefined;
  texts(key: string): readonly string[];
  objects(key: string): readonly JsonReader[];
  /** An optional object. */
  object(key: string): JsonReader | undefined;
  /** A whole number from `least` to `most`. Anything else is reported and gives `undefined`. */
  number(key: string, least: number, most: number): number | undefined;
  /** Whole numbers in that range, each once. */
  numbers(key: string, least: number, most: number): readonly number[];
  /** A number of any size. */
  optionalNumber(key: string): number | undefined;
  flag(key: string): boolean;
  has(key: string): boolean;
}

/**
 * Reads the JSON in a reply: bare, in a fence, in prose, cut off at its end or with small faults. If the reply
 * holds several objects, each field is read from the last one that has it.
 */
export function readJson(reply: string, report: Report): JsonReader {
  const found = findValues(reply);
  const objects = found
    .map(({ value }) => value)
    .filter((value) => typeof value === 'object' && value !== null);
  if (objects.length === 0) report('malformed-json', 'the reply holds no JSON');
  const last = found.at(-1);
  const isCut =
    last !== undefined && (last.cut || last.mended === CUT_OFF) && last.end >= reply.trimEnd().length;
  if (isCut) report('malformed-json', 'the JSON of the reply is cut off');
  const mended = found.find((value) => value.mended !== undefined && !(isCut && value === last))?.mended;
  if (mended !== undefined) report('mended', `the JSON of the reply was repaired: ${mended}`);
  return createReader(merge(objects as object[]), report);
}

/** The outermost objects of a text, or the list that the text begins with. */
function findValues(text: string): readonly LenientJson[] {
  const end = text.length;
  const list = /^\s*(?:```\w*\s*)?(?=\[)/.exec(text);
  if (list !== null) return [readLenientJson(text, { start: list[0].length, end })];
  const found: LenientJson[] = [];
  for (let at = text.indexOf('{'); at >= 0; ) {
    const read = readLenientJson(text, { start: at, end });
    // "{this}" in prose is not an object.
    if (!read.cut || read.end >= end) found.push(read);
    at = text.indexOf('{', Math.max(read.end, at + 1));
  }
  return found;
}

function merge(objects: readonly object[]): object {
  const last = objects.at(-1) ?? {};
  if (objects.length < 2 || objects.some((value) => Array.isArray(value))) return last;
  const merged: Record<string, unknown> = {};
  for (const [key, value] of objects.flatMap((each) => Object.entries(each)))
    Object.defineProperty(merged, key, { value, writable: true, enumerable: true, configurable: true });
  return merged;
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
