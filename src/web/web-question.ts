/**
 * A question of a web benchmark.
 *
 * @module
 */
import type { TaskQuestion } from '../task/task.ts';

/** A question to answer from the web. */
export interface WebQuestion {
  readonly id: string;
  /** `gaia`, `webwalkerqa` or `asearcher`. */
  readonly dataset: string;
  readonly question: string;
  /** Accepted answers, the official one first. Empty for questions whose answers are not public. */
  readonly answers: readonly string[];
  /** Kind for results by kind: `level 1`, `single_source easy` … */
  readonly type?: string;
  readonly language?: string;
  /** Address at which the agent may start. */
  readonly startUrl?: string;
  /** Name of an attached file. Such questions cannot be answered from the web alone. */
  readonly attachment?: string;
}

/** Turns a question into the question of a task. */
export function toWebTaskQuestion({ id, question, answers, type }: WebQuestion): TaskQuestion {
  return { id, text: question, answers, support: [], type };
}
