/** What a judge says of an answer. */
export type Verdict = 'correct' | 'incorrect' | 'not-attempted';

const VERDICTS: readonly Verdict[] = ['correct', 'incorrect', 'not-attempted'];

/** Keys under which judges put their verdict. */
const KEYS = ['verdict', 'judgement', 'judgment', 'grade'];

/** A key and a verdict, but not the template that lists them all (`verdict: correct|incorrect`). */
const VERDICT_LINE = new RegExp(
  `\\b(?:${KEYS.join('|')})\\W{1,8}(incorrect|not[ _-]attempted|correct)\\b(?!["'*]*\\s*(?:\\||/|,\\s*(?:in)?correct|or\\b))`,
  'gi',
);

/**
 * The verdict in a judge's reply: the reply as JSON, else JSON in its last fence, else its last line of the
 * kind `verdict: correct`, else a reply of nothing but the verdict. Thoughts before `</think>` do not count.
 * `undefined` where there is none. Total: takes any string.
 */
export function parseVerdict(reply: string): Verdict | undefined {
  const text = withoutThoughts(reply);
  return jsonVerdict(text) ?? jsonVerdict(lastFence(text)) ?? lastVerdictLine(text) ?? asVerdict(text);
}

/** What follows the last closed thought, up to one that is never closed. */
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

/** A lone word, whatever stands around it that is no letter. */
function asVerdict(text: string): Verdict | undefined {
  const word = text
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
  return VERDICTS.find((verdict) => verdict === word);
}
