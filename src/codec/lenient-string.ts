/**
 * Texts of nearly valid JSON: any kind of quotes, raw line breaks, quotes and backslashes that should have been
 * escaped.
 *
 * @module
 */

/** A text as a model wrote it between quotes. */
export interface LenientString {
  readonly text: string;
  /** Position after the closing quote. */
  readonly end: number;
  readonly closed: boolean;
  /** For an unclosed text: the brackets at its end, which stood outside it. */
  readonly closers?: string;
  /** The first repair, in words. */
  readonly mended?: string;
}

interface StringPlace {
  readonly role: 'key' | 'value' | 'argument';
  /** Whether the text is an item of a list. */
  readonly list?: boolean;
}

const QUOTES: readonly (readonly [string, string])[] = [
  ['"""', '"""'],
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['‘', '’'],
  ['<escape>', '<escape>'],
  ['<|"|>', '<|"|>'],
];

/** The beginning of another call. Inside a text, its quotes would have been escaped. */
const CALL_START =
  /[ \t]*[,[]?[ \t]*\{[ \t]*["'](?:name|op|tool|tool_name|function|action|type|id)["'][ \t]*:/y;

/**
 * Reads the text at `start`; `undefined` if there is no quote. A quote inside the text does not end it unless
 * what follows can follow a text.
 */
export function readLenientString(
  text: string,
  start: number,
  end: number,
  place: StringPlace,
): LenientString | undefined {
  const quotes = QUOTES.find(([open]) => text.startsWith(open, start));
  if (quotes === undefined) return undefined;
  const [open, close] = quotes;
  const from = start + open.length;
  let mended: string | undefined = open === '"' ? undefined : 'another kind of quotes';
  for (let at = from; at < end; at++) {
    const character = text[at]!;
    if (character === '\\' && !(text[at + 1] === close && endsPath(text, from, at, end, place))) at++;
    else if (character === '\n') {
      if (isCallStart(text, at + 1)) return unclosed(text, from, at);
      mended ??= 'a raw line break in a text';
    } else if (character === '{' && open === '"' && isCallStart(text, at)) return unclosed(text, from, at);
    else if (text.startsWith(close, at) || (character === '\\' && text[at + 1] === close)) {
      const length = character === '\\' ? close.length + 1 : close.length;
      if ((close !== '"' && close !== "'") || canFollow(text, at + length, end, place)) {
        const raw = text.slice(from, character === '\\' ? at + 1 : at);
        const decoded = decode(raw);
        return { text: decoded.text, end: at + length, closed: true, mended: mended ?? decoded.mended };
      }
      mended ??= 'an unescaped quote in a text';
    }
  }
  return unclosed(text, from, end);
}

function unclosed(text: string, from: number, end: number): LenientString {
  const raw = text.slice(from, end);
  const brackets = /[\s}\],]*$/.exec(raw.slice(-60))![0];
  const said = raw.slice(0, raw.length - brackets.length);
  return {
    text: decode(said).text,
    end,
    closed: false,
    closers: brackets.replace(/[\s,]/g, ''),
    mended: 'a text without its closing quote',
  };
}

function isCallStart(text: string, at: number): boolean {
  CALL_START.lastIndex = at;
  return CALL_START.test(text);
}

const AFTER = /\s*(?:(,)\s*)?(\S)?/y;

const IN_KEY = '(?:[^"\\\\]|\\\\[\\s\\S])';

/** A key and what follows it. A key that is too long to check counts, because valid JSON may hold it. */
const KEY = new RegExp(
  `"${IN_KEY}{0,200}"\\s{0,200}[:=]|"${IN_KEY}{200}|(?:['“‘][^'’“”\\n]{0,60}['”’]|[\\w-]{1,60})\\s{0,9}[:=]`,
  'y',
);

/** Whether what follows a quote shows that the text has ended. */
function canFollow(text: string, at: number, end: number, { role, list = false }: StringPlace): boolean {
  AFTER.lastIndex = at;
  const found = AFTER.exec(text)!;
  const [gap, comma, next] = found;
  if (at + gap.length > end || next === undefined) return true;
  if (role === 'key') return comma === undefined && (next === ':' || next === '=');
  const key = isKey(text, at + gap.length - next.length);
  if (comma !== undefined) {
    if (list) return /["'“{[\d\-tfnTFN\]]/.test(next);
    return key || /[}{]/.test(next) || (role === 'argument' && /["'“\d\-[)]/.test(next));
  }
  if (/[}\]<`]/.test(next)) return true;
  if (role === 'argument') return next === ')';
  return list ? gap.includes('\n') && /["'“{]/.test(next) : key;
}

function isKey(text: string, at: number): boolean {
  KEY.lastIndex = at;
  return KEY.test(text);
}

/** Whether `\"` at a place is the end of a Windows path in the text and not an escaped quote. */
function endsPath(text: string, from: number, at: number, end: number, place: StringPlace): boolean {
  return /^[A-Za-z]:\\[^\\]/.test(text.slice(from, from + 4)) && canFollow(text, at + 2, end, place);
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
};

function decode(raw: string): { readonly text: string; readonly mended?: string } {
  if (!raw.includes('\\')) return { text: raw };
  const wrong = /\\(?!["\\/bfnrt]|u[\da-fA-F]{4})/.test(raw.replaceAll('\\\\', ''));
  // In a path with a wrong escape, `\n` and `\t` are folders too.
  const isPath = wrong && /(?:^|[\s"'(])[A-Za-z]:\\[^\\]/.test(raw);
  const text = raw.replace(/\\(u[\da-fA-F]{4}|[\s\S])/g, (found, escaped: string) => {
    if (isPath && !/["\\]/.test(escaped)) return found;
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    if (escaped === "'" || escaped === '\n') return escaped;
    return ESCAPES[escaped] ?? found;
  });
  return { text, mended: wrong ? 'a backslash that escapes nothing' : undefined };
}
