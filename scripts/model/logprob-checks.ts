/**
 * Checks of log-probabilities and adapters against PyTorch.
 *
 * @module
 */
import { match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { llamaEngine } from '../../src/llama/llama-engine.ts';
import { llamaModel } from '../../src/llama/llama-model.ts';
import { callReference } from './call-reference.ts';
import type { Check } from './checks.ts';

const PLAIN = { threads: 1, gpu: false, contextSize: 512 } as const;
const SCORED =
  'Lisbon is the capital of Portugal. It lies on the estuary of the river Tagus, has about half a million people, and is known for its hills, its yellow trams and its old harbour. In 1755 an earthquake destroyed most of the town.';
const SCORED_TOKENS = 50;
/** Largest mean difference of a log-probability. 16-bit activations differ by about 0.001. */
const TOLERANCE = 1e-2;
/** Smallest mean change that an adapter must make, well above the difference between two implementations. */
const CHANGE = 0.1;

/**
 * Compares log-probabilities with PyTorch's for the same 16-bit weights: of the model, and of the model with a random
 * LoRA adapter, whose product PyTorch adds to the weights.
 */
export function logprobChecks(
  path: string,
  python: string,
  { gemma, folder }: { readonly gemma: string; readonly folder: string },
): readonly Check[] {
  const target = join(folder, 'f16.gguf');
  const adapter = join(folder, 'adapter.gguf');
  let plain: readonly number[] = [];
  return [
    {
      name: 'log-probabilities: llama.cpp and PyTorch',
      async run() {
        await callReference(python, ['dequantise', path, target]);
        const scores = await scoreBoth(python, target);
        plain = scores.ours;
        return compare(scores);
      },
    },
    {
      name: 'adapter: llama.cpp, and PyTorch with W + BA',
      async run() {
        await callReference(python, ['adapter', target, adapter]);
        const scores = await scoreBoth(python, target, adapter);
        const change = meanDifference(scores.ours, plain);
        ok(change > CHANGE, `the adapter changes log-probabilities by ${change}`);
        return `${compare(scores)}; the adapter changes them by ${change.toFixed(3)}`;
      },
    },
    {
      name: 'adapter: for another model',
      async run() {
        const model = llamaModel({ ...PLAIN, path: gemma, adapter });
        const failure = await model.load().then(
          () => 'no error',
          (error: Error) => error.message,
        );
        match(
          failure,
          /^The adapter \S+ does not fit \S+: .+\. Pass an adapter that was trained on this model\.?$/,
        );
        return undefined;
      },
    },
  ];
}

interface Scores {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

async function scoreBoth(python: string, path: string, adapter?: string): Promise<Scores> {
  const engine = await llamaEngine({ ...PLAIN, path, adapter });
  try {
    const prompt = engine.chat!.encode([{ role: 'user', content: 'Tell me about Lisbon.' }]).ids;
    const reply = engine.chat!.encodeText(SCORED).slice(0, SCORED_TOKENS);
    const [ours] = await engine.logprobs([{ prompt, reply }]);
    const args = ['logprobs', path, ...(adapter === undefined ? [] : [adapter])];
    const theirs = (await callReference(python, args, { prompt, reply })) as readonly number[];
    return { ours: ours!, theirs };
  } finally {
    await engine.close();
  }
}

function compare({ ours, theirs }: Scores): string {
  const mean = meanDifference(ours, theirs);
  ok(mean <= TOLERANCE, `the mean difference is ${mean}`);
  const largest = Math.max(...ours.map((value, place) => Math.abs(value - theirs[place]!)));
  return `mean difference ${mean.toFixed(5)}, largest ${largest.toFixed(5)}, ${ours.length} tokens`;
}

function meanDifference(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, place) => sum + Math.abs(value - other[place]!), 0) / one.length;
}
