/**
 * Samples from a model on a server.
 *
 * @module
 */

import { checkRequest } from '../check-input.ts';
import type { SampledSequence, SampleRequest, SampleResult } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import { SAMPLED, SAMPLER_SAVED } from './answers.ts';
import { cancelRequests } from './cancel-requests.ts';
import { watchRequests } from './finished-requests.ts';
import type { Submitted } from './futures.ts';
import type { Server } from './server.ts';
import type { Sampler, TinkerState } from './tinker-state.ts';

const SAVE_ATTEMPTS = 3;

/** Continues the prompts of all requests with the weights of all earlier steps. */
export async function sample(
  state: TinkerState,
  requests: readonly SampleRequest[],
): Promise<readonly SampleResult[]> {
  const { server } = state;
  requests.forEach((request, index) => {
    checkRequest(request, server.bounds, index);
    requireTopP(request, server);
  });
  if (requests.length === 0) return [];
  const drawing = await state.inTurn(async () => {
    state.model.requireWhole();
    if (state.sampler === undefined) await openSampler(state);
    const drawn = state.sampler!.then((sampler) => drawAll(state, sampler, requests));
    // If the server samples from the training weights, they must not change until all samples are drawn.
    await (server.profile.synchronous ? Promise.allSettled([drawn]) : undefined);
    return { drawn };
  });
  return drawing.drawn;
}

/** Submits the save in order. The result is awaited outside. */
async function openSampler(state: TinkerState): Promise<void> {
  const opened = await submitSave(state, SAVE_ATTEMPTS);
  const sampler = opened.result(SAMPLER_SAVED).then(({ sampling_session_id: id }): Sampler => {
    const { server, signal } = state;
    let numbered = 0;
    return {
      id,
      nextRequest: () => numbered++,
      requests: server.flags.batchPolling ? watchRequests({ ...server, signal }, id) : undefined,
    };
  });
  state.sampler = sampler;
  sampler.catch(() => {
    if (state.sampler === sampler) state.sampler = undefined;
  });
}

async function submitSave(state: TinkerState, attempts: number): Promise<Submitted> {
  const { model, session } = state;
  const sampling_session_seq_id = session.nextSampler();
  const submitted = await model.submit((seq_id) => ({
    path: '/save_weights_for_sampler',
    body: { model_id: model.id, seq_id, sampling_session_seq_id, type: 'save_weights_for_sampler' },
    handles: [409],
  }));
  // A save whose response was lost cannot be recovered. Another one is cheap.
  return submitted.conflict && attempts > 1 ? submitSave(state, attempts - 1) : submitted;
}

async function drawAll(
  state: TinkerState,
  sampler: Sampler,
  requests: readonly SampleRequest[],
): Promise<readonly SampleResult[]> {
  const { server, drawing } = state;
  const results: SampleResult[] = [];
  const submitted: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < requests.length) {
      const index = next++;
      const ask = await submitDraw(server, sampler, requests[index]!);
      submitted.push(ask.id);
      drawing.add(ask.id);
      results[index] = await readDraw(server, ask, requests[index]!, index).finally(() => {
        drawing.delete(ask.id);
        sampler.requests?.fetched(ask.id);
      });
    }
  };
  const stop = async (error: unknown): Promise<void> => {
    // The results of the other requests are not needed.
    next = requests.length;
    const running = submitted.filter((id) => drawing.has(id));
    await cancelRequests(server.transport, running, server.flags.cancelAtOnce);
    throw error;
  };
  const workers = Math.min(requests.length, server.limits.concurrentSamples);
  const done = await Promise.allSettled(Array.from({ length: workers }, () => work().catch(stop)));
  const failed = done.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  if (
    state.losesLogprobs(results.flatMap(({ sequences }) => sequences.flatMap(({ logprobs }) => logprobs)))
  ) {
    const problem = 'returned log-probabilities that are all 0, so its sampler does not report them';
    throw engineError(
      'wrong-server',
      `${server.transport.host} ${problem}`,
      'check that the server speaks the Tinker protocol',
    );
  }
  return results;
}

function submitDraw(
  server: Server,
  sampler: Sampler,
  { prompt, numSamples = 1, samplingParams }: SampleRequest,
): Promise<Submitted> {
  const { maxTokens, seed, temperature = 1, topP = 1, stop = [] } = samplingParams;
  const request = {
    path: '/asample',
    body: {
      sampling_session_id: sampler.id,
      seq_id: sampler.nextRequest(),
      num_samples: numSamples,
      prompt: { chunks: [{ type: 'encoded_text', tokens: prompt }] },
      sampling_params: {
        max_tokens: maxTokens,
        temperature,
        top_p: topP,
        top_k: -1,
        seed,
        ...(stop.length > 0 && { stop }),
      },
      prompt_logprobs: false,
      topk_prompt_logprobs: 0,
      type: 'sample',
    },
  };
  return server.futures.submit(request, sampler.requests?.finished);
}

async function readDraw(
  server: Server,
  submitted: Submitted,
  { numSamples = 1, samplingParams }: SampleRequest,
  index: number,
): Promise<SampleResult> {
  const { sequences } = await submitted.result(SAMPLED);
  const problem = findProblem(sequences, numSamples, samplingParams.maxTokens);
  if (problem !== undefined)
    throw engineError(
      'wrong-server',
      `Request ${index}: ${server.transport.host} ${problem}`,
      'check that the server speaks the Tinker protocol',
    );
  return {
    sequences: sequences.map(({ tokens, logprobs, stop_reason }): SampledSequence => {
      return { tokens, logprobs: logprobs ?? [], stopReason: stop_reason };
    }),
  };
}

function findProblem(
  sequences: readonly {
    readonly tokens: readonly number[];
    readonly logprobs?: readonly number[] | null | undefined;
  }[],
  numSamples: number,
  maxTokens: number,
): string | undefined {
  if (sequences.length !== numSamples) return `returned ${sequences.length} replies instead of ${numSamples}`;
  for (const { tokens, logprobs } of sequences) {
    const given = logprobs?.length ?? 0;
    if (tokens.length > maxTokens)
      return `returned ${tokens.length} tokens, more than the limit of ${maxTokens}`;
    if (given !== tokens.length) return `returned ${given} log-probabilities for ${tokens.length} tokens`;
  }
  return undefined;
}

function requireTopP({ samplingParams }: SampleRequest, { profile }: Server): void {
  if (profile.topP || (samplingParams.topP ?? 1) === 1) return;
  throw engineError('unsupported', `Server profile ${profile.name} does not support top-p`, `set topP to 1`);
}
