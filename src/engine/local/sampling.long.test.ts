/** Tests of sampling and scoring in the local engine. @module */
import { afterAll, describe, expect, it } from 'vitest';
import type { SampleRequest } from '../engine.ts';
import { createLocalEngine } from './create-local-engine.ts';
import { uniformNumbers } from './random.ts';

const VOCABULARY = 45;
const MODEL = { layers: 2, width: 48, heads: 3, vocabularySize: VOCABULARY, context: 40 } as const;
/** Word vectors so short that no token is rare. */
const FLAT = { words: 0.12, positions: 0.3, matrices: 0.2 };
const engines = (['learned', 'rotary'] as const).map((positions) =>
  createLocalEngine({
    model: { ...MODEL, positions },
    seed: 2,
    workers: 2,
    slotsPerWorker: 3,
    initialisation: FLAT,
  }),
);
const [engine] = engines as [(typeof engines)[number]];
afterAll(() => Promise.all(engines.map((each) => each.close())));

/** Prompts of all lengths, many of which begin alike. */
function prompts(count: number): readonly (readonly number[])[] {
  const uniform = uniformNumbers(4);
  const stem = Array.from({ length: 24 }, () => Math.floor(uniform() * VOCABULARY));
  return Array.from({ length: count }, () => {
    const shared = Math.floor(uniform() * 24);
    const own = Array.from({ length: 1 + Math.floor(uniform() * 5) }, () =>
      Math.floor(uniform() * VOCABULARY),
    );
    return [...stem.slice(0, shared), ...own];
  });
}

describe.each(engines.map((each) => [each.model.positions, each] as const))(
  'sampling, %s positions',
  (_, engine) => {
    it('returns the same log-probabilities as scoring', async () => {
      const requests = prompts(20).map((prompt, index) => ({
        prompt,
        numSamples: 2,
        samplingParams: { maxTokens: 10, seed: 10 * index, temperature: index % 2 === 0 ? 1 : 0.5 },
      }));
      const results = await engine.sample(requests);
      const texts = results.flatMap(({ sequences }, index) =>
        sequences.map(({ tokens }) => ({ prompt: requests[index]!.prompt, reply: tokens })),
      );
      const scored = (await engine.logprobs(texts)).flat();
      const sampled = results.flatMap(({ sequences }) => sequences.flatMap(({ logprobs }) => logprobs));
      expect(scored).toHaveLength(sampled.length);
      scored.forEach((logprob, i) => {
        expect(logprob).toBeCloseTo(sampled[i]!, 5);
      });
    });

    it('gives each request the same result as alone, with more replies than slots', async () => {
      const requests: SampleRequest[] = prompts(15).map((prompt, index) => ({
        prompt,
        numSamples: 1 + (index % 4),
        samplingParams: { maxTokens: 8, seed: index, stop: [1, 2, 3] },
      }));
      const together = await engine.sample(requests);
      for (const [index, request] of requests.entries()) {
        expect(await engine.sample([request])).toEqual([together[index]]);
      }
    });
  },
);

describe('sampling parameters', () => {
  const prompt = [7, 3, 9];
  const draw = async (params: object, numSamples = 400): Promise<readonly number[]> => {
    const samplingParams = { maxTokens: 1, seed: 100, ...params };
    const [result] = await engine.sample([{ prompt, numSamples, samplingParams }]);
    return result!.sequences.map(({ tokens }) => tokens[0]!);
  };
  const probabilities = async (): Promise<readonly number[]> => {
    const texts = Array.from({ length: VOCABULARY }, (_, token) => ({ prompt, reply: [token] }));
    return (await engine.logprobs(texts)).map(([logprob]) => Math.exp(logprob!));
  };

  it.each([1, 0.7])('draws from the softmax at temperature %d (chi-square)', async (temperature) => {
    const tempered = (await probabilities()).map((probability) => probability ** (1 / temperature));
    const sum = tempered.reduce((total, value) => total + value, 0);
    const count = 20_000;
    const expected = tempered.map((value) => (count * value) / sum);
    const found = new Array<number>(VOCABULARY).fill(0);
    for (const token of await draw({ temperature }, count)) found[token]!++;
    const terms = expected.map((wanted, token) => (found[token]! - wanted) ** 2 / wanted);
    // 44 degrees of freedom: 78.7 is passed once in a thousand runs.
    expect(terms.reduce((total, term) => total + term, 0)).toBeLessThan(78.7);
    expect(Math.min(...expected)).toBeGreaterThan(5);
  });

  it('chooses the likeliest token at temperature 0', async () => {
    const all = await probabilities();
    expect(new Set(await draw({ temperature: 0 }, 5))).toEqual(new Set([all.indexOf(Math.max(...all))]));
  });

  it('draws from the smallest set that reaches top-p', async () => {
    const all = await probabilities();
    const order = Array.from(all.keys()).sort((a, b) => all[b]! - all[a]!);
    let mass = 0;
    const nucleus = order.filter((token) => {
      const wanted = mass < 0.3;
      mass += all[token]!;
      return wanted;
    });
    expect(nucleus.length).toBeGreaterThan(2);
    expect(new Set(await draw({ topP: 0.3 }))).toEqual(new Set(nucleus));
    expect(new Set(await draw({ topP: 1e-9 }))).toEqual(new Set(order.slice(0, 1)));
  });

  it('ends with a stop token, which is part of the reply, or after maxTokens', async () => {
    const samplingParams = {
      maxTokens: 12,
      seed: 3,
      stop: Array.from({ length: 8 }, (_, token) => 5 * token),
    };
    const [result] = await engine.sample([{ prompt, numSamples: 60, samplingParams }]);
    const reasons = new Set<string>();
    for (const { tokens, stopReason, logprobs } of result!.sequences) {
      reasons.add(stopReason);
      expect(logprobs).toHaveLength(tokens.length);
      expect(tokens.slice(0, -1).some((token) => samplingParams.stop.includes(token))).toBe(false);
      if (stopReason === 'stop') expect(samplingParams.stop).toContain(tokens.at(-1));
      else expect(tokens).toHaveLength(12);
    }
    expect(reasons).toEqual(new Set(['stop', 'length']));
  });

  it('fills the context to the last row', async () => {
    const long = Array.from({ length: 33 }, (_, i) => i);
    const [result] = await engine.sample([{ prompt: long, samplingParams: { maxTokens: 8, seed: 1 } }]);
    expect(result!.sequences[0]!.tokens).toHaveLength(8);
  });
});
