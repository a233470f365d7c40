/**
 * Scores of an episode's questions, and the steps that wrote the entries used for each.
 *
 * @module
 */
import { type EntryId, SCRATCHPAD } from '../memory/entry.ts';
import type { View } from '../memory/view.ts';
import { exactMatch } from '../score/exact-match.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';

/** The outcome of one question, or of an episode without questions. */
export interface Outcome {
  readonly score: number;
  /** For each entry in view, the 0-based step that wrote the text shown. */
  readonly writtenAt: readonly number[];
}

/**
 * Returns an outcome per question. For a task without questions, returns one outcome whose score is
 * `reward`. Entries that no step of the episode wrote are left out.
 */
export function readOutcomes(trajectory: Trajectory, reward: number): readonly Outcome[] {
  const { header, steps, end } = trajectory;
  const { questions } = header.task;
  const writtenAt = traceWriters(trajectory);
  if (questions.length === 0) {
    const acting = steps.filter(({ stage }) => stage !== 'memorise');
    return [{ score: reward, writtenAt: acting.flatMap(({ step }) => writtenAt[step]!) }];
  }
  return questions.map(({ answers }, question) => {
    const asked = steps.filter((step) => step.question === question);
    const answering = steps.find((step) => step.answers.some(({ index }) => index === question));
    const step = answering ?? asked.at(-1);
    return {
      score: exactMatch(end.answers[question] ?? '', answers),
      writtenAt: step === undefined ? [] : writtenAt[step.step]!,
    };
  });
}

/** Returns, for every step, the steps that wrote the entries in its view. */
function traceWriters({ steps }: Trajectory): readonly (readonly number[])[] {
  const writers = new Map<EntryId, number>();
  return steps.map(({ step, view, effects }) => {
    const written = idsInView(view).flatMap((id) => writers.get(id) ?? []);
    for (const effect of effects) {
      const { op } = effect.operation;
      if (effect.applied && effect.entry && (op === 'create' || op === 'update')) {
        writers.set(effect.entry.id, step);
      }
    }
    return written;
  });
}

function idsInView({ scratchpad, entries }: View): readonly EntryId[] {
  const ids = entries.map(({ id }) => id);
  return scratchpad === '' ? ids : [SCRATCHPAD, ...ids];
}
