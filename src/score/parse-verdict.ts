/**
 * Reads the verdict in a judge's reply.
 *
 * @module
 */
/** A judge's verdict on an answer. */
export type Verdict = 'correct' | 'incorrect' | 'not-attempted';

const VERDICTS: readonly Verdict[] = ['correct', 'incorrect', 'not-attempted'];

/** Keys that judges use for their verdict. */
const KEYS = ['verdict', 'judgement', 'judgment', 'grade'];

/** A key and a verdict, but not a template that lists all verdicts (`verdict: correct|incorrect`). */
const VERDICT_LINE = new RegExp(
  `\\b(?:${KEYS.join('|')})\\W{1,8}(incorrect|not[ _-]attempted|correct)\\b(?!["'*]*\\s*(?:\\||/|,\\s*(?:in)?correct|or\\b))`,
  'gi',
);

/**
 * Returns the verdict in a judge's reply, or `undefined` if it has no verdict. Tries the reply as JSON, JSON in the
 * last code fence, the last line such as `verdict: correct`, and a reply that is only the verdict, in this order.
 * Ignores thoughts before `</think>`.
 */
export function parseVerdict(reply: string): Verdict | undefined {
  const text = withoutThoughts(reply);
  return jsonVerdict(text) ?? jsonVerdict(lastFence(text)) ?? lastVerdictLine(text) ?? asVerdict(text);
}

/** Returns the text after the last closed thought, up to an unclosed one. */
function withoutThoughts(reply: string): string {
  const said = reply.split('</think>').at(-1)!;
  return said.split('<think>')[0]!.trim();
}

function jsonVerdict(text: string | undefined): Verdict | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const record = value as Readonly<Record<string, unknown>>;
    return KEYS.map((key) => record[key])
      .map((verdict) => (typeof verdict === 'string' ? asVerdict(verdict) : undefined))
      .find((verdict) => verdict !== undefined);
  } catch {
    return undefined;
  }
}

function lastFence(text: string): string | undefined {
  return [...text.matchAll(/```[^\n`]*\n(.*?)```/gs)].at(-1)?.[1];
}

function lastVerdictLine(text: string): Verdict | undefined {
  const match = [...text.matchAll(VERDICT_LINE)].at(-1);
  return match && asVerdict(match[1]!);
}

/** Reads a single verdict, ignoring surrounding non-letters. */
function asVerdict(text: string): Verdict | undefined {
  const word = text
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
  return VERDICTS.find((verdict) => verdict === word);
}
