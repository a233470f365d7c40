import type { AnswerFate } from '../score/answer-fate.ts';

/** What each fate of a question is called, and what it means. */
export const FATE_WORDS: Readonly<Record<AnswerFate, readonly [title: string, meaning: string]>> = {
  answered: ['Answered', 'Exactly right.'],
  shown: ['Shown', 'What it needs stood in the view, and the answer was another.'],
  stored: ['Stored', 'What it needs was in memory, and the view did not show it.'],
  lost: ['Lost', 'What it needs had been in memory, and an Update or Delete took it out.'],
  passed: ['Passed by', 'Its documents were read, and what it needs was never written down.'],
  unread: ['Not read', 'The episode ended before its documents were shown.'],
};
