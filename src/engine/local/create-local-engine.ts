/**
 * Creates and opens engines that run in this process.
 *
 * @module
 */

import type { AdamParams, Datum, Engine, EngineCapabilities, Loss, Vocabulary } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import { readCheckpoint } from './checkpoint.ts';
import type { EngineState } from './engine-state.ts';
import { type Arithmetic, availableArithmetic } from './kernels.ts';
import { planMemory } from './memory-plan.ts';
import {
  checkInitialisation,
  checkModelConfig,
  type Initialisation,
  type ModelConfig,
} from './model-config.ts';
import { initialTensors, openParameters } from './parameters.ts';
import { load, save } from './persistence.ts';
import { fillSizes, type LocalRunOptions, reserveMemory } from './reserve-memory.ts';
import type { Tensor } from './safetensors.ts';
import { sample, score } from './sampling.ts';
import { createScheduler } from './scheduler.ts';
import { forwardBackward, optimStep } from './training.ts';
import { vocabularyProblem } from './vocabulary-problem.ts';
import { startWorkers } from './worker-pool.ts';

export interface LocalEngineOptions extends LocalRunOptions {
  readonly model: ModelConfig;
  /** Seed of the initial weights. */
  readonly seed: number;
  readonly initialisation?: Initialisation;
  /** Saved next to the weights. Default: the size only. */
  readonly vocabulary?: Vocabulary;
  /** Default `reproducible`. */
  readonly arithmetic?: Arithmetic;
}

/** An engine that runs in this process. */
export interface LocalEngine extends Engine {
  readonly model: ModelConfig;
  /** Number of parameters. */
  readonly parameters: number;
  readonly workers: number;
  /** The arithmetic in use: `reproducible` if this runtime does not support `fused`. */
  readonly arithmetic: Arithmetic;
  /** Copies of the weights and the accumulated gradient, for inspection and tests. */
  readonly tensors: TensorAccess;
}

export interface TensorAccess {
  weights(): Promise<ReadonlyMap<string, Tensor>>;
  gradients(): Promise<ReadonlyMap<string, Tensor>>;
  /** Replaces the named tensors. */
  write(tensors: ReadonlyMap<string, Tensor>): Promise<void>;
}

/**
 * Creates a small transformer on WebAssembly kernels. Worker threads train and sample; the calling thread
 * only validates and waits. The same options and calls give the same bytes for any number of workers.
 *
 * @example
 * const engine = createLocalEngine({
 *   model: { layers: 2, width: 64, heads: 2, vocabularySize: 64, context: 64 },
 *   seed: 1,
 * });
 * await engine.forwardBackward(data, { name: 'cross_entropy' });
 * await engine.optimStep({ learningRate: 3e-3, gradientClip: 1 });
 *
 * @throws AtomMemError `bad-config`; `out-of-memory` if the shared memory cannot be allocated
 */
export function createLocalEngine(options: LocalEngineOptions): LocalEngine {
  const { model, seed, initialisation = {}, vocabulary = { size: model.vocabularySize } } = options;
  checkModelConfig(model);
  checkInitialisation(initialisation, model);
  checkVocabulary(vocabulary, model);
  const sizes = fillSizes(options, model);
  const arithmetic = availableArithmetic(options.arithmetic ?? 'reproducible');
  const plan = planMemory(model, sizes);
  const memory = reserveMemory(plan);
  const parameters = openParameters(memory, plan);
  parameters.write('parameters', initialTensors(plan, model, seed, initialisation));
  const pool = startWorkers({ model, sizes, arithmetic, memory });
  const scheduler = createScheduler(pool, sizes);
  const { failure } = pool;
  const state: EngineState = { model, vocabulary, parameters, scheduler, failure, updates: 0, packed: false };
  const inOrder = createQueue();

  return {
    name: 'local',
    model,
    vocabulary,
    capabilities: listCapabilities(model),
    parameters: plan.layout.parameters,
    workers: pool.size,
    arithmetic,
    sample: inOrder((requests) => sample(state, requests)),
    logprobs: inOrder((texts) => score(state, texts)),
    ...passesAndSteps(state, inOrder),
    save: inOrder((path, saving) => save(state, path, saving)),
    load: inOrder((path, loading) => load(state, path, loading)),
    close: () => pool.close(),
    tensors: {
      weights: inOrder(async () => parameters.read('parameters')),
      gradients: inOrder(async () => parameters.gradients()),
      write: inOrder(async (tensors) => {
        parameters.write('parameters', tensors);
        state.packed = false;
      }),
    },
  };
}

/**
 * Opens an engine with the shape, vocabulary, weights and optimizer state of a checkpoint.
 *
 * @throws AtomMemError `bad-checkpoint`
 */
export async function openLocalEngine(
  path: string,
  options: LocalRunOptions & { readonly arithmetic?: Arithmetic } = {},
): Promise<LocalEngine> {
  const { model, vocabulary } = await readCheckpoint(path, { optimizer: false });
  const engine = createLocalEngine({ ...options, model, vocabulary, seed: 0 });
  try {
    await engine.load(path);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Wraps functions so that each call waits for all earlier calls of any of them. */
function createQueue(): <Args extends readonly unknown[], Result>(
  run: (...args: Args) => Promise<Result>,
) => (...args: Args) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) =>
    (...args) => {
      const result = last.then(() => run(...args));
      last = result.catch(() => undefined);
      return result;
    };
}

/**
 * Makes a step fail if a pass still running at its call fails. Without the dropped gradient, momentum and
 * decay would still move the weights.
 */
function passesAndSteps(
  state: EngineState,
  inOrder: ReturnType<typeof createQueue>,
): Pick<Engine, 'forwardBackward' | 'optimStep'> {
  const pass = inOrder((data: readonly Datum[], loss: Loss) => forwardBackward(state, data, loss));
  const step = inOrder(async (params: AdamParams, passes: readonly Promise<unknown>[]) => {
    await Promise.all(passes);
    return optimStep(state, params);
  });
  const underWay = new Set<Promise<unknown>>();
  return {
    forwardBackward(data, loss) {
      const passing = pass(data, loss);
      underWay.add(passing);
      const end = () => underWay.delete(passing);
      passing.then(end, end);
      return passing;
    },
    optimStep(params) {
      const passes = [...underWay];
      underWay.clear();
      return step(params, passes);
    },
  };
}

function listCapabilities(model: ModelConfig): EngineCapabilities {
  return {
    losses: ['cross_entropy', 'importance_sampling', 'ppo', 'cispo', 'gspo', 'custom'],
    context: model.context,
    deterministic: true,
    topP: true,
    honouredAdamParams: ['learningRate', 'beta1', 'beta2', 'epsilon', 'weightDecay', 'gradientClip'],
  };
}

function checkVocabulary(vocabulary: Vocabulary, model: ModelConfig): void {
  const problem = vocabularyProblem(vocabulary, model);
  if (problem === undefined) return;
  const remedy = 'set model.vocabularySize to its size';
  throw engineError('bad-config', `The vocabulary does not fit the model: ${problem}`, remedy);
}
