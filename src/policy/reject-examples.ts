/**
 * Keeps prompt examples out of memory.
 *
 * @module
 */
import type { Issue, ParsedReply } from '../codec/codec.ts';
import { quote } from '../codec/quote.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';

/** Minimum length of an example. Shorter ones are ordinary words that a document may contain. */
const SHORTEST = 12;
/** Words in capitals: invented names and placeholders of the examples. */
const CAPITALS = /\p{Lu}{4,}/gu;

/**
 * Removes creates and updates that copy an example of the prompt, and reports each. A text copies an example if it
 * contains the whole example, case and punctuation aside, or a word in capitals of it ("Ada in GLIMBURG is 90 FUNS
 * tall"). What a message of the user contains is not a copy, because a document may say the same.
 */
export function rejectExamples<Reply extends Pick<ParsedReply, 'operations' | 'issues'>>(
  reply: Reply,
  examples: readonly string[] = [],
  prompt: readonly PromptMessage[] = [],
): Reply {
  const isCopy = createCheck(examples, prompt);
  const copied: Issue[] = [];
  const operations = reply.operations.filter((operation) => {
    if (operation.op !== 'create' && operation.op !== 'update') return true;
    const text = String(operation.text);
    if (!isCopy(text)) return true;
    const message = `${operation.op} ${quote(text)} copies an example of the prompt and is left out`;
    copied.push({ kind: 'copied-example', message, span: { start: 0, end: 0 } });
    return false;
  });
  return copied.length === 0 ? reply : { ...reply, operations, issues: [...copied, ...reply.issues] };
}

function createCheck(
  examples: readonly string[],
  prompt: readonly PromptMessage[],
): (text: string) => boolean {
  const shown = prompt.flatMap(({ role, content }) => (role === 'system' ? [] : [content])).join('\n');
  const known = normalise(shown);
  const whole = examples
    .map(normalise)
    .filter((example) => example.length >= SHORTEST && !known.includes(example));
  const seen = new Set(listCapitals(shown));
  const own = new Set(examples.flatMap(listCapitals).filter((word) => !seen.has(word)));
  return (text) => {
    const words = normalise(text);
    return (
      whole.some((example) => words.includes(example)) || listCapitals(text).some((word) => own.has(word))
    );
  };
}

function listCapitals(text: string): readonly string[] {
  return text.match(CAPITALS) ?? [];
}

function normalise(text: string): string {
  return ` ${
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  } `;
}
