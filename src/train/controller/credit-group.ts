/**
 * Shows rollouts of the controller to estimators of credit.
 *
 * @module
 */
import type { Option } from '../../learned/choice.ts';
import type { Held } from '../../learned/scene.ts';
import { average } from '../advantage.ts';
import type { CreditOperation, CreditRollout } from '../credit/credit-rollout.ts';
import { rateShown } from './controller-reward.ts';
import type { ControllerEpisode, MadeChoice } from './play-stream.ts';

/** Turns a rollout into what estimators of credit see. Values that few estimators need are computed on demand. */
export function toCreditRollout(episode: ControllerEpisode): CreditRollout {
  const { stream, choices, memories, reward, scores, branchedAt } = episode;
  const taken = choices.map(({ options, chosen }) => options[chosen]!);
  const writes = countLaterWrites(taken);
  return {
    reward,
    scores,
    branchedAt,
    operations: choices.map((choice, place) => toOperation(episode, choice, writes[place]!)),
    get states() {
      return memories.map((held) => average(stream.targets.map((target) => rateShown(target, held))));
    },
    rewardWithout: (place) => rateWithout(episode, taken[place]!),
  };
}

const WRITES: readonly Option['deed'][] = ['create', 'join', 'condense'];
const KEEPS: readonly Option['deed'][] = [...WRITES, 'show'];

const nameSubject = ({ profile }: Held): string => profile.sources[0] ?? profile.title;

function toOperation(
  { shown }: ControllerEpisode,
  { options, chosen, probabilities, step, question }: MadeChoice,
  distance: number,
): CreditOperation {
  const { deed, text } = options[chosen]!;
  const subject = nameSubject(text);
  const keeps = KEEPS.includes(deed);
  const questions = question === undefined ? shown.map((_, place) => place) : [question];
  return {
    step,
    subject,
    keeps,
    propensity: Math.max(1e-9, probabilities[chosen]!),
    shown: questions.flatMap((place) => {
      const isShown = keeps && shown[place]!.some(({ profile }) => profile.sources.includes(subject));
      return isShown ? [{ question: place, among: shown[place]!.length, distance }] : [];
    }),
  };
}

/** Counts, for every operation, the later ones that write the same text again. */
function countLaterWrites(taken: readonly Option[]): readonly number[] {
  const later = new Map<string, number>();
  return taken
    .map((option, place) => ({ option, place }))
    .reverse()
    .map(({ option, place }) => {
      const subject = nameSubject(option.text);
      const count = later.get(subject) ?? 0;
      if (WRITES.includes(option.deed)) later.set(subject, count + 1);
      return { place, count };
    })
    .sort((left, right) => left.place - right.place)
    .map(({ count }) => count);
}

/**
 * Returns the reward if one decision had been the opposite: a text that was given up is shown, or a kept text is missing.
 * A choice of a Read keeps the reward as it is, because it gives up nothing.
 */
function rateWithout({ stream, shown, reward }: ControllerEpisode, { deed, head, text }: Option): number {
  if (head === 'read') return reward;
  const subject = nameSubject(text);
  const keeps = KEEPS.includes(deed);
  return average(
    stream.targets.map((target, place) => {
      const others = shown[place]!.filter(({ profile }) => !profile.sources.includes(subject));
      return rateShown(target, keeps ? others : [...others, text]);
    }),
  );
}
