/**
 * Plays lab tasks and measures the episodes.
 *
 * @module
 */

import { runEpisode } from '../agent/run-episode.ts';
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine } from '../engine/engine.ts';
import type { Ablation } from '../memory/ablate.ts';
import { exactMatch } from '../score/exact-match.ts';
import { AtomMemError } from '../shared/error.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import { createRandom } from '../shared/random.ts';
import { type AnsweredShare, measureAnswers } from '../train/answered-share.ts';
import { type Behaviour, measureBehaviour } from '../train/behaviour.ts';
import { rollOut } from '../train/rollout.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { type Matching, measureMatching } from './matching.ts';
import { type LabOptions, withLength } from './options.ts';
import { type LabSplit, labSeed } from './seeds.ts';
import { openLabTask } from './task-source.ts';
import { type ControlName, createControlRule, LAB_CONTROLS } from './teaching/controls.ts';
import { createLabRulePolicy } from './teaching/rule-policy.ts';
import { createScriptedRule, EXPERT_HABITS, TEACHER_HABITS } from './teaching/scripted.ts';
import type { LabRule } from './teaching/situation.ts';

export type LabRuleName = 'expert' | 'teacher' | ControlName;

/** Names of the rule policies. */
export const LAB_RULES: readonly LabRuleName[] = ['expert', 'teacher', ...LAB_CONTROLS];

/** The policy to evaluate: a trained model or a rule. */
export type LabPlayer =
  | {
      readonly kind: 'model';
      readonly engine: Pick<Engine, 'name' | 'sample'>;
      readonly codec: TokenCodec;
      /** Default 0.7 (paper, section 4.1). */
      readonly temperature?: number;
    }
  | { readonly kind: 'rule'; readonly name: LabRuleName };

export interface LabEvaluationOptions {
  readonly options: LabOptions;
  /** Default `development`. Use test tasks for results only, not for choices. */
  readonly split?: LabSplit;
  readonly tasks: number;
  /** Index of the first task in its split. Default 0. */
  readonly first?: number;
  /** Length of the stream relative to the preset. Default 1. */
  readonly length?: number;
  readonly ablations?: readonly Ablation[];
  /** Seed of sampling; tasks do not depend on it. Default 0. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

export interface LabScores extends AnsweredShare {
  /** Scores by question type ("2-hop, superseded"). */
  readonly byKind: Readonly<Record<string, { readonly exactMatch: number; readonly questions: number }>>;
  readonly behaviour: Behaviour;
  readonly matching: Matching;
}

/**
 * Maximum of tasks × length in one evaluation. All episodes are held in memory together, about one
 * gigabyte.
 */
export const MOST_EVALUATION_TASKS = 10_000;

/**
 * Plays the first tasks of a split and measures them. All policies play the same tasks.
 *
 * @throws AtomMemError `bad-option` if tasks × length exceeds `MOST_EVALUATION_TASKS`
 */
export async function evaluateLab(player: LabPlayer, evaluation: LabEvaluationOptions): Promise<LabScores> {
  return scoreEpisodes(await playLab(player, evaluation));
}

/**
 * Plays tasks of a split and returns the episodes, recorded with their chunks.
 *
 * @throws AtomMemError as in `evaluateLab`
 */
export async function playLab(
  player: LabPlayer,
  evaluation: LabEvaluationOptions,
): Promise<readonly Trajectory[]> {
  const {
    split = 'development',
    tasks,
    first = 0,
    length = 1,
    ablations = [],
    seed = 0,
    signal,
  } = evaluation;
  requireRoom(tasks, length);
  const options = withLength(evaluation.options, length);
  const plans = Array.from({ length: tasks }, (_, index) => {
    const { task, memory } = openLabTask(labSeed(split, first + index), options);
    const clock = (): number => 0;
    return { task, memory: memory(), ablations, clock, recordChunks: true, seed: mixSeed(seed, index) };
  });
  if (player.kind === 'model') {
    const { engine, codec, temperature = 0.7 } = player;
    return rollOut(plans, { engine, codec, temperature, signal });
  }
  const trajectories: Trajectory[] = [];
  for (const { seed: dice, ...plan } of plans) {
    const policy = createLabRulePolicy(player.name, createRule(player.name, options, dice));
    trajectories.push(await runEpisode({ ...plan, policy, timer: () => 0, signal }));
  }
  return trajectories;
}

/**
 * Checks that the episodes of an evaluation fit in memory.
 *
 * @throws AtomMemError `bad-option` if they do not
 */
export function requireRoom(tasks: number, length = 1): void {
  if (tasks * length <= MOST_EVALUATION_TASKS) return;
  const most = Math.floor(MOST_EVALUATION_TASKS / length);
  throw new AtomMemError('bad-option', {
    problem: `${tasks} tasks of length ${length} do not fit in memory`,
    remedy: `Play at most ${most}`,
    details: { option: 'tasks', value: tasks },
  });
}

function createRule(name: LabRuleName, options: LabOptions, seed: number): LabRule {
  if (name === 'expert') return createScriptedRule(EXPERT_HABITS, options, createRandom(seed));
  if (name === 'teacher') return createScriptedRule(TEACHER_HABITS, options, createRandom(seed));
  return createControlRule(name, options);
}

/** Measures lab episodes recorded with their chunks. */
function scoreEpisodes(trajectories: readonly Trajectory[]): LabScores {
  return {
    ...measureAnswers(trajectories),
    byKind: byKind(trajectories),
    behaviour: measureBehaviour(trajectories),
    matching: measureMatching(trajectories),
  };
}

function byKind(trajectories: readonly Trajectory[]): LabScores['byKind'] {
  const right = new Map<string, number[]>();
  for (const { header, end } of trajectories) {
    for (const [place, { type = 'other', answers }] of header.task.questions.entries()) {
      const scores = right.get(type) ?? [];
      scores.push(exactMatch(end.answers[place] ?? '', answers));
      right.set(type, scores);
    }
  }
  const kinds = [...right].sort(([one], [other]) => one.localeCompare(other));
  return Object.fromEntries(
    kinds.map(([kind, scores]) => [
      kind,
      {
        exactMatch: (100 * scores.reduce((sum, score) => sum + score, 0)) / scores.length,
        questions: scores.length,
      },
    ]),
  );
}
