/**
 * Asks a model once more after a reply that could not be read.
 *
 * @module
 */
import type { Issue } from '../codec/codec.ts';
import { asData } from '../prompt/as-data.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import { SECTION_NAMES } from '../prompt/shown-memory.ts';
import type { Observation } from '../task/observation.ts';
import type { Reply } from './policy.ts';

/** Issues of a reply in which the model meant something that could not be read. */
const UNREADABLE: ReadonlySet<Issue['kind']> = new Set([
  ...(['unclosed-tag', 'unopened-tag', 'unknown-tag', 'bad-slot', 'missing-slot', 'empty-text'] as const),
  ...(['malformed-call', 'unknown-call', 'malformed-json', 'copied-example', 'unclosed-thought'] as const),
]);

/**
 * Returns what was wrong with a reply that says nothing, in one line, or `undefined` if the reply can be used. Saying
 * nothing about a chunk is a decision, unless the reply holds something that could not be read.
 */
export function findFault(
  { operations, action, issues, failure, text = '' }: Reply,
  { stage }: Observation,
): string | undefined {
  if (failure !== undefined || operations.length > 0 || action.kind !== 'none') return undefined;
  const cut = issues.find(({ kind }) => kind === 'over-long');
  if (cut !== undefined) return stage === 'memorise' ? undefined : 'it was too long and was cut';
  const unreadable = issues.find(({ kind }) => UNREADABLE.has(kind));
  if (unreadable !== undefined) return unreadable.message;
  if (stage === 'memorise') return undefined;
  return text.trim() === '' ? 'it was empty' : 'it held no answer and no operation';
}

/** Adds one line to the prompt that says what was wrong with the last reply. */
export function askAgain(prompt: readonly PromptMessage[], fault: string): readonly PromptMessage[] {
  const line = asData(fault.replace(/\s+/g, ' ').slice(0, 300), SECTION_NAMES);
  const last = prompt.length - 1;
  return prompt.map((message, index) =>
    index === last
      ? {
          ...message,
          content: `${message.content}\n\nYour last reply could not be used: ${line}. Reply again, in the form described above and nothing else.`,
        }
      : message,
  );
}
