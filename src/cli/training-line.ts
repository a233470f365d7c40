import type { JsonObject } from '../shared/json.ts';
import type { Behaviour } from '../train/behaviour.ts';
import type { GrpoUpdate } from '../train/run-grpo.ts';
import type { SftProgress } from '../train/run-sft.ts';
import { clockTime } from './progress.ts';

/** How far a training run is, in one line. */
export function trainingLine(progress: SftProgress | GrpoUpdate): string {
  const own = 'update' in progress ? grpoParts(progress) : sftParts(progress);
  const { tokensPerSecond, secondsLeft } = progress;
  return [...own, `${Math.round(tokensPerSecond)} tokens/s`, `${clockTime(secondsLeft)} left`].join(' · ');
}

/** What an evaluation on development tasks found. */
export function evaluationLine(at: string, { exactMatch, standardError, behaviour }: JsonObject): string {
  const score = `EM ${Number(exactMatch).toFixed(1)} ± ${Number(standardError).toFixed(1)} %`;
  return `${at}: ${score} on development tasks · ${operations(behaviour as unknown as Behaviour)}`;
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
    operations(behaviour),
    `${liveGroups} of ${groups} groups teach`,
    ...(staleness.most > 0 ? [`rollouts up to ${staleness.most} old`] : []),
  ];
}

function operations({ create, read, update, delete: removed, note }: Behaviour): string {
  const counts = { create, read, update, delete: removed, note };
  const told = Object.entries(counts).map(([name, count]) => `${name} ${count.toFixed(2)}`);
  return `${told.join(' ')} a step`;
}
