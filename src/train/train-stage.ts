/**
 * Runs a planned stage of training in a folder with log, checkpoints, curves and best weights.
 *
 * @module
 */
import { join } from 'node:path';
import type { AdamParams, Engine } from '../engine/engine.ts';
import { type EngineNeeds, requireCapabilities } from '../engine/require-capabilities.ts';
import type { JsonObject } from '../shared/json.ts';
import { type BestWeights, openBestWeights } from './best-weights.ts';
import type { RunEvaluation } from './evaluate-at.ts';
import { identifyWeights } from './identify-weights.ts';
import { policyLoss } from './policy-gradient.ts';
import { newestCheckpoint } from './run-checkpoints.ts';
import { type GrpoUpdate, type RunGrpoOptions, runGrpo } from './run-grpo.ts';
import { runSft, type SftProgress } from './run-sft.ts';
import { writeTrainingCurves } from './training-curves.ts';
import type { OpenedModel, TrainingPlan } from './training-plan.ts';
import { type RunOptions, requireCheckpoint } from './training-run.ts';

/** How a planned stage is run. */
export interface StageOptions extends Pick<RunGrpoOptions, 'credit' | 'rolloutsEvery'> {
  readonly run: RunOptions;
  /** Steps or updates between evaluations. */
  readonly evalEvery: number;
  /** Saved with the settings. A resumed run must have the same values. */
  readonly identity?: JsonObject;
  /** Returns wall time in milliseconds. */
  readonly timer: () => number;
  /** Called with the evaluation of the initial weights. A resumed run does not call it. */
  readonly onStart?: (evaluation: JsonObject) => void;
  readonly onProgress?: (progress: SftProgress | GrpoUpdate) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs a stage of training. Returns the path of the weights that scored best on held-out tasks. Without an
 * evaluation, returns the path of the last checkpoint.
 *
 * @throws AtomMemError `unsupported` before the first step, with everything that the engine lacks
 */
export async function trainStage(plan: TrainingPlan, options: StageOptions): Promise<string> {
  const { directory, resume = false } = options.run;
  const begun = resume && (await newestCheckpoint(join(directory, 'checkpoints'))) !== undefined;
  const model = await plan.open();
  let reference: Engine | undefined;
  try {
    requireCapabilities(model.engine, listNeeds(plan));
    if (plan.init !== undefined && !begun) await model.engine.load(plan.init, { optimizer: false });
    if (plan.stage === 'grpo' && plan.settings.klWeight > 0) reference = await plan.openReference?.();
    const best = await openBestWeights(directory, resume);
    if (plan.evaluation?.first && !begun) options.onStart?.(await plan.evaluation.play(model));
    const checkpoint = await runStage(plan, model, { ...options, best, reference });
    await writeTrainingCurves(directory);
    return best.path() ?? requireCheckpoint(checkpoint, directory);
  } finally {
    await model.engine.close();
    await reference?.close();
  }
}

async function runStage(
  plan: TrainingPlan,
  model: OpenedModel,
  { best, reference, ...options }: StageOptions & { readonly best: BestWeights; readonly reference?: Engine },
): Promise<string | undefined> {
  const { run, timer, onProgress, signal, credit, rolloutsEvery } = options;
  const identity = { ...options.identity, ...plan.identity, init: await identifyWeights(plan.init) };
  const evaluate = createEvaluation(plan, model, best, options);
  const shared = { ...model, run, identity, evaluate, timer, onProgress, signal };
  const { checkpoint } =
    plan.stage === 'sft'
      ? await runSft({ ...shared, settings: plan.settings, source: plan.createSource(model, plan.settings) })
      : await runGrpo({
          ...shared,
          ...{ settings: plan.settings, tasks: plan.tasks, reference, credit, rolloutsEvery },
        });
  return checkpoint;
}

/** Creates an evaluation that keeps the best weights. */
function createEvaluation(
  { evaluation }: TrainingPlan,
  model: OpenedModel,
  best: BestWeights,
  { evalEvery }: StageOptions,
): RunEvaluation | undefined {
  if (evaluation === undefined) return undefined;
  return {
    every: evalEvery,
    async run(step) {
      const scores = await evaluation.play(model);
      await best.offer(model.engine, step, Number(scores[evaluation.best]));
      return scores;
    },
  };
}

/** Lists the requirements on the engine. Parameters without an effect are not required. */
function listNeeds({ context, ...plan }: TrainingPlan): EngineNeeds {
  const { gradientClip, adam } = plan.settings;
  const params: Omit<AdamParams, 'learningRate'> = {
    ...adam,
    gradientClip,
    ...(plan.stage === 'sft' && { weightDecay: plan.settings.weightDecay }),
  };
  const idle: typeof params = { gradientClip: 0, weightDecay: 0 };
  const asked = (Object.keys(params) as (keyof typeof params)[]).filter(
    (name) => params[name] !== undefined && params[name] !== idle[name],
  );
  const adamParams = ['learningRate', ...asked] as const;
  if (plan.stage === 'sft') return { losses: ['cross_entropy'], adamParams, context };
  const { topP = 1, staleness = 0 } = plan.settings;
  const losses = [policyLoss(plan.settings).name];
  return { losses, adamParams, context, topP: topP < 1, overlaps: staleness > 0 };
}
