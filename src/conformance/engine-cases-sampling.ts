/**
 * Engine conformance cases: sampling and scoring.
 * @module
 */

import type { Engine, SampledSequence, SamplingParams } from '../engine/engine.ts';
import { check, same } from './assert.ts';
import { type EngineCase, largestDifference, onEngine, someTokens } from './engine-case.ts';

const DRAWS = 2000;

/** Cases for samples and their log-probabilities. */
export const samplingCases: readonly EngineCase[] = [
  onEngine('sampled log-probabilities equal scored log-probabilities', async ({ engine, tolerance }) => {
    const requests = [4, 1, 9].map((length, index) => ({
      prompt: someTokens(engine, length, index),
      numSamples: 2,
      samplingParams: { maxTokens: 6, seed: 10 * index, temperature: index === 0 ? 0.5 : 1 },
    }));
    const results = await engine.sample(requests);
    same(
      results.map(({ sequences }) => sequences.length),
      [2, 2, 2],
      'samples of each request',
    );
    const texts = results.flatMap(({ sequences }, index) =>
      sequences.map(({ tokens }) => ({ prompt: requests[index]!.prompt, reply: tokens })),
    );
    const scored = await engine.logprobs(texts);
    const sampled = results.flatMap(({ sequences }) => sequences.map(({ logprobs }) => logprobs));
    const difference = largestDifference(scored.flat(), sampled.flat());
    check(difference <= tolerance, `scored and sampled log-probabilities differ by ${difference}`);
  }),
  onEngine('sample frequencies at temperature 1 match the log-probabilities', async ({ engine }) => {
    const drawn = countDraws(await draw(engine, {}));
    const common = commonTokens(drawn);
    const seen = common.reduce((sum, { probability }) => sum + probability, 0);
    check(seen > 0.05, `the ${common.length} common tokens have a total probability of ${seen}`);
    const counted = common.reduce((sum, { count }) => sum + count, 0);
    const bins = [...common, { probability: 1 - seen, count: DRAWS - counted }];
    requireFit(bins.filter(({ probability }) => DRAWS * probability >= 5));
  }),
  onEngine('a lower temperature sharpens the distribution by the softmax formula', async ({ engine }) => {
    const common = commonTokens(countDraws(await draw(engine, {})));
    const sharp = countDraws(await draw(engine, { temperature: 0.6, seed: 50_000 }));
    const bins = common.map(({ token, probability }) => ({
      probability: probability ** (1 / 0.6),
      count: sharp.get(token)?.count ?? 0,
    }));
    const mass = bins.reduce((sum, { probability }) => sum + probability, 0);
    const total = bins.reduce((sum, { count }) => sum + count, 0);
    const scaled = bins.map(({ probability, count }) => ({ probability: probability / mass, count }));
    requireFit(
      scaled.filter(({ probability }) => total * probability >= 5),
      total,
    );
    const [before, after] = [common[0]!.count / DRAWS, (sharp.get(common[0]!.token)?.count ?? 0) / DRAWS];
    check(after > before, `the likeliest token has frequency ${before} at temperature 1 and ${after} at 0.6`);
  }),
  onEngine('temperature 0 picks the likeliest token', async ({ engine, tolerance }) => {
    const greedy = await draw(engine, { temperature: 0 }, 5);
    same(new Set(greedy.map(({ tokens }) => tokens[0])).size, 1, 'distinct greedy replies');
    const best = Math.max(...(await draw(engine, {})).map(({ logprobs }) => logprobs[0]!));
    const taken = greedy[0]!.logprobs[0]!;
    check(
      taken >= best - tolerance,
      `picked a token with log-probability ${taken}, but ${best} was available`,
    );
  }),
  onEngine('top-p excludes unlikely tokens', async ({ engine }) => {
    if (!engine.capabilities.topP) return;
    const common = commonTokens(countDraws(await draw(engine, {})));
    const [first] = common;
    const few = await draw(engine, { topP: Math.max(1e-6, first!.probability * 0.5) }, 50);
    same([...new Set(few.map(({ tokens }) => tokens[0]))], [first!.token], 'tokens within a tiny top-p');
  }),
  onEngine('a reply ends at its first stop token or at maxTokens', async ({ engine }) => {
    const prompt = someTokens(engine, 3, 2);
    const params = { maxTokens: 6, seed: 3 };
    const [free] = await engine.sample([{ prompt, numSamples: 20, samplingParams: params }]);
    for (const { tokens, stopReason } of free!.sequences) same([tokens.length, stopReason], [6, 'length']);
    const stop = [...new Set(free!.sequences.map(({ tokens }) => tokens[2]!))].slice(0, 6);
    const [ended] = await engine.sample([{ prompt, numSamples: 40, samplingParams: { ...params, stop } }]);
    for (const { tokens, logprobs, stopReason } of ended!.sequences) {
      same(logprobs.length, tokens.length, 'log-probabilities of a reply');
      const place = tokens.findIndex((token) => stop.includes(token));
      same([tokens.length, stopReason], place < 0 ? [6, 'length'] : [place + 1, 'stop'], 'end of a reply');
    }
    check(
      ended!.sequences.some(({ stopReason }) => stopReason === 'stop'),
      `none of 40 replies contained a stop token of ${stop.join(', ')}`,
    );
  }),
  onEngine('scores do not depend on the batch, and an empty reply has no scores', async (bench) => {
    const { engine, tolerance } = bench;
    const texts = [8, 2, 5].map((length, index) => ({
      prompt: someTokens(engine, 1 + index, index),
      reply: someTokens(engine, length, 5 * index),
    }));
    const together = await engine.logprobs([...texts, { prompt: texts[0]!.prompt, reply: [] }]);
    same(
      together.map((list) => list.length),
      [8, 2, 5, 0],
      'scores of each text',
    );
    for (const [index, text] of texts.entries()) {
      const [alone] = await engine.logprobs([text]);
      const difference = largestDifference(alone!, together[index]!);
      check(difference <= tolerance, `text ${index} scored alone differs by ${difference}`);
    }
    check(
      together.flat().every((value) => value <= 0),
      'a log-probability is above 0',
    );
  }),
  onEngine('equal seeds give equal replies, and sample i uses seed + i', async ({ engine }) => {
    if (!engine.capabilities.deterministic) return;
    const prompt = someTokens(engine, 3, 1);
    const request = (seed: number, numSamples: number) => ({
      prompt,
      numSamples,
      samplingParams: { maxTokens: 5, seed },
    });
    const [three] = await engine.sample([request(7, 3)]);
    const singles = await engine.sample([7, 8, 9].map((seed) => request(seed, 1)));
    same(
      singles.flatMap(({ sequences }) => sequences),
      three!.sequences,
      'samples drawn one by one',
    );
  }),
];

async function draw(
  engine: Engine,
  params: Partial<SamplingParams>,
  numSamples = DRAWS,
): Promise<readonly SampledSequence[]> {
  const samplingParams = { maxTokens: 1, seed: 100, ...params };
  const [result] = await engine.sample([{ prompt: someTokens(engine, 3, 4), numSamples, samplingParams }]);
  return result!.sequences;
}

interface Drawn {
  readonly token: number;
  readonly probability: number;
  readonly count: number;
}

function countDraws(sequences: readonly SampledSequence[]): ReadonlyMap<number, Drawn> {
  const drawn = new Map<number, Drawn>();
  for (const { tokens, logprobs } of sequences) {
    const token = tokens[0]!;
    const count = (drawn.get(token)?.count ?? 0) + 1;
    drawn.set(token, { token, probability: Math.exp(logprobs[0]!), count });
  }
  return drawn;
}

/** Returns tokens with an expected count of at least five, the likeliest first. */
function commonTokens(drawn: ReadonlyMap<number, Drawn>): readonly Drawn[] {
  return [...drawn.values()]
    .filter(({ probability }) => DRAWS * probability >= 5)
    .sort((a, b) => b.probability - a.probability);
}

/** Applies a chi-square test whose bound is exceeded about once in 10,000 runs. */
function requireFit(
  bins: readonly { readonly probability: number; readonly count: number }[],
  draws: number = DRAWS,
): void {
  const terms = bins.map(
    ({ probability, count }) => (count - draws * probability) ** 2 / (draws * probability),
  );
  const distance = terms.reduce((sum, term) => sum + term, 0);
  const freedom = Math.max(1, bins.length - 1);
  const bound = freedom + 4 * Math.sqrt(2 * freedom) + 8;
  check(distance <= bound, `chi-square is ${distance.toFixed(1)}, expected at most ${bound.toFixed(1)}`);
}
