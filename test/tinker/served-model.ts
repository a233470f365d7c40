/**
 * A model on a test server, with the operations of the Tinker protocol.
 * @module
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Datum, Loss } from '../../src/engine/engine.ts';
import { createLocalEngine, type LocalEngine } from '../../src/engine/local/create-local-engine.ts';
import type { ModelConfig } from '../../src/engine/local/model-config.ts';
import { type StoredLoss, slopesOf } from './interpret-graph.ts';
import type { AdamInput, PassInput, SampleInput, TensorInput } from './strict-bodies.ts';

type Weights = Awaited<ReturnType<LocalEngine['tensors']['weights']>>;

/** A model on the server, and the operations of the protocol on it. */
export interface ServedModel {
  readonly engine: LocalEngine;
  /** @param custom the loss named in the request, if it is custom */
  pass(input: PassInput, withGradient: boolean, custom?: StoredLoss): Promise<object>;
  step(params: AdamInput): Promise<object>;
  snapshot(): Promise<Weights>;
  /** The gradients for the next step, if the model is `averaging`. */
  waiting(): readonly Waiting[];
}

export interface Waiting {
  readonly datum: Datum;
  readonly loss: Loss;
}

export interface ServedModelOptions {
  /** Divides each datum by the sum of its weights, and the gradient by the number of data in the step. */
  readonly averaging: boolean;
  /** Gradients left behind by another model. */
  readonly left: readonly Waiting[];
}

export function createServedModel(engine: LocalEngine, { averaging, left }: ServedModelOptions): ServedModel {
  let waiting: readonly Waiting[] = left;

  /** Runs the graph on every datum and weights the tokens with its slopes. */
  async function passOverCustom(
    input: PassInput,
    custom: StoredLoss,
  ): Promise<readonly (readonly number[])[]> {
    const data = input.data.map(({ model_input, loss_fn_inputs }) => ({
      modelInput: model_input.chunks.flatMap(({ tokens }) => tokens),
      lossInputs: { targetTokens: loss_fn_inputs.target_tokens.data },
    }));
    const logprobs = await targetLogprobs(engine, data);
    const weighted = data.map(({ modelInput, lossInputs }, place) => {
      const given = input.data[place]!.loss_fn_inputs as Readonly<Record<string, TensorInput | undefined>>;
      const read = custom.inputs.slice(1).map((name) => [name, given[name]!.data] as const);
      const slopes = slopesOf(custom, { ...Object.fromEntries(read), logprobs: logprobs[place]! });
      return { modelInput, lossInputs: { ...lossInputs, weights: slopes.map((slope) => -slope) } };
    });
    await engine.forwardBackward(weighted, { name: 'cross_entropy' });
    return logprobs;
  }

  async function passOver(input: PassInput, withGradient: boolean): Promise<readonly (readonly number[])[]> {
    const loss = toLoss(input);
    const data = input.data.map(toDatum);
    if (withGradient && !averaging) {
      await engine.forwardBackward(data, loss);
    } else if (withGradient) {
      waiting = [...waiting, ...data.map((datum) => ({ datum, loss }))];
    }
    return targetLogprobs(engine, data);
  }

  return {
    engine,
    async pass(input, withGradient, custom) {
      const logprobs = await (custom === undefined
        ? passOver(input, withGradient)
        : passOverCustom(input, custom));
      return {
        loss_fn_output_type: 'ArrayRecord',
        loss_fn_outputs: logprobs.map((data) => ({
          logprobs: { data, dtype: 'float32', shape: [data.length] },
        })),
        metrics: {},
      };
    },
    async step(params) {
      const scale = 1 / waiting.length;
      for (const { datum, loss } of waiting)
        await engine.forwardBackward([averaged(datum, loss, scale)], loss);
      waiting = [];
      const { gradientNorm } = await engine.optimStep({
        learningRate: params.learning_rate,
        beta1: params.beta1,
        beta2: params.beta2,
        epsilon: params.eps,
        weightDecay: params.weight_decay,
        gradientClip: averaging ? 0 : params.grad_clip_norm,
      });
      return { metrics: { 'skyrl.ai/grad_norm': gradientNorm } };
    },
    snapshot: () => engine.tensors.weights(),
    waiting: () => waiting,
  };
}

export interface ServedSampler {
  sample(weights: Weights, request: SampleInput): Promise<object>;
  close(): Promise<void>;
}

/** Samples from copies of weights. */
export function createServedSampler(model: ModelConfig): ServedSampler {
  const engine = createLocalEngine({ model, seed: 0, workers: 1 });
  return {
    async sample(weights, { prompt, num_samples, sampling_params }) {
      const { max_tokens, temperature, top_p, seed, stop = [] } = sampling_params;
      await engine.tensors.write(weights);
      const [result] = await engine.sample([
        {
          prompt: prompt.chunks.flatMap(({ tokens }) => tokens),
          numSamples: num_samples,
          samplingParams: { maxTokens: max_tokens, temperature, topP: top_p, seed, stop },
        },
      ]);
      const sequences = result!.sequences.map(({ tokens, logprobs, stopReason }) => {
        return { tokens, logprobs, stop_reason: stopReason };
      });
      return { sequences, prompt_logprobs: null, topk_prompt_logprobs: null };
    },
    close: () => engine.close(),
  };
}

export interface CheckpointFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export async function createCheckpointFolder(): Promise<CheckpointFolder> {
  const path = await mkdtemp(join(tmpdir(), 'strict-server-'));
  return { path, remove: () => rm(path, { recursive: true }) };
}

function toLoss({ loss_fn: name, loss_fn_config: config }: PassInput): Loss {
  if (name === 'custom') throw new Error('the request names no custom loss');
  if (name === 'cross_entropy' || name === 'importance_sampling') {
    if (config !== undefined) throw new Error(`${name} has no loss_fn_config`);
    return { name };
  }
  if (config === undefined || 'loss_id' in config)
    throw new Error(`${name}: the thresholds are missing; servers have different defaults`);
  return { name, clipLow: config.clip_low_threshold, clipHigh: config.clip_high_threshold };
}

function toDatum({ model_input, loss_fn_inputs }: PassInput['data'][number]): Datum {
  const modelInput = model_input.chunks.flatMap(({ tokens }) => tokens);
  const { target_tokens, sequence_ratio_mask, clip_low_threshold, clip_high_threshold, ...optional } =
    loss_fn_inputs;
  const lists = Object.entries(optional).flatMap(([name, list]) =>
    list === undefined ? [] : [{ name, list }],
  );
  if (sequence_ratio_mask !== undefined) lists.push({ name: 'weights', list: sequence_ratio_mask });
  const targetTokens = target_tokens.data;
  for (const { data, shape } of [target_tokens, ...lists.map(({ list }) => list)])
    if (data.length !== modelInput.length || shape[0] !== data.length)
      throw new Error('lists of unequal length');
  const inputs = lists.map(({ name, list }) => [name, list.data]);
  const clip = { clipLow: readThreshold(clip_low_threshold), clipHigh: readThreshold(clip_high_threshold) };
  return { modelInput, lossInputs: { targetTokens, ...Object.fromEntries(inputs), ...clip } };
}

function readThreshold(list: TensorInput | undefined): number | undefined {
  if (new Set(list?.data).size > 1) throw new Error('thresholds differ within a datum');
  return list?.data[0];
}

/** Scores all targets. Targets other than the next token are scored separately. */
async function targetLogprobs(
  engine: LocalEngine,
  data: readonly Datum[],
): Promise<readonly (readonly number[])[]> {
  const lists = await engine.logprobs(
    data.map(({ modelInput, lossInputs }) => ({
      prompt: modelInput.slice(0, 1),
      reply: [...modelInput.slice(1), lossInputs.targetTokens.at(-1)!],
    })),
  );
  const odd = data.flatMap(({ modelInput, lossInputs }, place) =>
    lossInputs.targetTokens.flatMap((target, index) =>
      index + 1 < modelInput.length && target !== modelInput[index + 1] ? [{ place, index, target }] : [],
    ),
  );
  const scored = await engine.logprobs(
    odd.map(({ place, index, target }) => ({
      prompt: data[place]!.modelInput.slice(0, index + 1),
      reply: [target],
    })),
  );
  const changed = lists.map((list) => [...list]);
  odd.forEach(({ place, index }, number) => {
    changed[place]![index] = scored[number]![0]!;
  });
  return changed;
}

function averaged({ modelInput, lossInputs }: Datum, loss: Loss, scale: number): Datum {
  const weights = lossInputs.weights ?? modelInput.map(() => 1);
  const divisor = Math.max(
    1e-8,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  const scaled = (values: readonly number[]): readonly number[] =>
    values.map((value) => (value * scale) / divisor);
  if (loss.name === 'cross_entropy')
    return { modelInput, lossInputs: { ...lossInputs, weights: scaled(weights) } };
  return {
    modelInput,
    lossInputs: { ...lossInputs, weights, advantages: scaled(lossInputs.advantages ?? []) },
  };
}
