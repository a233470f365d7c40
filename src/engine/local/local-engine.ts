import type { AdamParams, Engine, EngineCapabilities, Vocabulary } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { checkAdamParams, checkDatum, checkLoss, checkRequest, checkText } from './check-input.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { AdamStep } from './job.ts';
import { type Arithmetic, availableArithmetic } from './kernels.ts';
import { planMemory } from './memory-plan.ts';
import { checkModelConfig, type Initialisation, type ModelConfig } from './model-config.ts';
import { initialTensors, openParameters } from './parameters.ts';
import { type LocalRunOptions, reserveMemory, sizesOf } from './reserve-memory.ts';
import type { Tensor } from './safetensors.ts';
import { createScheduler } from './scheduler.ts';
import { startWorkers } from './worker-pool.ts';

export interface LocalEngineOptions extends LocalRunOptions {
  readonly model: ModelConfig;
  /** Of the initial weights. */
  readonly seed: number;
  readonly initialisation?: Initialisation;
  /** Saved beside the weights. Default: the size alone. */
  readonly vocabulary?: Vocabulary;
  /** Default `reproducible`. */
  readonly arithmetic?: Arithmetic;
}

/** An engine in this process. */
export interface LocalEngine extends Engine {
  readonly model: ModelConfig;
  /** Number of parameters. */
  readonly parameters: number;
  readonly workers: number;
  /** What was asked for, or `reproducible` where this runtime has nothing else. */
  readonly arithmetic: Arithmetic;
  /** Copies of weights and of the gradient held, for inspection and tests. */
  readonly tensors: TensorAccess;
}

export interface TensorAccess {
  weights(): Promise<ReadonlyMap<string, Tensor>>;
  gradients(): Promise<ReadonlyMap<string, Tensor>>;
  /** Replaces the tensors named. */
  write(tensors: ReadonlyMap<string, Tensor>): Promise<void>;
}

/**
 * A small transformer on WebAssembly kernels, trained and sampled on worker threads; the calling thread only
 * checks and waits. The same options and calls give the same bytes, whatever the number of workers.
 *
 * @example
 * const engine = createLocalEngine({
 *   model: { layers: 2, width: 64, heads: 2, vocabularySize: 64, context: 64 },
 *   seed: 1,
 * });
 * await engine.forwardBackward(data, { name: 'cross_entropy' });
 * await engine.optimStep({ learningRate: 3e-3, gradientClip: 1 });
 *
 * @throws EngineError `bad-config`, or `out-of-memory` where there is no room for the shared memory
 */
export function createLocalEngine(options: LocalEngineOptions): LocalEngine {
  const { model, seed, initialisation = {}, vocabulary = { size: model.vocabularySize } } = options;
  checkModelConfig(model);
  checkVocabulary(vocabulary, model);
  const sizes = sizesOf(options, model);
  const arithmetic = availableArithmetic(options.arithmetic ?? 'reproducible');
  const plan = planMemory(model, sizes);
  const memory = reserveMemory(plan);
  const parameters = openParameters(memory, plan);
  parameters.write('parameters', initialTensors(plan, model, seed, initialisation));
  const pool = startWorkers({ model, sizes, arithmetic, memory });
  const scheduler = createScheduler(pool, sizes);
  const inOrder = createQueue();
  let updates = 0;
  let packed = false;

  const packWeights = async (): Promise<void> => {
    if (!packed) await scheduler.pack();
    packed = true;
  };

  const sample: Engine['sample'] = async (requests) => {
    const lots = requests.map((request, index) => checkRequest(request, model, index));
    await packWeights();
    const replies = await scheduler.samples(lots.flat());
    const bad = replies.findIndex(({ logprobs }) => !logprobs.every(Number.isFinite));
    if (bad >= 0) throw notFinite(`A log-probability of sampled reply ${bad}`);
    const sequences = replies.map(({ tokens, logprobs, stopped }) => {
      const stopReason = stopped ? ('stop' as const) : ('length' as const);
      return { tokens, logprobs, stopReason };
    });
    let next = 0;
    return lots.map((lot) => {
      next += lot.length;
      return { sequences: sequences.slice(next - lot.length, next) };
    });
  };

  const logprobs: Engine['logprobs'] = async (texts) => {
    const sequences = texts.map((text, index) => checkText(text, model, index));
    await packWeights();
    const results = await scheduler.passes(sequences, { name: 'cross_entropy' }, false);
    const bad = results.findIndex((result) => !result.logprobs.every(Number.isFinite));
    if (bad >= 0) throw notFinite(`A log-probability of text ${bad}`, bad);
    return results.map((result, index) => Array.from(result.logprobs.subarray(sequences[index]!.first)));
  };

  const forwardBackward: Engine['forwardBackward'] = async (data, loss) => {
    checkLoss(loss);
    const sequences = data.map((datum, index) => checkDatum(datum, loss, model, index));
    await packWeights();
    const results = await scheduler.passes(sequences, loss, true);
    const bad = results.findIndex(({ lossSum }) => !Number.isFinite(lossSum));
    if (bad >= 0) {
      parameters.clear('gradients');
      throw notFinite(`The loss of datum ${bad}`, bad);
    }
    return {
      lossSum: results.reduce((sum, { lossSum }) => sum + lossSum, 0),
      outputs: results.map((result) => ({ ...result, logprobs: Array.from(result.logprobs) })),
    };
  };

  const optimStep: Engine['optimStep'] = async (params) => {
    const checked = checkAdamParams(params);
    const gradientNorm = await scheduler.reduce();
    if (!Number.isFinite(gradientNorm)) {
      parameters.clear('gradients');
      throw notFinite('The gradient');
    }
    updates++;
    packed = false;
    await scheduler.step(adamStep(checked, updates, gradientNorm));
    return { gradientNorm };
  };

  const save: Engine['save'] = (path, { optimizer = true, overwrite = false } = {}) => {
    const base = { model, vocabulary, weights: parameters.read('parameters') };
    const moments = { moment1: parameters.read('moment1'), moment2: parameters.read('moment2') };
    const checkpoint = optimizer ? { ...base, optimizer: { updates, ...moments } } : base;
    return writeCheckpoint(path, checkpoint, overwrite);
  };

  const load: Engine['load'] = async (path, { optimizer = true } = {}) => {
    const checkpoint = await readCheckpoint(path);
    checkSameModel(checkpoint, model, path);
    for (const list of ['moment1', 'moment2', 'gradients'] as const) parameters.clear(list);
    parameters.write('parameters', checkpoint.weights);
    packed = false;
    updates = 0;
    if (!optimizer || checkpoint.optimizer === undefined) return;
    parameters.write('moment1', checkpoint.optimizer.moment1);
    parameters.write('moment2', checkpoint.optimizer.moment2);
    updates = checkpoint.optimizer.updates;
  };

  return {
    name: 'local',
    model,
    vocabulary,
    capabilities: capabilitiesOf(model),
    parameters: plan.layout.parameters,
    workers: pool.size,
    arithmetic,
    sample: inOrder(sample),
    logprobs: inOrder(logprobs),
    forwardBackward: inOrder(forwardBackward),
    optimStep: inOrder(optimStep),
    save: inOrder(save),
    load: inOrder(load),
    close: () => pool.close(),
    tensors: {
      weights: inOrder(async () => parameters.read('parameters')),
      gradients: inOrder(async () => parameters.gradients()),
      write: inOrder(async (tensors) => {
        parameters.write('parameters', tensors);
        packed = false;
      }),
    },
  };
}

/**
 * An engine with the shape, vocabulary, weights and optimizer state of a checkpoint.
 * @throws EngineError `bad-checkpoint`
 */
export async function openLocalEngine(
  path: string,
  options: LocalRunOptions & { readonly arithmetic?: Arithmetic } = {},
): Promise<LocalEngine> {
  const { model, vocabulary } = await readCheckpoint(path);
  const engine = createLocalEngine({ ...options, model, vocabulary, seed: 0 });
  await engine.load(path);
  return engine;
}

/** Turns functions into ones that wait for all earlier calls of any of them. */
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

function adamStep(params: Required<AdamParams>, updates: number, gradientNorm: number): AdamStep {
  const { gradientClip, beta1, beta2, ...rest } = params;
  return {
    ...rest,
    beta1,
    beta2,
    gradientScale: gradientClip > 0 && gradientNorm > gradientClip ? gradientClip / gradientNorm : 1,
    correction1: 1 / (1 - power(beta1, updates)),
    correction2: 1 / (1 - power(beta2, updates)),
  };
}

/** Products in a fixed order: the last bits of `**` are the runtime's own. */
function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  const half = power(base, Math.floor(exponent / 2));
  return exponent % 2 === 0 ? half * half : half * half * base;
}

function capabilitiesOf(model: ModelConfig): EngineCapabilities {
  return {
    losses: ['cross_entropy', 'importance_sampling', 'ppo'],
    context: model.context,
    deterministic: true,
    topP: true,
    honouredAdamParams: ['learningRate', 'beta1', 'beta2', 'epsilon', 'weightDecay', 'gradientClip'],
  };
}

function notFinite(what: string, datum?: number): EngineError {
  const remedy =
    'weights are unchanged, the gradient is dropped: lower the learning rate or clip the gradient';
  const blame = datum === undefined ? {} : { datum };
  return new EngineError('not-finite', `${what} is not a finite number; ${remedy}.`, blame);
}

function checkVocabulary(vocabulary: Vocabulary, model: ModelConfig): void {
  const { size, tokens } = vocabulary;
  if (size === model.vocabularySize && (tokens === undefined || tokens.length === size)) return;
  const found = tokens === undefined ? `${size} ids` : `${size} ids and ${tokens.length} words`;
  const remedy = 'set model.vocabularySize to its size';
  throw new EngineError(
    'bad-config',
    `The vocabulary has ${found}, the model ${model.vocabularySize}; ${remedy}.`,
  );
}

function checkSameModel(checkpoint: Checkpoint, model: ModelConfig, path: string): void {
  const shapeOf = ({
    layers,
    width,
    heads,
    vocabularySize,
    context,
    positions = 'learned',
  }: ModelConfig): string =>
    `layers ${layers}, width ${width}, heads ${heads}, vocabulary ${vocabularySize}, context ${context}, ${positions}`;
  const [found, wanted] = [shapeOf(checkpoint.model), shapeOf(model)];
  if (found === wanted) return;
  throw new EngineError('bad-checkpoint', `${path} holds a model of ${found}; this engine is of ${wanted}.`);
}
