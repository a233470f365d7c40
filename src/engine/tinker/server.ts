import type { AdamParams, Vocabulary } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { CAPABILITIES, CLIENT_CONFIG, read } from './answers.ts';
import { createFutures, type Futures } from './futures.ts';
import { DEFAULT_LIMITS, type TinkerLimits } from './limits.ts';
import { readModelFolder } from './model-folder.ts';
import { loadProtobuf } from './protobuf.ts';
import { SERVER_PROFILES, type ServerProfile, type ServerProfileName } from './server-profile.ts';
import { createTransport, type Transport } from './transport.ts';

export interface TinkerEngineOptions {
  /** Address of the server, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** What kind of server it is: a known one, or a changed copy of a known one. */
  readonly profile: ServerProfileName | ServerProfile;
  /** The base model's name as the server knows it, which may be a folder. */
  readonly model: string;
  /** What the ids mean: protocols of this kind carry ids only. */
  readonly vocabulary: Vocabulary;
  /** Rank of the adapter (LoRA) that is trained; 0 trains all weights, where the server can. Default 32. */
  readonly rank?: number;
  /** Of the adapter's initial weights. Default 0. */
  readonly seed?: number;
  /** Most tokens of a model input, where neither the server nor the model's folder says. */
  readonly context?: number;
  /** Read from no environment: the caller gives it. In no message, log or checkpoint. */
  readonly apiKey?: string;
  /**
   * Parameters of `optimStep` that the server's own configuration decides: given here, they are not refused
   * where the server does not honour them.
   */
  readonly leftToServer?: readonly (keyof AdamParams)[];
  readonly limits?: Partial<TinkerLimits>;
  /** Aborting closes the engine: what is under way fails with `closed`, and the server unloads the model. */
  readonly signal?: AbortSignal;
  readonly fetch?: typeof globalThis.fetch;
}

/** A server that was found to speak the protocol and to serve the model. */
export interface Server {
  readonly profile: ServerProfile;
  readonly limits: TinkerLimits;
  readonly transport: Transport;
  readonly futures: Futures;
  readonly model: string;
  readonly adapter: { readonly rank: number; readonly seed: number };
  /** What the model can take. */
  readonly bounds: { readonly vocabularySize: number; readonly context: number };
}

interface Served {
  /** Most tokens of a model input, where the server says. */
  readonly context: number | undefined;
  readonly hasLoss: (loss: string) => boolean;
}

/** Requests of the first contact: a wrong address should not take a minute to say so. */
const FIRST_ATTEMPTS = 3;
const SDK_VERSION = '0.25.0';

/** @throws EngineError `bad-config`, `unsupported`, `unreachable`, `wrong-server`, `unauthorized` */
export async function connect(options: TinkerEngineOptions, signal: AbortSignal): Promise<Server> {
  const { model, vocabulary, rank = 32, seed = 0 } = options;
  const profile = findProfile(options.profile);
  checkRank(rank, profile);
  // Missing, it would be missed at the first pass only, after all rollouts.
  if (profile.encoding === 'protobuf') await loadProtobuf();
  const apiKey = checkKey(options.apiKey, profile);
  const folder = await readModelFolder(model);
  checkVocabulary(vocabulary, folder.vocabularySize, model);
  const given = { ...DEFAULT_LIMITS, ...options.limits };
  const access = {
    url: options.url,
    signal,
    ...(apiKey !== undefined && { apiKey }),
    ...pick(options.fetch),
  };
  const first = createTransport({ ...access, limits: given });
  const served = await fetchCapabilities(first, model);
  const stated = served.context ?? folder.context;
  const context = options.context ?? stated;
  if (context === undefined)
    throw new EngineError(
      'bad-config',
      `${first.host} does not say how many tokens ${model} reads; give context.`,
    );
  if (context > (stated ?? context))
    throw new EngineError(
      'bad-config',
      `context is ${context}, and ${model} reads ${stated} tokens; leave it out.`,
    );
  const limits = { ...(await chunkLimits(first, given)), ...options.limits };
  const transport = createTransport({ ...access, limits });
  return {
    profile: { ...profile, losses: profile.losses.filter(served.hasLoss) },
    limits,
    transport,
    futures: createFutures(transport, limits, signal),
    model,
    adapter: { rank, seed },
    bounds: { vocabularySize: vocabulary.size, context },
  };
}

/** What the server says of itself; the model must be one that it serves. */
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
  throw new EngineError('bad-config', `${transport.host} does not serve ${model}; it serves: ${names}.`);
}

/** The server may ask for smaller requests. */
async function chunkLimits(transport: Transport, limits: TinkerLimits): Promise<TinkerLimits> {
  const body = { sdk_version: SDK_VERSION };
  const reply = await transport.send({ path: '/client/config', body, handles: [404, 405, 422] });
  if (reply.status >= 400) return limits;
  const config = read(CLIENT_CONFIG, reply.body, '/client/config');
  return {
    ...limits,
    chunkData: config.fwdbwd_max_chunk_len ?? limits.chunkData,
    chunkBytes: config.fwdbwd_max_chunk_bytes_count ?? limits.chunkBytes,
  };
}

function findProfile(profile: ServerProfileName | ServerProfile): ServerProfile {
  if (typeof profile !== 'string') return profile;
  const known: ServerProfile | undefined = SERVER_PROFILES[profile];
  if (known !== undefined) return known;
  const names = Object.keys(SERVER_PROFILES).join(', ');
  throw new EngineError('bad-config', `Server profile "${profile}" is unknown; use one of ${names}.`);
}

function checkRank(rank: number, profile: ServerProfile): void {
  if (!Number.isInteger(rank) || rank < 0)
    throw new EngineError(
      'bad-config',
      `rank is ${rank}; use a positive integer, or 0 to train all weights.`,
    );
  if (rank === 0 && !profile.fullFineTuning)
    throw new EngineError(
      'unsupported',
      `Server profile ${profile.name} trains adapters only; use a rank above 0, such as 32.`,
    );
}

function checkKey(apiKey: string | undefined, profile: ServerProfile): string | undefined {
  const key = apiKey?.trim();
  if (key === undefined || key === '') {
    if (profile.apiKey === 'ignored') return undefined;
    throw new EngineError('bad-config', `Server profile ${profile.name} needs an API key; give apiKey.`);
  }
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new EngineError(
      'bad-config',
      'apiKey holds a blank or a character beyond ASCII; give the bare key.',
    );
  return key;
}

function checkVocabulary({ size, tokens }: Vocabulary, limit: number | undefined, model: string): void {
  if (tokens !== undefined && tokens.length !== size)
    throw new EngineError(
      'bad-config',
      `The vocabulary has ${size} ids and ${tokens.length} words; give as many.`,
    );
  if (limit === undefined || size <= limit) return;
  const remedy = 'use the tokenizer of this model';
  throw new EngineError('bad-config', `The tokenizer has ${size} ids, ${model} ${limit}; ${remedy}.`);
}

function pick(fetch: typeof globalThis.fetch | undefined): { readonly fetch?: typeof globalThis.fetch } {
  return fetch === undefined ? {} : { fetch };
}
