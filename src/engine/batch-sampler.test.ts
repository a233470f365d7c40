import { describe, expect, it } from 'vitest';
import { createBatchSampler } from './batch-sampler.ts';
import type { SampleRequest, SampleResult } from './engine.ts';

const requestFor = (token: number): SampleRequest => ({
  prompt: [token],
  samplingParams: { maxTokens: 1, seed: 0 },
});

/** An engine that repeats the prompt and notes how many requests each call held. */
function echoEngine(): {
  calls: number[];
  sample(requests: readonly SampleRequest[]): Promise<SampleResult[]>;
} {
  const calls: number[] = [];
  return {
    calls,
    async sample(requests) {
      calls.push(requests.length);
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (requests.some(({ prompt }) => prompt[0]! < 0)) throw new Error('refused');
      return requests.map(({ prompt }) => ({
        sequences: [{ tokens: prompt, logprobs: [0], stopReason: 'length' as const }],
      }));
    },
  };
}

describe('createBatchSampler', () => {
  it('gives each of many callers its own answer in few calls', async () => {
    const engine = echoEngine();
    const sample = createBatchSampler(engine);
    const caller = async (first: number): Promise<void> => {
      for (let turn = 0; turn < 3; turn++) {
        const result = await sample(requestFor(10 * first + turn));
        expect(result.sequences[0]!.tokens).toEqual([10 * first + turn]);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, index) => caller(index)));
    expect(engine.calls).toEqual([8, 8, 8]);
  });

  it('passes a failure on and goes on', async () => {
    const sample = createBatchSampler(echoEngine());
    await expect(sample(requestFor(-1))).rejects.toThrow('refused');
    expect((await sample(requestFor(4))).sequences[0]!.tokens).toEqual([4]);
  });
});
