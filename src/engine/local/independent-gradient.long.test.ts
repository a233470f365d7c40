/** Tests of gradients against an independent implementation. @module */
import { defaultDevice, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { expect, it } from 'vitest';
import type { Datum } from '../engine.ts';
import { createLocalEngine } from './create-local-engine.ts';
import type { ModelConfig } from './model-config.ts';
import { uniformNumbers } from './random.ts';
import type { Tensor } from './safetensors.ts';

/**
 * The model a second time, as its description in `ModelConfig` reads, on a library that differentiates by
 * itself. Arrays are counted there, and using one twice takes `.ref`.
 */
type Weights = Record<string, np.Array>;

const SHAPE = { layers: 2, width: 32, heads: 2, vocabularySize: 13, context: 16 } as const;
const ROTARY_BASE = 10_000;

it.each(['learned', 'rotary'] as const)('agrees with jax-js, %s positions', async (positions) => {
  defaultDevice('cpu');
  const model = { ...SHAPE, positions };
  const engine = createLocalEngine({
    model,
    seed: 5,
    initialisation: { words: 0.3, positions: 0.3, matrices: 0.3 },
  });
  const data = randomData();
  const { lossSum } = await engine.forwardBackward(data, { name: 'cross_entropy' });
  const gradients = await engine.tensors.gradients();
  const weights = await engine.tensors.weights();
  await engine.close();

  let total = 0;
  const sums = new Map([...weights].map(([name, { values }]) => [name, new Float64Array(values.length)]));
  for (const datum of data) {
    const [loss, gradient] = valueAndGrad((all: Weights) => computeLoss(all, datum, model))(
      toArrays(weights),
    );
    total += (await loss.data())[0]!;
    for (const [name, array] of Object.entries(gradient as Weights)) {
      for (const [i, value] of (await array.data()).entries()) sums.get(name)![i]! += value;
    }
  }
  expect(lossSum).toBeCloseTo(total, 3);
  for (const [name, { values }] of gradients) {
    const wanted = sums.get(name)!;
    const difference = wanted.map((value, i) => value - values[i]!);
    expect(Math.hypot(...difference) / Math.hypot(...wanted), name).toBeLessThan(1e-4);
  }
});

function randomData(): readonly Datum[] {
  const uniform = uniformNumbers(11);
  const token = (): number => Math.floor(uniform() * SHAPE.vocabularySize);
  return [16, 7].map((length) => ({
    modelInput: Array.from({ length }, token),
    lossInputs: {
      targetTokens: Array.from({ length }, token),
      weights: Array.from({ length }, (_, i) => (i < 3 ? 0 : uniform() * 2 - 0.5)),
    },
  }));
}

function toArrays(weights: ReadonlyMap<string, Tensor>): Weights {
  return Object.fromEntries(
    [...weights].map(([name, { shape, values }]) => [name, np.array(values.slice()).reshape([...shape])]),
  );
}

function computeLoss(weights: Weights, { modelInput, lossInputs }: Datum, model: ModelConfig): np.Array {
  const length = modelInput.length;
  const chosen = oneHot(lossInputs.targetTokens, model.vocabularySize);
  const logprobs = nn.logSoftmax(computeLogits(weights, modelInput, model), -1).mul(np.array(chosen));
  return logprobs
    .sum(-1)
    .mul(np.array([...lossInputs.weights!]))
    .reshape([length])
    .sum()
    .neg();
}

function computeLogits(weights: Weights, tokens: readonly number[], model: ModelConfig): np.Array {
  const of = (name: string): np.Array => weights[name]!.ref;
  const rows = Array.from(tokens.keys());
  let x = np.matmul(np.array(oneHot(tokens, model.vocabularySize)), of('words'));
  if (model.positions === 'learned')
    x = x.add(np.matmul(np.array(oneHot(rows, model.context)), of('positions')));
  for (let layer = 0; layer < model.layers; layer++) {
    const own = (part: string): np.Array => of(`layers.${layer}.${part}`);
    const normed = normalise(x.ref, own('attention.norm.gain'), own('attention.norm.bias'));
    const attended = attend(np.matmul(normed, own('attention.input')), tokens.length, model);
    x = x.add(np.matmul(attended, own('attention.output')));
    const hidden = np.matmul(normalise(x.ref, own('mlp.norm.gain'), own('mlp.norm.bias')), own('mlp.input'));
    x = x.add(np.matmul(gelu(hidden), own('mlp.output')));
  }
  return np.matmul(normalise(x, of('final.norm.gain'), of('final.norm.bias')), np.transpose(of('words')));
}

function normalise(x: np.Array, gain: np.Array, bias: np.Array): np.Array {
  const width = x.shape.at(-1)!;
  const centred = x.ref.sub(x.sum(-1, { keepdims: true }).mul(1 / width));
  const variance = np
    .square(centred.ref)
    .sum(-1, { keepdims: true })
    .mul(1 / width);
  return centred
    .div(np.sqrt(variance.add(1e-5)))
    .mul(gain)
    .add(bias);
}

function gelu(x: np.Array): np.Array {
  const cube = x.ref.mul(x.ref).mul(x.ref).mul(0.044715);
  const gate = np.tanh(x.ref.add(cube).mul(Math.sqrt(2 / Math.PI)));
  return x.mul(0.5).mul(gate.add(1));
}

function attend(projected: np.Array, length: number, { width, heads, positions }: ModelConfig): np.Array {
  const size = width / heads;
  const hidden = Array.from({ length }, (_, i) => Array.from({ length }, (_, j) => (j > i ? -1e9 : 0)));
  const columns = (start: number): np.Array =>
    np.matmul(
      projected.ref,
      np.array(Array.from({ length: 3 * width }, (_, row) => unit(row - start, size))),
    );
  const outputs = Array.from({ length: heads }, (_, head) => {
    const [queries, keys, values] = [0, width, 2 * width].map((part) => columns(part + head * size));
    const turn = (x: np.Array): np.Array => (positions === 'rotary' ? rotate(x, length, size) : x);
    const scores = np.matmul(turn(queries!), np.transpose(turn(keys!))).mul(1 / Math.sqrt(size));
    return np.matmul(nn.softmax(scores.add(np.array(hidden)), -1), values!);
  });
  projected.dispose();
  return np.concatenate(outputs, -1);
}

/** x · cosines + (x with its halves exchanged and the new first half negated) · sines. */
function rotate(x: np.Array, length: number, size: number): np.Array {
  const half = size / 2;
  const table = (turn: (angle: number) => number): np.Array =>
    np.array(
      Array.from({ length }, (_, position) =>
        Array.from({ length: size }, (_, i) => turn(position * ROTARY_BASE ** ((-2 * (i % half)) / size))),
      ),
    );
  const exchange = Array.from({ length: size }, (_, row) =>
    unit((row + half) % size, size).map((value) => (row < half ? value : -value)),
  );
  return x.ref.mul(table(Math.cos)).add(np.matmul(x, np.array(exchange)).mul(table(Math.sin)));
}

function oneHot(indices: readonly number[], size: number): number[][] {
  return indices.map((index) => unit(index, size));
}

function unit(index: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => (i === index ? 1 : 0));
}
