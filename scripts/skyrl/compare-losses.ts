/**
 * Compares built-in losses with their custom forms by the weights on a SkyRL server after one step.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Datum, Engine, Loss } from '../../src/engine/engine.ts';
import { decodeSafetensors } from '../../src/engine/local/safetensors.ts';
import { writeCispo, writePpo } from '../../src/engine/loss/built-in-losses.ts';
import type { CustomLoss } from '../../src/engine/loss/custom-loss.ts';
import { defineLoss } from '../../src/engine/loss/define-loss.ts';

export interface CompareLossesOptions {
  /** Opens an untrained engine. */
  readonly open: () => Promise<Engine>;
  /** Folder in which the server keeps its checkpoints. */
  readonly checkpoints: string;
  readonly print: (line: string) => void;
}

const PAIRS: readonly (readonly [Loss, CustomLoss])[] = [
  [
    { name: 'importance_sampling' },
    defineLoss('own importance sampling', ({ logprobs, oldLogprobs, advantages }) =>
      logprobs.minus(oldLogprobs).exp().times(advantages).negate(),
    ),
  ],
  [{ name: 'ppo', clipLow: 0.8, clipHigh: 1.28 }, writePpo(0.8, 1.28)],
  [{ name: 'cispo', clipLow: 0.9, clipHigh: 1.1 }, writeCispo(0.9, 1.1)],
];
const TOLERANCE = 1e-5;

/**
 * Takes one step with each loss, written both ways, and compares the adapters.
 * @returns the failed expectations; empty if all passed
 */
export async function compareLosses({
  open,
  checkpoints,
  print,
}: CompareLossesOptions): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [builtIn, own] of PAIRS) {
    const untrained = await trainOnce(open, checkpoints, undefined);
    const wanted = await trainOnce(open, checkpoints, builtIn);
    const found = await trainOnce(open, checkpoints, own);
    const moved = distance(untrained, wanted);
    const apart = distance(wanted, found);
    print(
      `${builtIn.name}: ${wanted.length} weights moved by at most ${show(moved)}, custom differs by ${show(apart)}`,
    );
    if (!(moved > 100 * TOLERANCE))
      problems.push(`${builtIn.name} moved no weight by more than ${show(moved)}`);
    if (!(apart < TOLERANCE)) problems.push(`${builtIn.name} and its custom form differ by ${show(apart)}`);
  }
  return problems;
}

/** Opens a model, takes a step with a loss, and returns the adapter's weights. */
async function trainOnce(
  open: CompareLossesOptions['open'],
  checkpoints: string,
  loss: Loss | undefined,
): Promise<readonly number[]> {
  const engine = await open();
  try {
    if (loss !== undefined) {
      const data = await replies(engine);
      await Promise.all([engine.forwardBackward(data, loss), engine.optimStep({ learningRate: 1e-2 })]);
    }
    // Sampling makes the server write the adapter.
    await engine.sample([{ prompt: [65, 66, 67], samplingParams: { maxTokens: 1, seed: 1 } }]);
    return await readAdapter(checkpoints);
  } finally {
    await engine.close();
  }
}

/** Returns replies with ratios on both sides of the clip ranges and advantages of both signs. */
async function replies(engine: Engine): Promise<readonly Datum[]> {
  const texts = ['the lease ends in May', 'Ada signed the lease'].map((text) => {
    const tokens = [...Buffer.from(text)];
    return { prompt: tokens.slice(0, 8), reply: tokens.slice(8) };
  });
  const scored = await engine.logprobs(texts);
  return texts.map(({ prompt, reply }, place) => {
    const ahead = prompt.slice(1).map(() => 0);
    return {
      modelInput: [...prompt, ...reply.slice(0, -1)],
      lossInputs: {
        targetTokens: [...prompt.slice(1), ...reply],
        weights: [...ahead, ...reply.map(() => 1)],
        logprobs: [...ahead, ...scored[place]!.map((value, i) => value + [0.3, -0.4, 0.05, -0.02][i % 4]!)],
        advantages: [...ahead, ...reply.map((_, i) => [0.7, 0.4, -0.5][(i + place) % 3]!)],
      },
    };
  });
}

/** Reads the newest adapter that the server has written. */
async function readAdapter(checkpoints: string): Promise<readonly number[]> {
  const files = (await readdir(checkpoints, { recursive: true }))
    .filter((file) => file.includes('sampler_weights') && file.endsWith('.tar.gz'))
    .map((file) => join(checkpoints, file));
  const dated = await Promise.all(files.map(async (file) => ({ file, time: (await stat(file)).mtimeMs })));
  const newest = dated.sort((a, b) => b.time - a.time)[0];
  if (newest === undefined) throw new Error(`no adapter in ${checkpoints}`);
  const folder = await mkdtemp(join(tmpdir(), 'adapter-'));
  try {
    await promisify(execFile)('tar', ['-xzf', newest.file, '-C', folder]);
    const inside = await readdir(folder, { recursive: true });
    const weights = inside.find((file) => file.endsWith('adapter_model.safetensors'));
    if (weights === undefined) throw new Error(`${newest.file} has no adapter_model.safetensors`);
    const { tensors } = decodeSafetensors(await readFile(join(folder, weights)), weights);
    const names = [...tensors.keys()].sort();
    return names.flatMap((name) => [...tensors.get(name)!.values]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function distance(one: readonly number[], other: readonly number[]): number {
  return one.reduce((most, value, place) => Math.max(most, Math.abs(value - other[place]!)), 0);
}

function show(value: number): string {
  return value.toExponential(1);
}
