/**
 * Finds the sentence in memory that holds an accepted answer, for the demo.
 *
 * @module
 */

import { viewAtAnswer } from '../eval/episode-score.ts';
import { readSources } from '../memory/entry.ts';
import { normaliseAnswer } from '../score/normalise.ts';
import { escapePattern } from '../shared/escape-pattern.ts';
import type { TaskQuestion } from '../task/task.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';

/** A sentence in memory with an accepted answer. */
export interface HeldAnswer {
  readonly text: string;
  readonly title: string;
  /** Start and end of the answer in `text`. */
  readonly span: readonly [number, number];
}

/**
 * Finds the sentence in memory that contains an accepted answer and shares the most words with the question. Searches
 * entries from the evidence documents first, then other entries, then the scratchpad.
 */
export function findHeldAnswer(
  trajectory: Trajectory,
  index: number,
  question: TaskQuestion,
): HeldAnswer | undefined {
  const view = viewAtAnswer(trajectory, index);
  const gold = question.answers.filter((answer) => !/^(?:yes|no)$/i.test(normaliseAnswer(answer)));
  const asked = new Set(normaliseAnswer(question.text).split(' '));
  const support = new Set(question.support);
  const held = (view?.entries ?? []).flatMap((entry) => {
    const supported = readSources(entry).some((source) => support.has(source));
    return findSentences(entry.text, gold).map((found) => {
      const shared = normaliseAnswer(`${found.title} ${found.text}`)
        .split(' ')
        .filter((word) => asked.has(word));
      return { ...found, rank: (supported ? 1000 : 0) + new Set(shared).size };
    });
  });
  const lines = view === undefined ? [] : view.scratchpad.split('\n');
  const noted = lines.flatMap((line) => findSentences(line.replace(': ', '\n'), gold));
  return held.toSorted((left, right) => right.rank - left.rank)[0] ?? noted[0];
}

/** Returns the sentences of an entry, without its title, that contain one of the answers. */
function findSentences(text: string, answers: readonly string[]): readonly HeldAnswer[] {
  const title = text.split('\n')[0] ?? '';
  return text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u).flatMap((sentence) =>
    answers.flatMap((answer): readonly HeldAnswer[] => {
      const at = findWords(sentence, answer);
      if (at < 0 || sentence === title) return [];
      return [{ text: sentence.replace(/\s/g, ' '), title, span: [at, at + answer.length] }];
    }),
  );
}

/** Returns the offset of an answer as whole words, or -1. */
function findWords(sentence: string, answer: string): number {
  const escaped = escapePattern(answer);
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').exec(sentence)?.index ?? -1;
}
