/**
 * Removes keys and control characters from server text before it is shown or stored.
 *
 * @module
 */

const REDACTED = '[key]';
/** Minimum length of a key. Shorter ones are placeholders; replacing them would garble ordinary text. */
const SHORTEST_SECRET = 8;
/** Maximum length of a quotation, in characters. */
const LONGEST_QUOTE = 300;

/** Replaces a known secret by `[key]`, and nothing else. */
export function strikeSecret(text: string, secret: string | undefined): string {
  return secret === undefined || secret.length < SHORTEST_SECRET ? text : text.replaceAll(secret, REDACTED);
}

/** Replaces the given secrets, and anything that looks like a credential, by `[key]`. */
export function redact(text: string, secrets: readonly (string | undefined)[] = []): string {
  return secrets
    .reduce<string>(strikeSecret, text)
    .replace(/\bBearer\s+[\w.~+/=-]{12,}/gi, `Bearer ${REDACTED}`)
    .replace(/(\/\/)[^\s/@]{1,2000}@/g, `$1${REDACTED}@`)
    .replace(/\b(?:sk|pk|hf|gsk|xai)[-_][A-Za-z0-9_-]{8,}/g, REDACTED);
}

/**
 * Quotes server text: redacted, on one line, without control characters, at most `longest` characters. Longer text
 * loses its middle, because traces end with the error.
 */
export function quoteText(
  text: string,
  options: { readonly secrets?: readonly (string | undefined)[]; readonly longest?: number } = {},
): string {
  const { secrets, longest = LONGEST_QUOTE } = options;
  const line = redact(stripControls(text), secrets).replace(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  const head = Math.floor(longest / 3);
  return `${line.slice(0, head)} … ${line.slice(head - longest)}`;
}

/** CSI sequences, OSC strings and two-character escapes (ECMA-48). */
const ESCAPE_SEQUENCE: RegExp = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
    String.raw`(?:\u001b\]|\u009d)[^\u0007\u001b]*(?:\u0007|\u001b\\)?`,
    String.raw`\u001b[ -/]*[0-~]`,
  ].join('|'),
  'g',
);

/** Removes terminal escapes, other control characters and bidirectional overrides; keeps white space. */
export function stripControls(text: string): string {
  return text
    .replace(ESCAPE_SEQUENCE, '')
    .replace(/[^\P{Cc}\s]/gu, '')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}
