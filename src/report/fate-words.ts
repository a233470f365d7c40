/**
 * Titles and descriptions of question fates.
 *
 * @module
 */
import type { AnswerFate } from '../score/answer-fate.ts';

/** Title and meaning of each fate. */
export const FATE_WORDS: Readonly<Record<AnswerFate, readonly [title: string, meaning: string]>> = {
  answered: ['Answered', 'Exactly right.'],
  shown: ['Shown', 'Memory showed what the question needs, but the answer is wrong.'],
  stored: ['Stored', 'Memory held what the question needs but did not show it.'],
  lost: ['Lost', 'Memory once held what the question needs, and an Update or Delete removed it.'],
  passed: ['Passed by', 'The policy read the documents but never stored what the question needs.'],
  unread: ['Not read', 'The episode ended before its documents were shown.'],
};
