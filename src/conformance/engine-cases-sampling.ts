import type { Engine, SampledSequence, SamplingParams } from '../engine/engine.ts';
import { check, same } from './assert.ts';
import { type EngineCase, largestDifference, onEngine, someTokens } from './engine-case.ts';

const DRAWS = 2000;

/** Samples, and the log-probabilities that come with them. */
export const samplingCases: readonly EngineCase[] = [
  onEngine('a sample comes with the log-probabilities that scoring gives', async ({ engine, tolerance }) => {
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
  onEngine('frequencies at temperature 1 are the log-probabilities', async ({ engine }) => {
    const drawn = countDraws(await draw(engine, {}));
    const common = commonTokens(drawn);
    const seen = common.reduce((sum, { probability }) => sum + probability, 0);
    check(seen > 0.05, `the ${common.length} common tokens have a probability of ${seen} in all`);
    const counted = common.reduce((sum, { count }) => sum + count, 0);
    const bins = [...common, { probability: 1 - seen, count: DRAWS - counted }];
    requireFit(bins.filter(({ probability }) => DRAWS * probability >= 5));
  }),
  onEngine('a lower temperature sharpens the frequencies as it should', async ({ engine }) => {
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
    check(after > before, `the likeliest token came ${before} of the time, at temperature 0.6 ${after}`);
  }),
  onEngine('temperature 0 takes the likeliest token', async ({ engine, tolerance }) => {
    const greedy = await draw(engine, { temperature: 0 }, 5);
    same(new Set(greedy.map(({ tokens }) => tokens[0])).size, 1, 'kinds of greedy replies');
    const best = Math.max(...(await draw(engine, {})).map(({ logprobs }) => logprobs[0]!));
    const taken = greedy[0]!.logprobs[0]!;
    check(taken >= best - tolerance, `it took a log-probability of ${taken} where ${best} was to be had`);
  }),
  onEngine('top-p leaves out what is unlikely', async ({ engine }) => {
    if (!engine.capabilities.topP) return;
    const common = commonTokens(countDraws(await draw(engine, {})));
    const [first] = common;
    const few = await draw(engine, { topP: Math.max(1e-6, first!.probability * 0.5) }, 50);
    same([...new Set(few.map(({ tokens }) => tokens[0]))], [first!.token], 'tokens within a tiny top-p');
  }),
  onEngine('a reply ends with its first stop token, or is as long as it may be', async ({ engine }) => {
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
      `none of 40 replies met one of the stop tokens ${stop.join(', ')}`,
    );
  }),
  onEngine('a text scores the same in any company, and an empty reply scores nothing', async (bench) => {
    const { engine, tolerance } = bench;
    const texts = [8, 2, 5].map((length, index) => ({
      prompt: someTokens(engine, 1 + index, index),
      reply: someTokens(engine, length, 5 * index),
    }));
    const together = await engine.logprobs([...texts, { prompt: texts[0]!.prompt, reply: [] }]);
    same(
      together.map((list) => list.length),
      [8, 2, 5, 0],
      'numbers for each text',
    );
    for (const [index, text] of texts.entries()) {
      const [alone] = await engine.logprobs([text]);
      const difference = largestDifference(alone!, together[index]!);
      check(difference <= tolerance, `text ${index} alone differs by ${difference}`);
    }
    check(
      together.flat().every((value) => value <= 0),
      'a log-probability is above 0',
    );
  }),
  onEngine('equal seeds give equal replies, and sample i has the seed plus i', async ({ engine }) => {
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

/** Tokens of which at least five were to be expected, the likeliest first. */
function commonTokens(drawn: ReadonlyMap<number, Drawn>): readonly Drawn[] {
  return [...drawn.values()]
    .filter(({ probability }) => DRAWS * probability >= 5)
    .sort((a, b) => b.probability - a.probability);
}

/** Chi-square, at a bound that is passed about once in ten thousand runs. */
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
  check(
    distance <= bound,
    `chi-square is ${distance.toFixed(1)}, at most ${bound.toFixed(1)} was to be expected`,
  );
}
