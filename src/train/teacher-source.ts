/**
 * Turns fresh episodes of a teacher into examples.
 *
 * @module
 */
import { runEpisode } from '../agent/run-episode.ts';
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Policy } from '../policy/policy.ts';
import { createTokenTeacher } from '../policy/token-teacher.ts';
import { AtomMemError } from '../shared/error.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import { createRandom } from '../shared/random.ts';
import { computeReward, type RewardFunction } from './reward.ts';
import type { TaskSource } from './rollout-group.ts';
import { STEPS_PER_DRAW, type SupervisedExample, type SupervisedSource } from './supervised-source.ts';

/** A policy to imitate, or a function that creates one per episode from a seed, for random teachers. */
export type Teacher = Policy | ((seed: number) => Policy);

export interface TeacherSourceOptions {
  readonly teacher: Teacher;
  readonly tasks: TaskSource;
  readonly codec: TokenCodec;
  readonly seed: number;
  /** Minimum reward of episodes to imitate. Default: no minimum. */
  readonly atLeast?: number;
  /** Default: the task's own reward, or the score of its answers if the task has none. */
  readonly reward?: RewardFunction;
}

/** Maximum number of episodes played for one draw. */
const EPISODES_PER_DRAW = 4096;

/** Plays the teacher until there are enough examples, and shuffles them. */
export function createTeacherSource(options: TeacherSourceOptions): SupervisedSource {
  const { seed, atLeast = Number.NEGATIVE_INFINITY } = options;
  return {
    async examplesFor(firstStep, count) {
      const examples: SupervisedExample[] = [];
      const first = (firstStep / STEPS_PER_DRAW) * EPISODES_PER_DRAW;
      for (let episode = 0; examples.length < count; episode++) {
        if (episode === EPISODES_PER_DRAW) throw createTooFewError(atLeast);
        examples.push(...(await play(first + episode, options)));
      }
      return createRandom(mixSeed(seed, firstStep)).shuffle(examples).slice(0, count);
    },
  };
}

async function play(
  episode: number,
  { teacher, tasks, codec, seed, atLeast, reward }: TeacherSourceOptions,
): Promise<readonly SupervisedExample[]> {
  const { memory, seed: taskSeed, ...opened } = tasks.open(episode);
  const policy = typeof teacher === 'function' ? teacher(mixSeed(seed, episode) >>> 0) : teacher;
  const trajectory = await runEpisode({
    ...opened,
    memory: memory(),
    policy: createTokenTeacher(policy, codec),
    seed: taskSeed,
    clock: () => 0,
    timer: () => 0,
  });
  if (atLeast !== undefined && computeReward(trajectory, undefined, reward) < atLeast) return [];
  return trajectory.steps.flatMap(({ tokens }) => (tokens === undefined ? [] : [tokens]));
}

function createTooFewError(atLeast: number): AtomMemError {
  return new AtomMemError('bad-option', {
    problem: `${EPISODES_PER_DRAW} episodes of the teacher gave too few steps with a reward of at least ${atLeast}`,
    remedy: 'Lower `atLeast`, or use a better teacher',
    details: { option: 'atLeast', value: atLeast },
  });
}
