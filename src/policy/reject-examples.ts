/**
 * Keeps examples and instructions of the prompt out of memory.
 *
 * @module
 */
import type { Issue, ParsedReply } from '../codec/codec.ts';
import { quote } from '../codec/quote.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';

/** Minimum length of an example. Shorter ones are ordinary words that a document may contain. */
const SHORTEST = 12;
/** Minimum length of copied instructions, in words. Fewer words may be a fact by chance. */
const FEWEST_WORDS = 4;
/** Words in capitals: invented names and placeholders of the examples. */
const CAPITALS = /\p{Lu}{4,}/gu;

/**
 * Removes creates and updates that copy an example or instructions of the prompt, and reports each. A text copies an
 * example if it contains the whole example, case and punctuation aside, or a word in capitals of it ("Ada in GLIMBURG
 * is 90 FUNS tall"). It copies instructions if they contain all its sentences. What a message of the user contains is
 * not a copy, because a document may say the same.
 *
 * @param told instructions outside the prompt, such as descriptions of tools. System messages count without being named
 */
export function rejectExamples<Reply extends Pick<ParsedReply, 'operations' | 'issues'>>(
  reply: Reply,
  examples: readonly string[] = [],
  prompt: readonly PromptMessage[] = [],
  told: readonly string[] = [],
): Reply {
  const shown = prompt.flatMap(({ role, content }) => (role === 'system' ? [] : [content])).join('\n');
  const copiesExample = createExampleCheck(examples, shown);
  const system = prompt.flatMap(({ role, content }) => (role === 'system' ? [content] : []));
  const copiesInstructions = createInstructionCheck([...system, ...told], shown);
  const copied: Issue[] = [];
  const operations = reply.operations.filter((operation) => {
    if (operation.op !== 'create' && operation.op !== 'update') return true;
    const text = String(operation.text);
    const source = copiesExample(text)
      ? 'an example'
      : copiesInstructions(text)
        ? 'the instructions'
        : undefined;
    if (source === undefined) return true;
    const message = `${operation.op} ${quote(text)} copies ${source} of the prompt and is left out`;
    copied.push({ kind: 'copied-example', message, span: { start: 0, end: 0 } });
    return false;
  });
  return copied.length === 0 ? reply : { ...reply, operations, issues: [...copied, ...reply.issues] };
}

function createExampleCheck(examples: readonly string[], shown: string): (text: string) => boolean {
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

function createInstructionCheck(instructions: readonly string[], shown: string): (text: string) => boolean {
  const told = instructions.map(normalise);
  const known = normalise(shown);
  return (text) => {
    const sentences = text
      .split(/[.!?\n]+/)
      .map(normalise)
      .filter((sentence) => sentence.trim() !== '');
    const words = sentences.join('').trim().split(/ +/).length;
    if (words < FEWEST_WORDS) return false;
    return sentences.every(
      (sentence) => !known.includes(sentence) && told.some((instruction) => instruction.includes(sentence)),
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
