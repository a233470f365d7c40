/**
 * Generates training examples for the lab.
 *
 * @module
 */

import { runEpisode } from '../../agent/run-episode.ts';
import type { Ablation } from '../../memory/ablate.ts';
import type { Policy } from '../../policy/policy.ts';
import { createTokenTeacher } from '../../policy/token-teacher.ts';
import { AtomMemError } from '../../shared/error.ts';
import { mixSeed } from '../../shared/mix-seed.ts';
import { createRandom } from '../../shared/random.ts';
import { scoreAnswers } from '../../train/reward.ts';
import {
  STEPS_PER_DRAW,
  type SupervisedExample,
  type SupervisedSource,
} from '../../train/supervised-source.ts';
import { type LabOptions, withLength, withMostQuestions } from '../options.ts';
import type { PhraseCodec } from '../phrases/phrase-codec.ts';
import { drawLength, openLabTask, trainingSeed } from '../task-source.ts';
import { drillSituation } from './drill.ts';
import { labHints } from './hints.ts';
import { createLabRulePolicy } from './rule-policy.ts';
import { createScriptedRule, type Habits, TEACHER_HABITS } from './scripted.ts';
import { type QuestionPlacement, spreadQuestions } from './spread-questions.ts';

/** Settings of the lab's supervised training. */
export interface TeachingSettings {
  readonly habits: Habits;
  /** Minimum share of right answers for an episode to be used. 0 keeps all; the official value is 0.5. */
  readonly threshold: number;
  /** Stream lengths to draw from. */
  readonly lengths: readonly number[];
  /** Factor on the reply tokens of answers, because only one in seven replies is an answer. */
  readonly answerWeight: number;
  /**
   * Initial steps with drills: their number, the share of drills among the examples, and the teacher's
   * habits.
   */
  readonly drill: { readonly steps: number; readonly share: number; readonly habits: Partial<Habits> };
  /**
   * Initial steps with dense streams, in which more sentences look relevant: their number, density, and the
   * teacher's habits.
   */
  readonly dense: { readonly steps: number; readonly share: number; readonly habits: Partial<Habits> };
  /**
   * Number of questions in drills and dense streams: `drawn` as in tasks (the default), or the maximum
   * (`most`). With `most`, the place of a second question is learned sooner, and single questions later
   * (docs/guides/lab.md).
   */
  readonly questions?: 'drawn' | 'most';
  /**
   * Places of questions if a prompt has more places than questions. `first` uses the first places, as in
   * every task (the default). `any` draws them per episode, so that all places are trained equally.
   */
  readonly places?: 'first' | 'any';
}

/** Only the teacher's episodes, without drills or dense streams. */
export const PLAIN_TEACHING: TeachingSettings = {
  habits: TEACHER_HABITS,
  threshold: 0,
  lengths: [1],
  answerWeight: 2,
  drill: { steps: 0, share: 1, habits: {} },
  dense: { steps: 0, share: 0.5, habits: { uselessRead: 0.2, miss: 0.1, junk: 0, duplicate: 0.3 } },
};

export interface LabTeacherOptions {
  readonly options: LabOptions;
  readonly codec: PhraseCodec;
  readonly teaching: TeachingSettings;
  readonly seed: number;
  readonly ablations?: readonly Ablation[];
}

/** Number of tasks reserved for one draw, far more than any threshold needs. */
const TASKS_PER_DRAW = 2048;

/** Creates an endless source of fresh teacher episodes, with their steps in random order. */
export function createLabTeacher(teacher: LabTeacherOptions): SupervisedSource {
  const { options, codec, teaching, seed, ablations } = teacher;
  const busy = (lab: LabOptions): LabOptions =>
    teaching.questions === 'most' ? withMostQuestions(lab) : lab;
  function placement(task: number, questions: number): QuestionPlacement {
    if (teaching.places !== 'any') return (observation) => observation;
    return spreadQuestions(questions, options.questions.most, createRandom(mixSeed(seed, task, 4)));
  }

  async function play(task: number, dense: boolean): Promise<readonly SupervisedExample[]> {
    const taskSeed = trainingSeed('sft', seed, task);
    const plain = withLength(options, drawLength(taskSeed, teaching.lengths));
    const lab = dense ? { ...busy(plain), dense: teaching.dense.share } : plain;
    const habits = dense ? { ...teaching.habits, ...teaching.dense.habits } : teaching.habits;
    const rule = createScriptedRule(habits, lab, createRandom(mixSeed(seed, task, 1)));
    const { memory, ...opened } = openLabTask(taskSeed, lab, ablations);
    const noted = withHints(
      createTokenTeacher(createLabRulePolicy('teacher', rule), codec),
      codec,
      placement(task, opened.task.questions.length),
    );
    const trajectory = await runEpisode({
      task: opened.task,
      ablations: opened.ablations ?? [],
      memory: memory(),
      policy: noted.policy,
      clock: () => 0,
      timer: () => 0,
    });
    if (scoreAnswers(trajectory) < teaching.threshold) return [];
    return trajectory.steps.map(({ tokens, stage }, step) => ({
      prompt: tokens!.prompt,
      reply: tokens!.reply,
      hints: noted.hints[step]!,
      weight: stage === 'answer' ? teaching.answerWeight : 1,
    }));
  }

  /** Creates an example from a generated situation, answered by the same teacher. */
  function drill(task: number): SupervisedExample {
    const random = createRandom(mixSeed(seed, task, 3));
    const situation = drillSituation(trainingSeed('sft', seed, task), busy(options), random);
    const { view } = situation;
    const asked = situation.observation.stage === 'answer' ? 1 : situation.observation.questions.length;
    const observation = placement(task, asked)(situation.observation);
    const habits = { ...teaching.habits, ...teaching.drill.habits };
    const decision = createScriptedRule(habits, options, random)(observation, view);
    const prompt = codec.encode(observation, view);
    const reply = codec.render(decision, observation, view);
    const weight = observation.stage === 'answer' ? teaching.answerWeight : 1;
    return { prompt, reply, hints: labHints(codec, prompt, observation, view), weight };
  }

  return {
    async examplesFor(firstStep, count) {
      const examples: SupervisedExample[] = [];
      const firstTask = (firstStep / STEPS_PER_DRAW) * TASKS_PER_DRAW;
      const drills = firstStep < teaching.drill.steps ? Math.round(count * teaching.drill.share) : 0;
      // Drills use the last tasks of the draw, because the first ones are played.
      const lastTask = firstTask + TASKS_PER_DRAW - 1;
      for (let made = 0; made < drills; made++) examples.push(drill(lastTask - made));
      for (let task = firstTask; examples.length < count; task++) {
        if (task === firstTask + TASKS_PER_DRAW) throw createTooStrictError(teaching.threshold);
        examples.push(...(await play(task, firstStep < teaching.dense.steps)));
      }
      return createRandom(mixSeed(seed, firstStep, 2))
        .shuffle(examples)
        .slice(0, count);
    },
  };
}

/** Wraps the policy so that questions are spread, and records the hints of every step. */
function withHints(
  policy: Policy,
  codec: PhraseCodec,
  placed: QuestionPlacement,
): { readonly policy: Policy; readonly hints: SupervisedExample['hints'][] } {
  const hints: SupervisedExample['hints'][] = [];
  const act: Policy['act'] = async (told, context) => {
    const observation = placed(told);
    const reply = await policy.act(observation, context);
    hints.push(labHints(codec, reply.tokens!.prompt, observation, context.view));
    return reply;
  };
  return { policy: { ...policy, act }, hints };
}

function createTooStrictError(threshold: number): AtomMemError {
  return new AtomMemError('bad-option', {
    problem: `too few of ${TASKS_PER_DRAW} episodes reach a reward of ${threshold}`,
    remedy: 'Lower the threshold or the noise',
    details: { option: 'threshold', value: threshold },
  });
}
