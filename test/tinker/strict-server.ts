import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createLocalEngine, type LocalEngine } from '../../src/engine/local/local-engine.ts';
import type { ModelConfig } from '../../src/engine/local/model-config.ts';
import type { ServerProfile } from '../../src/engine/tinker/server-profile.ts';
import { decodePass } from './decode-pass.ts';
import {
  createCheckpointFolder,
  createServedModel,
  createServedSampler,
  type ServedModel,
} from './served-model.ts';
import { BODIES, type Bodies, type Numbered, type Path } from './strict-bodies.ts';

/** What goes wrong with a request: an answer without an act, a broken connection before or after the act. */
export type Fault = number | 'drop-before' | 'drop-after';

export interface StrictServerOptions {
  readonly profile: ServerProfile;
  readonly model: ModelConfig;
  /** Asked for each request; `count` is the number of requests to the path, this one included. */
  readonly fault?: (path: string, count: number) => Fault | undefined;
  /** Polls that find an operation unfinished, whatever it takes. Default 2. */
  readonly pendingPolls?: number;
  /** The promise of one in so many numbered operations is gone once; the same request brings it back. */
  readonly goneEvery?: number;
  readonly apiKey?: string;
  /** Default 32. */
  readonly highestRank?: number;
  /** Default: it does not say. */
  readonly losses?: readonly string[];
  /** Data of a request; more are refused. */
  readonly chunkData?: number;
}

export interface StrictServer {
  readonly url: string;
  /** What every operation on every model was, in the order of acting. */
  readonly acts: readonly string[];
  /** Every path that was asked for. */
  readonly paths: readonly string[];
  /** Models that are loaded. */
  models(): readonly LocalEngine[];
  /** Forgets everything but checkpoints, as a restart does. */
  restart(): Promise<void>;
  /** The checkpoints are gone. */
  loseCheckpoints(): void;
  /** Operations never come to an end from now on. */
  stall(): void;
  close(): Promise<void>;
}

export const MODEL_NAME = '/models/tiny';

interface Held {
  readonly served: ServedModel;
  due: number;
  /** Body and request by sequence number. */
  readonly taken: Map<number, { readonly body: string; readonly request: string }>;
}

interface Future {
  polls: number;
  gone: boolean;
  outcome: { readonly value: object } | { readonly failure: string } | undefined;
}

type Weights = Awaited<ReturnType<ServedModel['snapshot']>>;

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A server on this machine that takes nothing but the protocol, with a tiny model behind it. */
export async function startStrictServer(options: StrictServerOptions): Promise<StrictServer> {
  const { profile, model: config, pendingPolls = 2, highestRank = 32, chunkData = 8 } = options;
  const folder = await createCheckpointFolder();
  const sampler = createServedSampler(config);
  const fresh = createLocalEngine({ model: config, seed: 1, workers: 1 });
  const untrained = await fresh.save(join(folder.path, 'untrained'));
  /** Engines that no model needs: starting one takes longer than most tests. */
  const idle = [fresh];
  const checkpoints = new Map<string, string>();
  const names = new Map<string, string[]>();
  const bodiesByKey = new Map<string, string>();
  const counts = new Map<string, number>();
  const acts: string[] = [];
  const paths: string[] = [];
  let sessions = new Map<string, number>();
  let models = new Map<string, Held>();
  let samplers = new Map<
    string,
    { readonly weights: () => Promise<Weights>; readonly taken: Held['taken'] }
  >();
  let samplerNumbers = new Set<string>();
  let futures = new Map<string, Future>();
  let last: Promise<unknown> = Promise.resolve();
  let ids = 0;
  let promises = 0;
  let stalled = false;

  /** Runs operations one after the other; their results are there after some polls. */
  function later(name: string, run: () => Promise<object>): { request_id: string } {
    const request_id = `request-${++ids}`;
    const numberedOperation = ['forward', 'forward_backward', 'optim_step'].includes(name);
    if (numberedOperation) promises += 1;
    const gone = numberedOperation && promises % (options.goneEvery ?? Number.POSITIVE_INFINITY) === 0;
    const future: Future = { polls: 0, gone, outcome: undefined };
    futures.set(request_id, future);
    last = last.then(async () => {
      acts.push(name);
      future.outcome = await run().then(
        (value) => ({ value }),
        (error: Error) => ({ failure: error.message }),
      );
    });
    return { request_id };
  }

  function heldModel(id: string): Held {
    const held = models.get(id);
    if (held === undefined) throw new Refusal(404, `Model ${id} is not loaded`);
    return held;
  }

  /** Takes a numbered operation once; the same body again is the same request. */
  function numbered(
    body: Numbered,
    name: string,
    run: (held: Held) => Promise<object>,
    repeatable = true,
  ): object {
    const held = heldModel(body.model_id);
    const text = JSON.stringify(body);
    const before = held.taken.get(body.seq_id);
    if (before !== undefined) {
      if (before.body !== text) throw new Refusal(409, `seq_id ${body.seq_id} was used with another body`);
      if (!repeatable) throw new Refusal(409, 'this name exists');
      return { request_id: before.request };
    }
    if (body.seq_id !== held.due) throw new Refusal(400, `seq_id ${body.seq_id} came, ${held.due} was due`);
    held.due += 1;
    const submitted = later(name, () => run(held));
    held.taken.set(body.seq_id, { body: text, request: submitted.request_id });
    return submitted;
  }

  const handlers: { readonly [P in Path]: (body: Bodies[P]) => object } = {
    '/client/config': () => ({ fwdbwd_max_chunk_len: chunkData, another_flag: true }),
    '/create_session': () => {
      const session_id = `session_${++ids}`;
      sessions.set(session_id, 0);
      return {
        type: 'create_session',
        session_id,
        info_message: null,
        warning_message: null,
        error_message: null,
      };
    },
    '/session_heartbeat': ({ session_id }) => {
      if (!sessions.has(session_id)) throw new Refusal(404, 'no such session');
      return { type: 'session_heartbeat' };
    },
    '/create_model': ({ session_id, model_seq_id, base_model, lora_config }) => {
      if (!sessions.has(session_id)) throw new Refusal(404, `Session ${session_id} is unknown`);
      if (base_model !== MODEL_NAME) throw new Refusal(400, `unknown model ${base_model}`);
      const model_id = `${session_id}:train:${model_seq_id}`;
      return later('create_model', async () => {
        if (lora_config.rank > highestRank)
          throw new Error(`rank ${lora_config.rank} is over the limit ${highestRank}`);
        if (models.has(model_id)) return { model_id, type: 'create_model' };
        if (!profile.severalModels && models.size > 0) throw new Error('one model at a time');
        const engine = idle.pop() ?? createLocalEngine({ model: config, seed: 1, workers: 1 });
        await engine.load(untrained);
        const served = createServedModel(engine, profile.reduction === 'datum-mean');
        models.set(model_id, { served, due: 1, taken: new Map() });
        return { model_id, type: 'create_model' };
      });
    },
    '/unload_model': ({ model_id }) => {
      const held = heldModel(model_id);
      return later('unload_model', async () => {
        models.delete(model_id);
        idle.push(held.served.engine);
        return { model_id, type: 'unload_model' };
      });
    },
    '/forward_backward': (body) => {
      const { data } = body.forward_backward_input;
      if (data.length > chunkData) throw new Refusal(413, `${data.length} data, ${chunkData} are the most`);
      return numbered(body, 'forward_backward', ({ served }) =>
        served.pass(body.forward_backward_input, true),
      );
    },
    '/forward': (body) => numbered(body, 'forward', ({ served }) => served.pass(body.forward_input, false)),
    '/optim_step': (body) => numbered(body, 'optim_step', ({ served }) => served.step(body.adam_params)),
    '/save_weights': (body) =>
      numbered(
        body,
        'save_weights',
        async ({ served }) => {
          const path = `tinker://${body.model_id}/weights/${body.path}`;
          checkpoints.set(path, await served.engine.save(join(folder.path, `${++ids}`)));
          names.set(body.model_id, [...(names.get(body.model_id) ?? []), path]);
          return { path, type: 'save_weights' };
        },
        false,
      ),
    '/save_weights_for_sampler': (body) => {
      const number = `${body.model_id.split(':')[0]} ${body.sampling_session_seq_id}`;
      const repeated = heldModel(body.model_id).taken.has(body.seq_id);
      if (!repeated && samplerNumbers.has(number)) throw new Refusal(409, 'sampling_session_seq_id was used');
      samplerNumbers.add(number);
      return numbered(
        body,
        'save_weights_for_sampler',
        async ({ served }) => {
          const sampling_session_id = `sampling_${++ids}`;
          const snapshot = await served.snapshot();
          // Servers that sample in place sample what is there now.
          const weights = profile.synchronous ? () => served.snapshot() : async () => snapshot;
          samplers.set(sampling_session_id, { weights, taken: new Map() });
          return { path: null, sampling_session_id };
        },
        false,
      );
    },
    '/load_weights': (body) => {
      // Refused for a repetition too: only the first request may be this one.
      if (heldModel(body.model_id).due !== 1) throw new Refusal(400, 'load_weights is not permitted now');
      return numbered(body, 'load_weights', async ({ served }) => {
        const path = checkpoints.get(body.path);
        if (path === undefined) throw new Error(`checkpoint ${body.path} was not found`);
        await served.engine.load(path, { optimizer: body.optimizer || !profile.loadsWithoutOptimizer });
        return { type: 'load_weights' };
      });
    },
    '/asample': (body) => {
      const session = samplers.get(body.sampling_session_id);
      if (session === undefined) throw new Refusal(404, 'no such sampling session');
      const text = JSON.stringify(body);
      const before = session.taken.get(body.seq_id);
      if (before !== undefined && before.body !== text)
        throw new Refusal(409, `seq_id ${body.seq_id} was used`);
      if (before !== undefined) return { request_id: before.request };
      const submitted = later('asample', async () => sampler.sample(await session.weights(), body));
      session.taken.set(body.seq_id, { body: text, request: submitted.request_id });
      return submitted;
    },
    '/retrieve_future': ({ request_id }) => {
      const future = futures.get(request_id);
      if (future === undefined) throw new Refusal(404, 'no such request');
      if (future.gone) {
        future.gone = false;
        throw new Refusal(410, 'the promise is gone');
      }
      future.polls += 1;
      const { outcome } = future;
      if (stalled || outcome === undefined || future.polls <= pendingPolls) {
        if (future.polls % 2 === 0) throw new Refusal(408, 'pending');
        return { type: 'try_again', request_id, queue_state: 'active' };
      }
      if ('value' in outcome) return outcome.value;
      if (profile.name === 'tinker') return { error: outcome.failure, category: 'user' };
      throw new Refusal(profile.name === 'tuft' ? 422 : 400, outcome.failure);
    },
  };

  function readBody(path: Path, request: IncomingMessage, bytes: Buffer): Bodies[Path] {
    const binary = request.headers['content-type'] === 'application/x-protobuf';
    if (path === '/forward_backward' && binary !== (profile.encoding === 'protobuf'))
      throw new Refusal(415, `forward_backward takes ${profile.encoding}`);
    if (path === '/forward' && profile.forward === 'flag') throw new Refusal(404, 'Not Found');
    const body = binary ? decodePass(bytes).body : JSON.parse(bytes.toString());
    const checked = BODIES[path].safeParse(body);
    if (!checked.success)
      throw new Refusal(422, checked.error.issues.map(({ message }) => message).join('; '));
    return checked.data;
  }

  function post(path: string, request: IncomingMessage, bytes: Buffer): object {
    if (!(path in BODIES)) throw new Refusal(404, 'Not Found');
    const key = String(request.headers['x-idempotency-key']);
    const text = bytes.toString('base64');
    if ((bodiesByKey.get(key) ?? text) !== text)
      throw new Refusal(400, 'a repeated request with another body');
    bodiesByKey.set(key, text);
    const body = readBody(path as Path, request, bytes);
    const flagged =
      path === '/forward_backward' && profile.encoding === 'protobuf' && decodePass(bytes).forwardOnly;
    if (flagged) {
      const pass = body as Bodies['/forward_backward'];
      return numbered(pass, 'forward', ({ served }) => served.pass(pass.forward_backward_input, false));
    }
    return (handlers[path as Path] as (body: Bodies[Path]) => object)(body);
  }

  function get(path: string): object {
    if (path === '/get_server_capabilities')
      return {
        supported_models: [{ model_name: MODEL_NAME, max_context_length: config.context }],
        ...(options.losses !== undefined && { supported_loss_fns: options.losses }),
      };
    const run = /^\/training_runs\/([^/]+)\/checkpoints$/.exec(path);
    if (run === null) throw new Refusal(404, 'Not Found');
    const found = names.get(decodeURIComponent(run[1]!)) ?? [];
    return { checkpoints: found.map((tinker_path) => ({ tinker_path, checkpoint_type: 'training' })) };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = (request.url ?? '').replace(/^\/api\/v1/, '');
    paths.push(path);
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const fault = options.fault?.(path, counts.get(path)!);
    if (fault === 'drop-before') return void response.destroy();
    const reply = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (typeof fault === 'number') return reply(fault, { detail: 'injected' });
    try {
      if (!request.url?.startsWith('/api/v1/')) throw new Refusal(404, 'Not Found');
      if (options.apiKey !== undefined && request.headers['x-api-key'] !== options.apiKey)
        throw new Refusal(403, `unknown key ${request.headers['x-api-key']}`);
      const body = request.method === 'GET' ? get(path) : post(path, request, Buffer.concat(parts));
      if (fault === 'drop-after') return void response.destroy();
      reply(profile.name === 'tuft' ? 201 : 200, body);
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      reply(status, { detail: (error as Error).message });
    }
  }

  const http = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as { port: number };

  async function forget(): Promise<void> {
    await last;
    idle.push(...[...models.values()].map(({ served }) => served.engine));
    sessions = new Map();
    models = new Map();
    samplers = new Map();
    samplerNumbers = new Set();
    futures = new Map();
  }

  return {
    url: `http://127.0.0.1:${port}`,
    acts,
    paths,
    models: () => [...models.values()].map(({ served }) => served.engine),
    restart: forget,
    loseCheckpoints: () => checkpoints.clear(),
    stall() {
      stalled = true;
    },
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await forget();
      await sampler.close();
      await Promise.all(idle.map((engine) => engine.close()));
      await folder.remove();
    },
  };
}
