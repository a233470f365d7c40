/**
 * Plans `atommem train` on the user's own tasks or questions, with a small policy on this machine.
 *
 * @module
 */
import type { TokenCodec } from '../codec/token-codec.ts';
import { type LocalEngine, openLocalEngine } from '../engine/local/create-local-engine.ts';
import { availableArithmetic } from '../engine/local/kernels.ts';
import { localEngine } from '../engine/local/local-engine.ts';
import { findWeights } from '../lab/find-weights.ts';
import { evaluateTasks } from '../train/evaluate-tasks.ts';
import { SMALL_GRPO } from '../train/grpo-settings.ts';
import { SMALL_SFT } from '../train/sft-settings.ts';
import { createTaskSource } from '../train/task-source.ts';
import { createTeacherSource } from '../train/teacher-source.ts';
import { tokenCodecFor } from '../train/token-codec-for.ts';
import type { StageCall } from '../train/train-command-config.ts';
import type { GrpoPlan, OpenedModel, PlannedEvaluation, TrainingPlan } from '../train/training-plan.ts';
import { vocabularyFor } from '../train/words/vocabulary-for.ts';
import { digestTasks, HELD_OUT, type LoadedTasks, loadTasks } from './load-tasks.ts';
import type { Terminal } from './output.ts';
import type { PlannedRun } from './planned-run.ts';
import type { TrainingDisplay } from './training-display.ts';
import { usageError } from './usage-error.ts';

/** Context of a small policy in words, for prompt and reply. */
const CONTEXT = 256;

/** Plans a run of a small policy on the user's own tasks or questions. */
export async function planTasks(
  call: StageCall,
  { environment }: Pick<Terminal, 'environment'>,
  { say }: Pick<TrainingDisplay, 'say'>,
): Promise<PlannedRun> {
  const { init, arithmetic } = call.config;
  const loaded = await loadTasks(call.config, environment);
  const weights = init === undefined ? undefined : await findWeights(init);
  const openEngine = await createOpener(call, loaded, weights);
  const shared = {
    async open() {
      const engine = await openEngine();
      say(`vocabulary of ${engine.vocabulary.size} words, ${engine.parameters} parameters`);
      return { engine, codec: tokenCodecFor(engine, loaded.tasks) };
    },
    init: weights,
    evaluation: planEvaluation(call, loaded),
    identity: {
      arithmetic: availableArithmetic(arithmetic),
      tasks: digestTasks(loaded.tasks),
      heldOutTasks: digestTasks(loaded.heldOut),
    },
  };
  return { plan: planStage(call, loaded, { ...shared, openReference: openEngine }), next: [] };
}

function planStage(
  { stage, config }: StageCall,
  { tasks, teacher, memory }: LoadedTasks,
  shared: Omit<GrpoPlan, 'stage' | 'settings' | 'tasks'>,
): TrainingPlan {
  const { seed, task } = config;
  const source = createTaskSource(tasks, { seed, memory });
  if (stage === 'grpo') return { stage, ...shared, settings: { ...SMALL_GRPO, seed }, tasks: source };
  if (teacher === undefined) {
    throw usageError(
      `train sft needs a policy to imitate, and --task ${task} exports none`,
      'Export a policy that plays the task, as `teacher`',
    );
  }
  const { atLeast } = config;
  return {
    stage,
    ...shared,
    settings: SMALL_SFT,
    createSource: ({ codec }: OpenedModel<TokenCodec>) =>
      createTeacherSource({ teacher, tasks: source, codec, seed, atLeast }),
  };
}

function planEvaluation(
  { config }: StageCall,
  { heldOut, memory, sameTasks }: Pick<LoadedTasks, 'heldOut' | 'memory' | 'sameTasks'>,
): PlannedEvaluation {
  const count = config.heldOut!;
  const evaluation = {
    tasks: createTaskSource(heldOut, { seed: config.seed ^ HELD_OUT, memory }),
    count: sameTasks ? count : Math.min(count, heldOut.length),
  };
  return { best: 'reward', first: true, play: (model) => evaluateTasks(model, evaluation) };
}

/** Returns a function that opens the engine: a trained model, or a new one with the words of the tasks. */
async function createOpener(
  { config: { workers, arithmetic, seed } }: StageCall,
  { tasks, heldOut, teacher, sameTasks }: LoadedTasks,
  weights: string | undefined,
): Promise<() => Promise<LocalEngine>> {
  if (weights !== undefined) return () => openLocalEngine(weights, { workers, arithmetic });
  const all = sameTasks ? tasks : [...tasks, ...heldOut];
  const players = teacher === undefined ? [] : [typeof teacher === 'function' ? teacher(seed) : teacher];
  const vocabulary = await vocabularyFor(all, { seed, players, episodes: sameTasks ? 64 : 1 });
  return () => localEngine({ vocabulary, context: CONTEXT, seed, workers, arithmetic });
}
