/**
 * Types and helpers for the engine conformance cases.
 * @module
 */

import type { AdamParams, Datum, Engine, Loss } from '../engine/engine.ts';

/** What an engine's test passes to the suite. */
export interface EngineContext {
  /** Opens an untrained engine. Every call must return the same weights. The suite closes the engine. */
  open(): Promise<Engine>;
  /** Returns a checkpoint path. Within one run of the suite, equal names return equal paths. */
  path(name: string): string;
  /** Largest allowed difference between log-probabilities that should be equal (default: 1e-3). */
  readonly tolerance?: number;
  /**
   * Learning rate that visibly changes an untrained model in one update without making it unstable (default:
   * 0.005).
   */
  readonly learningRate?: number;
}

/** One requirement for every engine. `run` throws if the engine does not meet it. */
export interface EngineCase {
  readonly name: string;
  run(context: EngineContext): Promise<void>;
}

/** Arguments of a case. */
export interface EngineBench {
  readonly engine: Engine;
  readonly context: EngineContext;
  readonly tolerance: number;
  readonly learningRate: number;
}

/** Defines a case that runs on a fresh engine. The engine is closed even if the case fails. */
export function onEngine(name: string, run: (bench: EngineBench) => Promise<void>): EngineCase {
  return {
    name,
    run: (context) =>
      withEngine(context, (engine) => {
        const { tolerance = 1e-3, learningRate = 5e-3 } = context;
        return run({ engine, context, tolerance, learningRate });
      }),
  };
}

export async function withEngine<Result>(
  context: EngineContext,
  run: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await context.open();
  try {
    return await run(engine);
  } finally {
    await engine.close();
  }
}

/** Returns token ids that are valid in every vocabulary, in an irregular order. */
export function someTokens({ vocabulary }: Engine, length: number, start: number): readonly number[] {
  return Array.from({ length }, (_, index) => (start + 7 * index + ((index * index) % 5)) % vocabulary.size);
}

/** Returns a sequence with unequal weights on its second half and zero weight on its first. */
export function trainingDatum(engine: Engine, length: number, start: number, scale = 1): Datum {
  const tokens = someTokens(engine, length + 1, start);
  const weights = tokens.slice(1).map((_, index) => (index < length / 2 ? 0 : scale * (1 + (index % 3))));
  return { modelInput: tokens.slice(0, -1), lossInputs: { targetTokens: tokens.slice(1), weights } };
}

/** Returns two sequences of different lengths. */
export function trainingData(engine: Engine): readonly Datum[] {
  return [trainingDatum(engine, 12, 3, 0.1), trainingDatum(engine, 5, 11, 0.2)];
}

/** Returns the log-probabilities of all targets in `data` as one list. */
export async function scoreTargets(engine: Engine, data: readonly Datum[]): Promise<readonly number[]> {
  const texts = data.map(({ modelInput, lossInputs }) => ({
    prompt: modelInput.slice(0, 1),
    reply: lossInputs.targetTokens,
  }));
  return (await engine.logprobs(texts)).flat();
}

/** Runs one update. Further calls may be queued before it finishes. */
export async function update(
  engine: Engine,
  data: readonly Datum[],
  params: AdamParams,
  loss: Loss = { name: 'cross_entropy' },
): Promise<{ readonly lossSum: number; readonly gradientNorm: number }> {
  const passed = engine.forwardBackward(data, loss);
  const stepped = engine.optimStep(params);
  const [{ lossSum }, { gradientNorm }] = await Promise.all([passed, stepped]);
  return { lossSum, gradientNorm };
}

export function largestDifference(left: readonly number[], right: readonly number[]): number {
  if (left.length !== right.length) return Number.POSITIVE_INFINITY;
  return left.reduce((largest, value, index) => Math.max(largest, Math.abs(value - right[index]!)), 0);
}
