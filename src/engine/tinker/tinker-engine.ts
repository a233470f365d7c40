/**
 * Creates engines that train on a Tinker server.
 *
 * @module
 */

import type { AdamParams, Engine, EngineCapabilities } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import { cancelRequests } from './cancel-requests.ts';
import { load, save } from './checkpoints.ts';
import { createFutures } from './futures.ts';
import { sample } from './sampler.ts';
import { connect, type Server, type TinkerEngineOptions } from './server.ts';
import { openSession } from './session.ts';
import { createLossWatch, createTurns, type TinkerState } from './tinker-state.ts';
import { forwardBackward, listLosses, optimStep, score } from './training.ts';
import { createTransport } from './transport.ts';
import { unload } from './unload.ts';

/**
 * Creates an engine for a model on a server that speaks the Tinker protocol. It trains an adapter or all
 * weights. Before it returns, it checks the server, the model name, the key and the rank.
 *
 * Requests are retried byte for byte under the same number, so no step is lost or taken twice. After a
 * failure that leaves the model in doubt, every call except `load` and `close` fails with `model-lost`.
 * Checkpoints stay on the server. `save` writes a local folder that refers to one.
 *
 * @example
 * const engine = await createTinkerEngine({
 *   url: 'http://127.0.0.1:8000',
 *   profile: 'skyrl-jax',
 *   model: '/models/qwen3-8b',
 *   vocabulary: { size: 151_936, tokenizer: '/models/qwen3-8b' },
 * });
 * try {
 *   const passed = engine.forwardBackward(data, { name: 'cross_entropy' });
 *   const stepped = engine.optimStep({ learningRate: 1e-4 });
 *   await Promise.all([passed, stepped]);
 * } finally {
 *   await engine.close();
 * }
 *
 * @throws AtomMemError `bad-config`, `unsupported`, `unreachable`, `wrong-server`, `unauthorized`, `refused`
 */
export async function createTinkerEngine(options: TinkerEngineOptions): Promise<Engine> {
  const ending = new AbortController();
  const signal =
    options.signal === undefined ? ending.signal : AbortSignal.any([ending.signal, options.signal]);
  const server = await connect(options, signal);
  const session = await openSession(server);
  const model = await session.createModel().catch((error: unknown) => {
    session.end();
    throw error;
  });
  const state: TinkerState = {
    ...{ server, session, model, signal, inTurn: createTurns(), losesLogprobs: createLossWatch() },
    ...{ sampler: undefined, held: [], drawing: new Set() },
  };
  const leftToServer = options.leftToServer ?? [];

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    // Deferred: `leave` aborts, and aborting calls `close`.
    closing ??= Promise.resolve().then(() => leave(state, options, ending));
    return closing;
  };
  signal.addEventListener('abort', () => void close(), { once: true });
  // Handles a signal that fired while the model was created.
  if (signal.aborted) await close();

  return {
    name: server.profile.name,
    vocabulary: options.vocabulary,
    capabilities: listCapabilities(server, leftToServer),
    sample: (requests) => sample(state, requests),
    logprobs: (texts) => score(state, texts),
    forwardBackward: (data, loss) => forwardBackward(state, data, loss),
    async optimStep(params) {
      requireHonoured(params, server, leftToServer);
      return optimStep(state, params);
    },
    save: (path, saving) => save(state, path, saving),
    load: (path, loading) => load(state, path, loading),
    close,
  };
}

/** Aborts running operations, cancels samples and unloads the model from the server. */
async function leave(
  state: TinkerState,
  options: TinkerEngineOptions,
  ending: AbortController,
): Promise<void> {
  const drawing = [...state.drawing];
  ending.abort();
  state.session.end();
  const { limits, profile, flags } = state.server;
  const signal = AbortSignal.timeout(limits.closeTime);
  const transport = createTransport({
    url: options.url,
    limits: { ...limits, attempts: 2 },
    signal,
    apiKey: options.apiKey?.trim() || undefined,
    fetch: options.fetch,
  });
  // If the server is down, there is nothing to cancel and no model to unload.
  const futures = createFutures({ transport, limits, signal, protobuf: false });
  await Promise.allSettled([
    cancelRequests(transport, drawing, flags.cancelAtOnce),
    unload({ futures, profile }, state.model),
  ]);
}

function listCapabilities(
  { profile, bounds }: Server,
  leftToServer: readonly (keyof AdamParams)[],
): EngineCapabilities {
  return {
    losses: listLosses(profile),
    context: bounds.context,
    deterministic: profile.deterministic,
    topP: profile.topP,
    overlaps: !profile.synchronous,
    honouredAdamParams: [...new Set([...profile.honouredAdamParams, ...leftToServer])],
  };
}

/** Refuses parameters that the server ignores, unless their values have no effect. */
function requireHonoured(
  params: AdamParams,
  { profile }: Server,
  leftToServer: readonly (keyof AdamParams)[],
): void {
  const known = new Set<string>([...profile.honouredAdamParams, ...leftToServer]);
  const idle: Partial<AdamParams> = { weightDecay: 0, gradientClip: 0 };
  for (const [name, value] of Object.entries(params)) {
    if (known.has(name) || value === undefined || value === idle[name as keyof AdamParams]) continue;
    const remedy = `omit it, or set it in the server's configuration and list it in leftToServer`;
    throw engineError(
      'unsupported',
      `Server profile ${profile.name} ignores ${name}, which is ${value}`,
      remedy,
    );
  }
}
