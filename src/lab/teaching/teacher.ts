import { runEpisode } from '../../agent/run-episode.ts';
import type { Ablation } from '../../memory/ablate.ts';
import type { Policy } from '../../policy/policy.ts';
import { createTokenTeacher } from '../../policy/token-teacher.ts';
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

/** How the lab is taught. */
export interface TeachingSettings {
  readonly habits: Habits;
  /** Episodes with a smaller share of right answers are not learnt from. 0 keeps all; the official value is 0.5. */
  readonly threshold: number;
  /** Stream lengths to draw from. */
  readonly lengths: readonly number[];
  /** Factor on the reply tokens of answers: one word in seven replies says whether memory was any good. */
  readonly answerWeight: number;
  /** First steps of training, the share of their examples that is made up instead of played, and how carefully they are answered. */
  readonly drill: { readonly steps: number; readonly share: number; readonly habits: Partial<Habits> };
  /** First steps of training, in which the stream is dense (more sentences look relevant) and the teacher careful. */
  readonly dense: { readonly steps: number; readonly share: number; readonly habits: Partial<Habits> };
  /**
   * Questions of drills and of dense streams: as tasks are `drawn` (the default), or as many as a task can have
   * (`most`). The place of a second question is learnt sooner then, and single ones later (docs/guides/lab.md).
   */
  readonly questions?: 'drawn' | 'most';
  /**
   * Where questions stand that are fewer than a prompt has places for: in the first ones, as in every task
   * (the default), or at places drawn for every episode (`any`), so that the last place is taught as often.
   */
  readonly places?: 'first' | 'any';
}

/** The teacher's episodes and nothing else: no drills, no dense streams. */
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

/** Tasks set aside for one draw: far more than any threshold needs. */
const TASKS_PER_DRAW = 2048;

/** Fresh episodes of the scripted teacher, without end, their steps in random order. */
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

  /** A made-up situation, answered by the same teacher. */
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
      // From the end of the draw's tasks: those at its beginning are played.
      const lastTask = firstTask + TASKS_PER_DRAW - 1;
      for (let made = 0; made < drills; made++) examples.push(drill(lastTask - made));
      for (let task = firstTask; examples.length < count; task++) {
        if (task === firstTask + TASKS_PER_DRAW) throw tooStrict(teaching.threshold);
        examples.push(...(await play(task, firstStep < teaching.dense.steps)));
      }
      return createRandom(mixSeed(seed, firstStep, 2))
        .shuffle(examples)
        .slice(0, count);
    },
  };
}

/** The policy, shown questions where they were placed, with the hints of every step it takes. */
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

function tooStrict(threshold: number): Error {
  return new Error(
    `of ${TASKS_PER_DRAW} episodes too few reach a reward of ${threshold}: lower the threshold or the noise`,
  );
}
