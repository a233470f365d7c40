/**
 * The answering steps of a limited memory: rank all entries, read the best, answer.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import { distinctiveQuery } from './distinctive-query.ts';
import { profileEntry, profileQuestion } from './profile.ts';
import { rankMemory } from './recall.ts';
import { rank } from './relevance.ts';
import { readScratchpad } from './scratchpad.ts';
import { answerSpan } from './span.ts';
import type { RecallInput, RecallReply } from './types.ts';

/** Number of entries to read before answering, the view's default size. */
const readEntries = 6;

/** Runs one answering step: reads the best entries, or answers from what is shown. */
export function recallWithin(input: RecallInput & { readonly stored: readonly Entry[] }): RecallReply {
  const question = profileQuestion(input.question);
  const noted = readScratchpad(input.scratchpad, input.scratchpadMeta);
  if (input.readsLeft <= 0 || input.turn > 0) {
    return { operations: [], answer: answerSpan(question, rankMemory(question, noted, input.entries)) };
  }
  const owner = new Map(input.stored.flatMap((entry) => profileEntry(entry).map((one) => [one, entry])));
  const ranking = rank(question, [...owner.keys()]);
  const texts = [...new Set(ranking.map(({ profile }) => owner.get(profile)!))].map(({ text }) => text);
  const query = distinctiveQuery(texts.slice(0, readEntries), texts.slice(readEntries));
  return { operations: [{ op: 'read', query: query === '' ? input.question : query }] };
}
