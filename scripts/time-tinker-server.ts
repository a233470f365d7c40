/**
 * Times a running server of the Tinker protocol: tokens per second of sampling and of training, and the distance
 * between the log-probabilities of the sampler and of the trainer. Prompts are random ids.
 *
 *     node scripts/time-tinker-server.ts URL PROFILE MODEL [SEQUENCES, 64] [DATA, 32]
 *
 * Samples are SEQUENCES × 128 tokens after prompts of 1500, passes DATA × 2048 tokens with `importance_sampling`;
 * the first of each, which compiles, has a line of its own.
 *
 * @module
 */

import { readModelFolder } from '../src/cli/read-model-folder.ts';
import type { Datum, Engine, SampleRequest } from '../src/engine/engine.ts';
import type { ServerProfileName } from '../src/engine/tinker/server-profile.ts';
import { createTinkerEngine } from '../src/engine/tinker/tinker-engine.ts';
import { loadChatTokenizer } from '../src/policy/chat-tokenizer.ts';
import { createRandom } from '../src/shared/random.ts';

const PROMPT = 1500;
const REPLY = 128;
const LENGTH = 2048;
/** Tokens at the end of a datum that carry an advantage. */
const WEIGHED = 512;
const SCORED = 16;
const REPEATS = 3;

const random = createRandom('time-tinker-server');
/** Returns ids that are ordinary text in every vocabulary. */
const ids = (count: number): readonly number[] =>
  Array.from({ length: count }, () => 32 + Math.floor(95 * random.next()));

async function timed<Value>(what: string, tokens: number, run: () => Promise<Value>): Promise<Value> {
  const began = performance.now();
  const value = await run();
  const seconds = (performance.now() - began) / 1000;
  console.log(`${what}: ${seconds.toFixed(2)} s, ${Math.round(tokens / seconds)} tokens/s`);
  return value;
}

let seed = 1;
function request(numSamples: number): SampleRequest {
  seed += numSamples;
  return { prompt: ids(PROMPT), numSamples, samplingParams: { maxTokens: REPLY, seed } };
}

function datum(): Datum {
  const tokens = ids(LENGTH + 1);
  const advantages = Array.from({ length: LENGTH }, (_, place) =>
    place < LENGTH - WEIGHED ? 0 : random.next() - 0.5,
  );
  const logprobs = new Array<number>(LENGTH).fill(-5);
  return {
    modelInput: tokens.slice(0, -1),
    lossInputs: { targetTokens: tokens.slice(1), logprobs, advantages },
  };
}

async function time(engine: Engine, sequences: number, data: number): Promise<void> {
  const sampled = sequences * REPLY;
  const trained = data * LENGTH;
  const one = (): Promise<unknown> => engine.sample([request(sequences)]);
  const pass = (): Promise<unknown> =>
    engine.forwardBackward(Array.from({ length: data }, datum), { name: 'importance_sampling' });
  const step = (): Promise<unknown> => engine.optimStep({ learningRate: 1e-5 });

  await timed('first samples', sampled, one);
  await timed('first pass', trained, pass);
  await timed('first step', 1, step);
  await timed('samples after a step', sampled, one);
  for (let turn = 0; turn < REPEATS; turn++) await timed('samples, one request', sampled, one);
  const apart = (): readonly SampleRequest[] => Array.from({ length: sequences }, () => request(1));
  for (let turn = 0; turn < REPEATS; turn++)
    await timed(`samples, ${sequences} requests`, sampled, () => engine.sample(apart()));
  for (let turn = 0; turn < REPEATS; turn++) {
    await timed('pass', trained, pass);
    await timed('step', 1, step);
  }
  await compare(engine, apart().slice(0, SCORED));
}

/** Compares sampler and trainer on the same tokens and weights. */
async function compare(engine: Engine, requests: readonly SampleRequest[]): Promise<void> {
  const replies = (await engine.sample(requests)).map(({ sequences }) => sequences[0]!);
  const texts = replies.map(({ tokens }, index) => ({ prompt: requests[index]!.prompt, reply: tokens }));
  const scored = await engine.logprobs(texts);
  const gaps = replies
    .flatMap(({ logprobs }, index) =>
      logprobs.map((value, place) => Math.abs(value - scored[index]![place]!)),
    )
    .sort((a, b) => a - b);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const most = gaps[Math.floor(0.99 * gaps.length)]!;
  console.log(
    `log-probabilities, sampler and trainer: ${mean.toFixed(5)} apart in the mean, ${most.toFixed(4)} at 99 %`,
  );
}

async function main([url, profile, model, sequences = '64', data = '32']: readonly string[]): Promise<void> {
  if (url === undefined || profile === undefined || model === undefined)
    throw new Error('give URL PROFILE MODEL, such as http://127.0.0.1:8000 skyrl-jax /models/Qwen3-0.6B');
  const { vocabularySize: size } = await loadChatTokenizer(await readModelFolder(model));
  const apiKey = process.env.TINKER_API_KEY;
  const engine = await createTinkerEngine({
    ...{ url, profile: profile as ServerProfileName, model, vocabulary: { size, tokenizer: model } },
    ...(apiKey !== undefined && { apiKey }),
  });
  try {
    await time(engine, Number(sequences), Number(data));
  } finally {
    await engine.close();
  }
}

await main(process.argv.slice(2));
