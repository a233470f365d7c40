import type { AdamParams, Datum, Engine, Loss } from '../engine/engine.ts';

/** What an engine's own test gives the suite. */
export interface EngineContext {
  /** Opens an engine with the same weights every time, none of them trained. The suite closes it. */
  open(): Promise<Engine>;
  /** A path to save at; equal names give equal paths within one run of the suite. */
  path(name: string): string;
  /** Largest difference between log-probabilities that should be equal. Default 1e-3. */
  readonly tolerance?: number;
  /** One that moves an untrained model visibly in a single update, and does not upset it. Default 0.005. */
  readonly learningRate?: number;
}

/** One thing that holds of every engine; `run` throws where it does not. */
export interface EngineCase {
  readonly name: string;
  run(context: EngineContext): Promise<void>;
}

/** What a case works with. */
export interface EngineBench {
  readonly engine: Engine;
  readonly context: EngineContext;
  readonly tolerance: number;
  readonly learningRate: number;
}

/** A case on one fresh engine, which is closed whatever happens. */
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

/** Ids that every vocabulary has, in an order without a pattern. */
export function someTokens({ vocabulary }: Engine, length: number, start: number): readonly number[] {
  return Array.from({ length }, (_, index) => (start + 7 * index + ((index * index) % 5)) % vocabulary.size);
}

/** A sequence with loss on its second half only; the weights are uneven. */
export function trainingDatum(engine: Engine, length: number, start: number, scale = 1): Datum {
  const tokens = someTokens(engine, length + 1, start);
  const weights = tokens.slice(1).map((_, index) => (index < length / 2 ? 0 : scale * (1 + (index % 3))));
  return { modelInput: tokens.slice(0, -1), lossInputs: { targetTokens: tokens.slice(1), weights } };
}

/** Two sequences of unequal lengths. */
export function trainingData(engine: Engine): readonly Datum[] {
  return [trainingDatum(engine, 12, 3, 0.1), trainingDatum(engine, 5, 11, 0.2)];
}

/** Log-probabilities of all targets of all data, in one list. */
export async function scoreTargets(engine: Engine, data: readonly Datum[]): Promise<readonly number[]> {
  const texts = data.map(({ modelInput, lossInputs }) => ({
    prompt: modelInput.slice(0, 1),
    reply: lossInputs.targetTokens,
  }));
  return (await engine.logprobs(texts)).flat();
}

/** One update; later calls may be made before it is over. */
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
