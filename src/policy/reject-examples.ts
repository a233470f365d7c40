/**
 * Keeps prompt examples out of memory.
 *
 * @module
 */
import type { Issue, ParsedReply } from '../codec/codec.ts';
import { quote } from '../codec/quote.ts';

/** Minimum length of an example. Shorter ones are ordinary words that a document may contain. */
const SHORTEST = 12;

/**
 * Removes creates and updates whose text copies an example of the prompt, and reports each. Ignores case and
 * punctuation.
 */
export function rejectExamples<Reply extends Pick<ParsedReply, 'operations' | 'issues'>>(
  reply: Reply,
  examples: readonly string[] = [],
): Reply {
  const known = examples.map(normalise).filter((example) => example.length >= SHORTEST);
  if (known.length === 0) return reply;
  const copied: Issue[] = [];
  const operations = reply.operations.filter((operation) => {
    if (operation.op !== 'create' && operation.op !== 'update') return true;
    const text = normalise(String(operation.text));
    if (!known.some((example) => text === example || text.includes(` ${example} `))) return true;
    const message = `${operation.op} ${quote(operation.text)} copies an example of the prompt and is left out`;
    copied.push({ kind: 'copied-example', message, span: { start: 0, end: 0 } });
    return false;
  });
  return copied.length === 0 ? reply : { ...reply, operations, issues: [...copied, ...reply.issues] };
}

function normalise(text: string): string {
  return ` ${
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  } `;
}
