/**
 * Sampling and scoring of a local engine.
 *
 * @module
 */
import { checkRequest, checkText } from '../check-input.ts';
import type { SampleRequest, SampleResult, ScoredText } from '../engine.ts';
import { type EngineState, notFinite, packWeights } from './engine-state.ts';

/** Continues the prompts of all requests together. */
export async function sample(
  state: EngineState,
  requests: readonly SampleRequest[],
): Promise<readonly SampleResult[]> {
  const lots = requests.map((request, index) => checkRequest(request, state.model, index));
  await packWeights(state);
  const replies = await state.scheduler.samples(lots.flat());
  const bad = replies.findIndex(({ logprobs }) => !logprobs.every(Number.isFinite));
  if (bad >= 0) throw notFinite(`A log-probability of sampled reply ${bad}`, 'asking');
  const sequences = replies.map(({ tokens, logprobs, stopped }) => {
    const stopReason = stopped ? ('stop' as const) : ('length' as const);
    return { tokens, logprobs, stopReason };
  });
  let next = 0;
  return lots.map((lot) => {
    next += lot.length;
    return { sequences: sequences.slice(next - lot.length, next) };
  });
}

/** Returns the log-probabilities of the replies. */
export async function score(
  state: EngineState,
  texts: readonly ScoredText[],
): Promise<readonly (readonly number[])[]> {
  const sequences = texts.map((text, index) => checkText(text, state.model, index));
  await packWeights(state);
  const results = await state.scheduler.passes(sequences, { name: 'cross_entropy' }, false);
  const bad = results.findIndex(({ logprobs }) => !logprobs.every(Number.isFinite));
  if (bad >= 0) throw notFinite(`A log-probability of text ${bad}`, 'asking', bad);
  return results.map(({ logprobs }, index) => Array.from(logprobs.subarray(sequences[index]!.first)));
}
