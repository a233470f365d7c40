/**
 * Executes the requests of the Tinker protocol on a test server.
 * @module
 */

import { join } from 'node:path';
import { createLocalEngine, type LocalEngine } from '../../src/engine/local/create-local-engine.ts';
import { createLedger, createNumbers, type Ledger, type Numbers, Refusal, type Submitted } from './ledger.ts';
import {
  createCheckpointFolder,
  createServedModel,
  createServedSampler,
  type ServedModel,
  type Waiting,
} from './served-model.ts';
import { createSessionFeatures, type SessionFeatures } from './session-features.ts';
import type { Bodies, Numbered, PassInput, Path } from './strict-bodies.ts';
import type { StrictServerOptions } from './strict-server.ts';

export const MODEL_NAME = '/models/tiny';

/** What a server does for each request of the protocol, after its body has been checked. */
export interface Operations {
  readonly ledger: Ledger;
  readonly features: SessionFeatures;
  readonly post: { readonly [P in Path]: (body: Bodies[P]) => object };
  /** `forward_backward` with a flag that skips the gradient. */
  forward(body: Bodies['/forward_backward']): object;
  get(path: string): object;
  models(): readonly LocalEngine[];
  restart(): Promise<void>;
  loseCheckpoints(): void;
  close(): Promise<void>;
}

interface Held {
  readonly served: ServedModel;
  readonly numbers: Numbers;
}

interface Sampling {
  readonly weights: () => ReturnType<ServedModel['snapshot']>;
  readonly numbers: Numbers;
}

export async function createOperations(options: StrictServerOptions): Promise<Operations> {
  const { profile, model: config, pendingPolls = 2, highestRank = 32, chunkData = 8, goneEvery } = options;
  const ledger = createLedger({ profile, pendingPolls, goneEvery });
  const folder = await createCheckpointFolder();
  const sampler = createServedSampler(config);
  const fresh = createLocalEngine({ model: config, seed: 1, workers: 1 });
  const untrained = await fresh.save(join(folder.path, 'untrained'));
  /** Engines without a model. Starting an engine takes longer than most tests, so they are reused. */
  const idle = [fresh];
  const left: (readonly Waiting[])[] = [];
  const checkpoints = new Map<string, string>();
  const sessions = new Set<string>();
  const models = new Map<string, Held>();
  const samplings = new Map<string, Sampling>();
  let ids = 0;

  function heldModel(id: string): Held {
    const held = models.get(id);
    if (held === undefined) throw new Refusal(404, `Model ${id} is not loaded`);
    return held;
  }

  function requireSession(id: string): void {
    if (!sessions.has(id)) throw new Refusal(404, `Session ${id} is unknown`);
  }

  const features = createSessionFeatures(options.features ?? {}, ledger, requireSession);

  /** Accepts the next operation in its model's order, once. */
  function takeOn(name: string, body: Numbered, run: (served: ServedModel) => Promise<object>): Submitted {
    const { numbers, served } = heldModel(body.model_id);
    const due = numbers.size() + 1;
    const counts = profile.repeated !== 'done-again';
    const known = counts ? numbers.known(body.seq_id, body) : undefined;
    if (known !== undefined && profile.repeated === 'refused')
      return ledger.refuse(409, `Sequence conflict: expected ${due}, got ${body.seq_id}.`);
    if (known !== undefined) return known;
    if (counts && body.seq_id !== due) throw new Refusal(400, `seq_id ${body.seq_id} came, ${due} was due`);
    return numbers.take(
      body.seq_id,
      body,
      ledger.submit(name, () => run(served)),
    );
  }

  /** Does the same for operations that create a name. A repeated request finds the name taken. */
  function takeName(name: string, body: Numbered, run: (served: ServedModel) => Promise<object>): Submitted {
    const known = heldModel(body.model_id).numbers.known(body.seq_id, body);
    if (known !== undefined && profile.repeated !== 'refused') throw new Refusal(409, 'this name exists');
    return takeOn(name, body, run);
  }

  function pass(name: string, body: Numbered, input: PassInput): Submitted {
    const custom = features.findLoss(input);
    if (input.data.length > chunkData)
      throw new Refusal(413, `${input.data.length} data, ${chunkData} are the most`);
    return takeOn(name, body, (served) => served.pass(input, name === 'forward_backward', custom));
  }

  async function createModel(id: string, rank: number): Promise<object> {
    if (rank > highestRank) throw new Error(`rank ${rank} is over the limit ${highestRank}`);
    if (!models.has(id)) {
      if (!profile.severalModels && models.size > 0) throw new Error('one model at a time');
      const engine = idle.pop() ?? createLocalEngine({ model: config, seed: 1, workers: 1 });
      await engine.load(untrained);
      const served = createServedModel(engine, {
        averaging: profile.reduction === 'datum-mean',
        // A reused slot keeps gradients that were never applied.
        left: profile.keepsGradient ? (left.pop() ?? []) : [],
      });
      models.set(id, { served, numbers: createNumbers() });
    }
    return { model_id: id, type: 'create_model' };
  }

  async function openSampling(served: ServedModel): Promise<object> {
    const sampling_session_id = `sampling_${++ids}`;
    const snapshot = await served.snapshot();
    // Servers that sample in place use the current weights.
    const weights = profile.synchronous ? () => served.snapshot() : async () => snapshot;
    samplings.set(sampling_session_id, { weights, numbers: createNumbers() });
    return { path: null, sampling_session_id };
  }

  function forget(modelId: string): void {
    const own = [...checkpoints.keys()].filter((path) => path.startsWith(`tinker://${modelId}/`));
    for (const path of own) checkpoints.delete(path);
  }

  const post: Operations['post'] = {
    ...features.post,
    '/client/config': () => ({ fwdbwd_max_chunk_len: chunkData, another_flag: true, ...features.flags }),
    '/create_session': () => {
      const session_id = `session_${++ids}`;
      sessions.add(session_id);
      return { type: 'create_session', session_id, info_message: null, error_message: null };
    },
    '/session_heartbeat': ({ session_id }) => {
      requireSession(session_id);
      return { type: 'session_heartbeat' };
    },
    '/create_model': ({ session_id, model_seq_id, base_model, lora_config }) => {
      requireSession(session_id);
      if (base_model !== MODEL_NAME) throw new Refusal(400, `unknown model ${base_model}`);
      const id = `${session_id}:train:${model_seq_id}`;
      return ledger.submit('create_model', () => createModel(id, lora_config.rank));
    },
    '/unload_model': ({ model_id }) => {
      const { served } = heldModel(model_id);
      return ledger.submit('unload_model', async () => {
        if (!models.delete(model_id)) return { model_id, type: 'unload_model' };
        idle.push(served.engine);
        left.push(served.waiting());
        if (!profile.keepsCheckpoints) forget(model_id);
        return { model_id, type: 'unload_model' };
      });
    },
    '/forward_backward': (body) => pass('forward_backward', body, body.forward_backward_input),
    '/forward': (body) => pass('forward', body, body.forward_input),
    '/optim_step': (body) => takeOn('optim_step', body, (served) => served.step(body.adam_params)),
    '/save_weights': (body) =>
      takeName('save_weights', body, async ({ engine }) => {
        const path = `tinker://${body.model_id}/weights/${body.path}`;
        checkpoints.set(path, await engine.save(join(folder.path, `${++ids}`)));
        return { path, type: 'save_weights' };
      }),
    '/save_weights_for_sampler': (body) => takeName('save_weights_for_sampler', body, openSampling),
    '/load_weights': (body) => {
      // A repeated request is refused too: it is only valid as the model's first request.
      if (heldModel(body.model_id).numbers.size() > 0)
        throw new Refusal(400, 'load_weights is not permitted');
      return takeOn('load_weights', body, async ({ engine }) => {
        const path = checkpoints.get(body.path);
        if (path === undefined) throw new Refusal(404, `checkpoint ${body.path} was not found`);
        await engine.load(path, { optimizer: body.optimizer });
        return { type: 'load_weights' };
      });
    },
    '/asample': (body) => {
      const sampling = samplings.get(body.sampling_session_id);
      if (sampling === undefined) throw new Refusal(404, 'no such sampling session');
      const known = sampling.numbers.known(body.seq_id, body);
      if (known !== undefined) return known;
      const drawing = ledger.submit('asample', async () => {
        const drawn = await sampler.sample(await sampling.weights(), body);
        features.finish(body.sampling_session_id, drawing.request_id);
        return drawn;
      });
      return sampling.numbers.take(body.seq_id, body, drawing);
    },
    '/retrieve_future': ({ request_id }) => ledger.poll(request_id),
  };

  async function restart(): Promise<void> {
    await ledger.settled();
    idle.push(...[...models.values()].map(({ served }) => served.engine));
    for (const held of [sessions, models, samplings]) held.clear();
    ledger.forget();
  }

  return {
    ledger,
    features,
    post,
    forward: (body) => pass('forward', body, body.forward_backward_input),
    get(path) {
      if (path === '/get_server_capabilities') {
        const supported_models = [{ model_name: MODEL_NAME, max_context_length: config.context }];
        return { supported_models, ...(options.losses && { supported_loss_fns: options.losses }) };
      }
      const run = /^\/training_runs\/([^/]+)\/checkpoints$/.exec(path);
      if (run === null) throw new Refusal(404, 'Not Found');
      const prefix = `tinker://${decodeURIComponent(run[1]!)}/`;
      const found = [...checkpoints.keys()].filter((tinker_path) => tinker_path.startsWith(prefix));
      return { checkpoints: found.map((tinker_path) => ({ tinker_path, checkpoint_type: 'training' })) };
    },
    models: () => [...models.values()].map(({ served }) => served.engine),
    restart,
    loseCheckpoints: () => checkpoints.clear(),
    async close() {
      await restart();
      await sampler.close();
      await Promise.all(idle.map((engine) => engine.close()));
      await folder.remove();
    },
  };
}
