/**
 * Reads replies that hold nothing but calls, written as JSON inside a JSON string or as YAML.
 *
 * @module
 */
import type { Span } from './codec.ts';
import { type FoundCalls, findCalls } from './find-calls.ts';
import { toCalls } from './to-calls.ts';
import type { ToolNames } from './tool-names.ts';
import { readYaml } from './yaml-lines.ts';

const FENCE = /^```\w*\s*\n([\s\S]*?)\n?```$/;

/**
 * Reads a reply that holds no call in its pieces. Only a reply without any other text counts: a document that is
 * quoted in a sentence must not act.
 *
 * @returns `undefined` if the reply is something else.
 */
export function readWholeReply(
  text: string,
  spans: readonly Span[],
  pieces: readonly FoundCalls[],
  names: ToolNames,
): readonly FoundCalls[] | undefined {
  if (pieces.some(({ calls }) => calls.length > 0)) return undefined;
  const filled = spans.filter(({ start, end }) => text.slice(start, end).trim() !== '');
  const [span] = filled;
  if (span === undefined || filled.length > 1) return undefined;
  const trimmed = text.slice(span.start, span.end).trim();
  const body = FENCE.exec(trimmed)?.[1]?.trim() ?? trimmed;
  const inner = unwrapString(body);
  if (inner !== undefined) {
    const { calls } = findCalls(inner, { start: 0, end: inner.length }, names);
    return mend(
      calls.map(({ call }) => call),
      'JSON inside a JSON string',
      span,
    );
  }
  return mend(toCalls(readYaml(body), names) ?? [], 'YAML instead of JSON', span);
}

function mend(
  calls: readonly FoundCalls['calls'][number]['call'][],
  what: string,
  span: Span,
): readonly FoundCalls[] | undefined {
  if (calls.length === 0) return undefined;
  return [
    {
      calls: calls.map((call) => ({ call, span })),
      issues: [{ kind: 'mended', message: `the reply was repaired: ${what}`, span }],
    },
  ];
}

function unwrapString(text: string): string | undefined {
  if (!text.startsWith('"') || !text.endsWith('"')) return undefined;
  try {
    const inner: unknown = JSON.parse(text);
    return typeof inner === 'string' && /^\s*[{[]/.test(inner) ? inner : undefined;
  } catch {
    return undefined;
  }
}
