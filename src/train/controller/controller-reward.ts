/**
 * The reward of the controller: what the shown entries hold when a question is asked.
 *
 * @module
 */
import type { Held } from '../../learned/scene.ts';
import type { QuestionTarget } from './training-stream.ts';

/** Weight of the answer being shown, of the share of evidence, and of complete evidence. */
const ANSWER = 0.5;
const RECALL = 0.3;
const WHOLE = 0.2;

/** Weight of a condensed source that does not hold the answer: its stub alone is poor evidence. */
const STUB = 0.5;

/**
 * Rates what is shown for a question, 0 to 1. Half is for an accepted answer in a text, the rest for evidence. Without a
 * decidable answer, only evidence counts. Without named evidence, only the answer counts.
 */
export function rateShown(target: QuestionTarget, shown: readonly Held[]): number {
  const answered = shown.some(({ profile }) => target.holdsAnswer(profile));
  if (target.evidence.size === 0) return Number(target.decidable && answered);
  const found = new Map<string, number>();
  for (const { profile, condensed } of shown)
    for (const source of profile.sources) {
      if (!target.evidence.has(source)) continue;
      const worth = condensed && !target.holdsAnswer(profile) ? STUB : 1;
      found.set(source, Math.max(worth, found.get(source) ?? 0));
    }
  const recall = [...found.values()].reduce((sum, worth) => sum + worth, 0) / target.evidence.size;
  const whole = recall === 1 ? 1 : 0;
  if (!target.decidable) return (RECALL * recall + WHOLE * whole) / (RECALL + WHOLE);
  return ANSWER * Number(answered) + RECALL * recall + WHOLE * whole;
}
