/**
 * Connects to a Tinker server and checks the options against it.
 *
 * @module
 */

import type { AdamParams, Vocabulary } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import { CAPABILITIES, CLIENT_CONFIG, DYNAMIC_CONFIG, read } from './answers.ts';
import { createFutures, type Futures } from './futures.ts';
import { DEFAULT_LIMITS, type TinkerLimits } from './limits.ts';
import { readModelFolder } from './model-folder.ts';
import { loadProtobuf } from './protobuf.ts';
import { SERVER_PROFILES, type ServerProfile, type ServerProfileName } from './server-profile.ts';
import { createTransport, type Transport } from './transport.ts';

export interface TinkerEngineOptions {
  /** Server address, for example `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Kind of server: a known profile, or a changed copy of one. */
  readonly profile: ServerProfileName | ServerProfile;
  /** Name of the base model on the server. It may be a folder. */
  readonly model: string;
  /** The meaning of token ids, because the protocol carries ids only. */
  readonly vocabulary: Vocabulary;
  /** Rank of the trained adapter (LoRA). 0 trains all weights if the server supports it. Default 32. */
  readonly rank?: number;
  /** Seed of the adapter's initial weights. Default 0. */
  readonly seed?: number;
  /** Maximum number of tokens of a model input, if neither the server nor the model's folder states it. */
  readonly context?: number;
  /** API key. It is never read from the environment, and never appears in messages, logs or checkpoints. */
  readonly apiKey?: string;
  /**
   * Parameters of `optimStep` that the server's configuration sets. They are accepted even if the server
   * ignores them.
   */
  readonly leftToServer?: readonly (keyof AdamParams)[];
  readonly limits?: Partial<TinkerLimits>;
  /** Aborting closes the engine: running calls fail with `closed`, and the server unloads the model. */
  readonly signal?: AbortSignal;
  readonly fetch?: typeof globalThis.fetch;
}

/** A server that speaks the protocol and serves the model. */
export interface Server {
  readonly profile: ServerProfile;
  readonly limits: TinkerLimits;
  readonly transport: Transport;
  readonly futures: Futures;
  readonly flags: ServerFlags;
  readonly model: string;
  readonly adapter: { readonly rank: number; readonly seed: number };
  /** Limits of the model. */
  readonly bounds: { readonly vocabularySize: number; readonly context: number };
}

/** Features that the server has enabled for this client. */
export interface ServerFlags {
  /** Whether one poll serves all requests of a sampling session. */
  readonly batchPolling: boolean;
  /** Whether the server runs custom losses. */
  readonly customLosses: boolean;
  /** Number of sample requests that may be cancelled at once, 0 if none can be cancelled. */
  readonly cancelAtOnce: number;
}

interface Served {
  /** Maximum number of tokens of a model input, if the server states it. */
  readonly context: number | undefined;
  readonly hasLoss: (loss: string) => boolean;
}

/** Statuses that mean that the server does not have the route. */
const UNKNOWN_ROUTE: readonly number[] = [404, 405, 422];
/** SDK: 64. */
const CANCEL_AT_ONCE = 64;
/** Attempts of the first request. A wrong address should fail quickly. */
const FIRST_ATTEMPTS = 3;
/** The version of the Python SDK whose requests this client sends. */
export const SDK_VERSION = '0.38.0';

/**
 * Connects to a server and checks that it supports the options.
 *
 * @throws AtomMemError `bad-config`, `unsupported`, `unreachable`, `wrong-server`, `unauthorized`
 */
export async function connect(options: TinkerEngineOptions, signal: AbortSignal): Promise<Server> {
  const { model, vocabulary, rank = 32, seed = 0 } = options;
  const profile = findProfile(options.profile);
  checkRank(rank, profile);
  // Fails now if the library is missing, rather than at the first pass after all rollouts.
  if (profile.encoding === 'protobuf') await loadProtobuf();
  const apiKey = checkKey(options.apiKey, profile);
  const folder = await readModelFolder(model);
  checkVocabulary(vocabulary, folder.vocabularySize, model);
  const given = { ...DEFAULT_LIMITS, ...options.limits };
  const access = {
    url: options.url,
    signal,
    apiKey,
    fetch: options.fetch,
  };
  const first = createTransport({ ...access, limits: given });
  const served = await fetchCapabilities(first, model);
  const stated = served.context ?? folder.context;
  const context = options.context ?? stated;
  if (context === undefined)
    throw engineError(
      'bad-config',
      `${first.host} does not state the context length of ${model}`,
      `set context`,
    );
  if (context > (stated ?? context))
    throw engineError(
      'bad-config',
      `context is ${context}, but ${model} reads at most ${stated} tokens`,
      `omit context`,
    );
  const config = await fetchConfig(first, given);
  const limits = { ...config.limits, ...options.limits };
  const transport = createTransport({ ...access, limits });
  return {
    profile: { ...profile, losses: profile.losses.filter(served.hasLoss) },
    limits,
    transport,
    futures: createFutures({ transport, limits, signal, protobuf: profile.encoding === 'protobuf' }),
    flags: { ...config.flags, cancelAtOnce: await fetchCancelLimit(first) },
    model,
    adapter: { rank, seed },
    bounds: { vocabularySize: vocabulary.size, context },
  };
}

/** Fetches the server's capabilities and checks that it serves the model. */
async function fetchCapabilities(transport: Transport, model: string): Promise<Served> {
  const path = '/get_server_capabilities';
  const reply = await transport.send({ path, attempts: FIRST_ATTEMPTS, handles: [404, 405] });
  const stated = read(CAPABILITIES, reply.body, `${transport.host}${path}`);
  const { supported_models: served, supported_loss_fns: losses } = stated;
  const found = served.find(({ model_name }) => model_name === model);
  if (found !== undefined) {
    const context = found.max_context_length ?? undefined;
    return { context, hasLoss: (loss) => losses?.includes(loss) ?? true };
  }
  const names = transport.quote(served.map(({ model_name }) => model_name).join(', '));
  throw engineError('bad-config', `${transport.host} does not serve ${model}`, `it serves: ${names}`);
}

/** Fetches the server's request sizes and enabled features. */
async function fetchConfig(
  transport: Transport,
  limits: TinkerLimits,
): Promise<{ readonly limits: TinkerLimits; readonly flags: Omit<ServerFlags, 'cancelAtOnce'> }> {
  const body = { sdk_version: SDK_VERSION };
  const reply = await transport.send({ path: '/client/config', body, handles: UNKNOWN_ROUTE });
  const config = reply.status >= 400 ? {} : read(CLIENT_CONFIG, reply.body, '/client/config');
  return {
    limits: {
      ...limits,
      chunkData: config.fwdbwd_max_chunk_len ?? limits.chunkData,
      chunkBytes: config.fwdbwd_max_chunk_bytes_count ?? limits.chunkBytes,
    },
    flags: {
      batchPolling: config.sample_use_retrieve_futures ?? false,
      customLosses: config.custom_loss_server_side ?? false,
    },
  };
}

async function fetchCancelLimit(transport: Transport): Promise<number> {
  const path = '/client/dynamic_config';
  const reply = await transport.send({ path, body: { sdk_version: SDK_VERSION }, handles: UNKNOWN_ROUTE });
  if (reply.status >= 400) return 0;
  const config = read(DYNAMIC_CONFIG, reply.body, path);
  return config.sample_cancel_enabled === true ? (config.sample_cancel_max_batch_size ?? CANCEL_AT_ONCE) : 0;
}

function findProfile(profile: ServerProfileName | ServerProfile): ServerProfile {
  if (typeof profile !== 'string') return profile;
  const known: ServerProfile | undefined = SERVER_PROFILES[profile];
  if (known !== undefined) return known;
  const names = Object.keys(SERVER_PROFILES).join(', ');
  throw engineError('bad-config', `Server profile "${profile}" is unknown`, `use one of ${names}`);
}

function checkRank(rank: number, profile: ServerProfile): void {
  if (!Number.isInteger(rank) || rank < 0)
    throw engineError('bad-config', `rank is ${rank}`, `use a positive integer, or 0 to train all weights`);
  if (rank === 0 && !profile.fullFineTuning)
    throw engineError(
      'unsupported',
      `Server profile ${profile.name} trains adapters only`,
      `use a rank above 0, such as 32`,
    );
}

function checkKey(apiKey: string | undefined, profile: ServerProfile): string | undefined {
  const key = apiKey?.trim();
  if (key === undefined || key === '') {
    if (profile.apiKey === 'ignored') return undefined;
    throw engineError('bad-config', `Server profile ${profile.name} needs an API key`, `set apiKey`);
  }
  if (!/^[\x21-\x7e]+$/.test(key))
    throw engineError('bad-config', 'apiKey contains a space or a non-ASCII character', 'pass the key only');
  return key;
}

function checkVocabulary({ size, tokens }: Vocabulary, limit: number | undefined, model: string): void {
  if (tokens !== undefined && tokens.length !== size)
    throw engineError(
      'bad-config',
      `The vocabulary has ${size} ids but ${tokens.length} words`,
      `use equal numbers`,
    );
  if (limit === undefined || size <= limit) return;
  const remedy = 'use the tokenizer of this model';
  throw engineError('bad-config', `The tokenizer has ${size} ids, but ${model} has ${limit}`, remedy);
}
