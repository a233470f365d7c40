/**
 * Formats the progress of training.
 * @module
 */

import type { JsonObject } from '../shared/json.ts';
import type { Behaviour } from '../train/behaviour.ts';
import type { GrpoUpdate } from '../train/run-grpo.ts';
import type { SftProgress } from '../train/run-sft.ts';
import { clockTime } from './progress.ts';

/** Formats the progress of a training run as one line. */
export function trainingLine(progress: SftProgress | GrpoUpdate): string {
  const own = 'update' in progress ? grpoParts(progress) : sftParts(progress);
  const { tokensPerSecond, secondsLeft } = progress;
  return [...own, `${Math.round(tokensPerSecond)} tokens/s`, `${clockTime(secondsLeft)} left`].join(' · ');
}

/** Formats an evaluation on development tasks. Tasks without questions are scored by reward. */
export function evaluationLine(at: string, evaluation: JsonObject): string {
  const told = describeOperations(evaluation.behaviour as unknown as Behaviour);
  return `${at}: ${describeScore(evaluation)} on development tasks · ${told}`;
}

/** Formats the score before training and at the last evaluation. */
export function gainLine(before: JsonObject, after: JsonObject): string {
  return `before training: ${describeScore(before)}; after: ${describeScore(after)}`;
}

function describeScore({ reward, exactMatch, standardError }: JsonObject): string {
  if (typeof reward === 'number') return `reward ${reward.toFixed(3)} ± ${Number(standardError).toFixed(3)}`;
  return `EM ${Number(exactMatch).toFixed(1)} ± ${Number(standardError).toFixed(1)} %`;
}

function sftParts({ step, steps, loss, hintLoss }: SftProgress): readonly string[] {
  const hints = hintLoss === undefined ? [] : [`hints ${hintLoss.toFixed(3)}`];
  return [`step ${step}/${steps}`, `loss ${loss.toFixed(3)}`, ...hints];
}

function grpoParts(progress: GrpoUpdate): readonly string[] {
  const { update, updates, reward, exactMatch, behaviour, liveGroups, groups, staleness } = progress;
  return [
    `update ${update}/${updates}`,
    `reward ${reward.toFixed(3)}`,
    `EM ${(100 * exactMatch).toFixed(1)} %`,
    describeOperations(behaviour),
    `${liveGroups} of ${groups} groups with variance`,
    ...(staleness.most > 0 ? [`rollouts up to ${staleness.most} updates old`] : []),
  ];
}

function describeOperations({ create, read, update, delete: removed, note }: Behaviour): string {
  const counts = { create, read, update, delete: removed, note };
  const told = Object.entries(counts).map(([name, count]) => `${name} ${count.toFixed(2)}`);
  return `${told.join(' ')} a step`;
}
