/**
 * Reads the message of a model server's error body in any known shape.
 *
 * @module
 */
import { quoteText } from '../shared/redact.ts';

/** The server's message and error code. */
export interface ServerWords {
  /** One line of at most 300 characters, with keys replaced by `[key]`. Empty for an empty body. */
  readonly text: string;
  /** Whether the body reports an error, even with status 200. */
  readonly isError: boolean;
  /** The HTTP status for the code or type in the body. */
  readonly status?: number;
  /** Whether the account's quota is exhausted, so that a retry cannot help. */
  readonly exhausted: boolean;
}

/** Fields that contain the message, best first. */
const WORDS = [
  'message',
  'msg',
  'error_message',
  'error_description',
  'errorMessage',
  'detail',
  'details',
  'description',
  'error',
  'errors',
  'title',
  'reason',
  'fault',
  'faultstring',
  'Message',
];

const CODES = [
  'code',
  'status',
  'status_code',
  'statusCode',
  'http_status',
  'type',
  'error_type',
  'errorCode',
];

/** HTTP statuses for servers' failure names. The first match wins. */
const NAMED: readonly (readonly [RegExp, number])[] = [
  [/rate.?limit|too.?many|resource.?exhausted|throttl|quota/i, 429],
  [/overload|unavailable|capacity|\bbusy\b|loading/i, 503],
  [/time.?out|deadline/i, 504],
  [/internal|server.?error|api.?error/i, 500],
  [/auth|permission|forbidden|api.?key/i, 401],
  [/not.?found/i, 404],
  [/too.?large|context.?length/i, 413],
  [/invalid|bad.?request|unprocessable/i, 400],
];

/** Maximum nesting depth. */
const DEEPEST = 5;

/** Matches a labelled key in any form that a server repeats. */
const LABELLED_KEY =
  /((?:api[ _-]?key|token|authorization|secret|password)(?: provided)?["']?\s*[:=]\s*["']?)[^\s"',;}]{6,}/gi;

/** Reads a response body. Never throws. */
export function readServerWords(body: string): ServerWords {
  const value = parseJson(body);
  const words = value === undefined ? readPlainText(body) : (findWords(value, 0) ?? body);
  const codes = value === undefined ? [] : findCodes(value, 0);
  const status = codes.map(toStatus).find((found) => found !== undefined);
  return {
    text: quoteText(words.replace(LABELLED_KEY, '$1[key]')),
    isError: reportsError(value),
    status,
    exhausted: codes.some((code) => /insufficient.?quota|billing|payment/i.test(String(code))),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Proxies return HTML pages. The text between the tags describes the error. */
function readPlainText(body: string): string {
  const start = body.slice(0, 20_000);
  if (!/^\s*</.test(start)) return start;
  return start.replace(/<(script|style)\b[^<]*(?:<(?!\/\1)[^<]*)*<\/\1>/gi, ' ').replace(/<[^<>]*>/g, ' ');
}

function findWords(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : readNested(value, depth);
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const parts = value.slice(0, 5).flatMap((item) => findWords(item, depth + 1) ?? []);
    return parts.length === 0 ? undefined : parts.join('; ');
  }
  const fields = value as Record<string, unknown>;
  for (const name of WORDS) {
    const words = findWords(fields[name], depth + 1);
    if (words === undefined) continue;
    const place = Array.isArray(fields.loc) ? `${fields.loc.join('.')}: ` : '';
    return place + words;
  }
  return undefined;
}

/** Gateways embed the upstream server's JSON in a string field. */
function readNested(text: string, depth: number): string {
  const nested = /^\s*[{[]/.test(text) && depth < DEEPEST ? parseJson(text) : undefined;
  return nested === undefined ? text : (findWords(nested, depth + 1) ?? text);
}

function findCodes(value: unknown, depth: number): readonly (string | number)[] {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.slice(0, 5).flatMap((item) => findCodes(item, depth + 1));
  const fields = value as Record<string, unknown>;
  const own = CODES.flatMap((name) => {
    const code = fields[name];
    return typeof code === 'number' || typeof code === 'string' ? [code] : [];
  });
  return [...findCodes(fields.error, depth + 1), ...own];
}

function toStatus(code: string | number): number | undefined {
  const number = Number(code);
  if (Number.isInteger(number) && number >= 400 && number < 600) return number;
  return NAMED.find(([name]) => name.test(String(code)))?.[1];
}

function reportsError(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(reportsError);
  if (typeof value !== 'object' || value === null) return false;
  const { error, errors, object, detail, type, success } = value as Record<string, unknown>;
  if (object === 'error' || type === 'error' || success === false) return true;
  return Boolean(error) || (Array.isArray(errors) && errors.length > 0) || Boolean(detail);
}
