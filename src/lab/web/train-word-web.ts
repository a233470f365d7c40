/**
 * Trains a small model on word webs: imitation of a forgetful teacher, then GRPO.
 *
 * @module
 */
import { runEpisode } from '../../agent/run-episode.ts';
import type { Engine } from '../../engine/engine.ts';
import { localEngine } from '../../engine/local/local-engine.ts';
import type { Policy } from '../../policy/policy.ts';
import { enginePolicy } from '../../train/engine-policy.ts';
import { grpo } from '../../train/grpo.ts';
import type { GrpoUpdate } from '../../train/run-grpo.ts';
import type { SftProgress } from '../../train/run-sft.ts';
import { sft } from '../../train/sft.ts';
import { createWordWebSource, createWordWebVocabulary } from './word-web.ts';
import { forgetfulTeacher } from './word-web-expert.ts';

export interface WordWebStudyOptions {
  readonly seed: number;
  /** Steps of imitation. */
  readonly steps: number;
  readonly updates: number;
  /** Episodes of an evaluation. */
  readonly episodes: number;
  readonly workers?: number;
  readonly onStep?: (progress: SftProgress) => void;
  /** Receives the score after imitation. */
  readonly onImitated?: (score: WordWebScore) => void;
  readonly onUpdate?: (update: GrpoUpdate) => void;
}

/** Results of a policy on webs that training does not use. */
export interface WordWebScore {
  /** Mean reward: the share of right facts. */
  readonly reward: number;
  /** Share of episodes with both facts right. */
  readonly exact: number;
  /** Mean entries written and tool calls made in an episode. */
  readonly creates: number;
  readonly calls: number;
}

export interface WordWebStudy {
  readonly parameters: number;
  readonly before: WordWebScore;
  readonly after: WordWebScore;
}

/** Share of the teacher's episodes in which it notes facts. */
const NOTES = 0.5;
const CONTEXT = 128;
/** Keeps the webs of evaluations apart from those of training. */
const HELD_OUT = 0x5eed;

/** Trains a model and scores it before and after GRPO. Equal options give equal scores. */
export async function trainWordWeb(options: WordWebStudyOptions): Promise<WordWebStudy> {
  const { seed, steps, updates, episodes, workers, onStep, onImitated, onUpdate } = options;
  const vocabulary = await createWordWebVocabulary();
  const engine = await localEngine({ vocabulary, seed, context: CONTEXT, workers });
  try {
    const source = createWordWebSource(seed);
    const teacher = forgetfulTeacher(NOTES);
    const imitation = { engine, teacher, tasks: source, steps, seed, learningRate: 3e-3 };
    for await (const progress of sft(imitation)) onStep?.(progress);
    const before = await scorePolicy(enginePolicy({ engine }), episodes);
    onImitated?.(before);
    const training = {
      engine,
      tasks: createWordWebSource(seed + 1000),
      updates,
      tasksPerUpdate: 8,
      groupSize: 8,
      seed,
    };
    for await (const update of grpo(training)) onUpdate?.(update);
    return {
      parameters: countParameters(engine),
      before,
      after: await scorePolicy(enginePolicy({ engine }), episodes),
    };
  } finally {
    await engine.close();
  }
}

/** Plays held-out webs. */
export async function scorePolicy(
  policy: Policy | ((seed: number) => Policy),
  episodes: number,
): Promise<WordWebScore> {
  const source = createWordWebSource(HELD_OUT);
  const scores = await Promise.all(
    Array.from({ length: episodes }, async (_, index) => {
      const { task, memory, seed } = source.open(index);
      const player = typeof policy === 'function' ? policy(index) : policy;
      const { steps, end } = await runEpisode({ task, memory: memory(), policy: player, seed });
      return {
        reward: end.reward ?? 0,
        exact: end.reward === 1 ? 1 : 0,
        creates: steps.flatMap(({ operations }) => operations.filter(({ op }) => op === 'create')).length,
        calls: steps.filter(({ action }) => action.kind === 'tool').length,
      };
    }),
  );
  const mean = (name: keyof WordWebScore): number =>
    scores.reduce((sum, score) => sum + score[name], 0) / episodes;
  return { reward: mean('reward'), exact: mean('exact'), creates: mean('creates'), calls: mean('calls') };
}

function countParameters(engine: Engine): number {
  return 'parameters' in engine ? Number(engine.parameters) : 0;
}
