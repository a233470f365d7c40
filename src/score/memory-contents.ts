/**
 * Measures everything that a memory holds: forgotten values and entries that nobody said.
 *
 * @module
 */
import type { Expectation } from '../task/dialogue/conversation.ts';
import type { ReadTurn } from './measure-shown.ts';
import { holdsValue, intersectWords, listContentWords, type ShownText } from './shown-text.ts';

/**
 * Returns 1 if no text holds a forgotten value, otherwise 0. Pass every text that the memory can still give: entries,
 * search results, exports. Returns `undefined` if the expectation names no values.
 */
export function forgottenGone({ values }: Expectation, texts: readonly ShownText[]): number | undefined {
  if (values === undefined || values.length === 0) return undefined;
  return Number(!texts.some(({ text }) => values.some((value) => holdsValue(text, value))));
}

/**
 * Returns the share of texts that nobody said: texts that name no source, or share less than half of their content
 * words with their sources. Words that a rewrite adds ("The user", "lives") count against it, so a share of a few per
 * cent is usual for rewritten facts.
 */
export function neverSaid(texts: readonly ShownText[], readTurn: ReadTurn): number | undefined {
  if (texts.length === 0) return undefined;
  const unsaid = texts.filter(({ text, sources = [] }) => {
    const words = listContentWords(text);
    const said = listContentWords(sources.map((source) => readTurn(source) ?? '').join('\n'));
    return words.size > 0 && intersectWords(words, said).size < words.size / 2;
  });
  return unsaid.length / texts.length;
}
