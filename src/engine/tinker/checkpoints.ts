import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadOptions, SaveOptions } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { ANYTHING, CHECKPOINTS, read, SAVED } from './answers.ts';
import { readReference, requireFree, writeReference } from './checkpoint-reference.ts';
import type { RemoteModel } from './remote-model.ts';
import type { Server } from './server.ts';
import { openSession } from './session.ts';
import type { TinkerState } from './tinker-state.ts';
import { unload } from './unload.ts';

/** Servers take letters, digits, `_` and `-`, at most 255. */
const LONGEST_NAME = 200;

/** Saves the training state on the server, and where it is in a folder of this machine. */
export async function save(state: TinkerState, path: string, options: SaveOptions = {}): Promise<string> {
  const { optimizer = true, overwrite = false } = options;
  const { server } = state;
  if (!overwrite) await requireFree(path);
  const { model, name, submitted } = await state.inTurn(async () => {
    const { model } = state;
    model.requireWhole();
    const stem = basename(path)
      .replaceAll(/[^A-Za-z0-9_-]/g, '-')
      .slice(0, LONGEST_NAME);
    let name = stem;
    const submitted = await model.submit((seq_id) => {
      // No name is used twice: servers keep what they have.
      name = `${stem}-${seq_id}`;
      const body = { model_id: model.id, path: name, seq_id, type: 'save_weights' };
      return { path: '/save_weights', body, handles: [409] };
    });
    return { model, name, submitted };
  });
  const saved = submitted.conflict
    ? await findSaved(server, model, name)
    : (await submitted.result(SAVED)).path;
  model.keepCheckpoint();
  return writeReference(path, { path: saved, optimizer, model: server.model });
}

/** A name that is taken was taken by a request whose answer was lost: the checkpoint will be there. */
async function findSaved({ transport, limits }: Server, model: RemoteModel, name: string): Promise<string> {
  const path = `/training_runs/${encodeURIComponent(model.id)}/checkpoints`;
  const deadline = AbortSignal.timeout(limits.resultTime);
  while (!deadline.aborted) {
    const { checkpoints } = read(CHECKPOINTS, (await transport.send({ path })).body, path);
    const found = checkpoints.find(({ tinker_path }) => tinker_path.endsWith(`/weights/${name}`));
    if (found !== undefined) return found.tinker_path;
    await sleep(limits.pause);
  }
  throw new EngineError(
    'timed-out',
    `${transport.host} has not finished saving ${name}; look at the server's log.`,
  );
}

/**
 * Puts a new model, with a checkpoint's weights, in the place of the present one: servers load weights into
 * fresh models only. Also the way out after `model-lost`.
 */
export async function load(state: TinkerState, path: string, options: LoadOptions = {}): Promise<void> {
  const { server } = state;
  const reference = await readReference(path, server.model);
  if (options.optimizer === false) requireWithoutOptimizer(server);
  const optimizer = reference.optimizer && options.optimizer !== false;
  return state.inTurn(async () => {
    // No pass may be under way when its model goes; whoever asked for it sees how it ended.
    await Promise.allSettled(state.held);
    const old = state.model;
    const whole = isWhole(old);
    if (!server.profile.severalModels && !(whole && old.fresh()))
      await unload(server, old).catch(() => undefined);
    const target = await loadInto(
      state,
      whole && old.fresh() ? old : undefined,
      reference.path,
      optimizer,
    ).catch((cause: unknown) => {
      if (!(cause instanceof EngineError) || cause.code !== 'refused') throw cause;
      throw new EngineError('bad-checkpoint', `${path} was not loaded. ${cause.message}`, { cause });
    });
    state.model = target;
    state.sampler = undefined;
    state.held = [];
    if (target !== old && server.profile.severalModels) await unload(server, old).catch(() => undefined);
  });
}

function requireWithoutOptimizer({ profile }: Server): void {
  if (profile.loadsWithoutOptimizer) return;
  const problem = `Server profile ${profile.name} loads no weights without the optimizer's state`;
  throw new EngineError('unsupported', `${problem}; load with both.`);
}

/**
 * A model that holds the checkpoint. A load whose answer was lost is not asked for again, as a second one is
 * refused: the next model takes its place.
 */
async function loadInto(
  state: TinkerState,
  first: RemoteModel | undefined,
  path: string,
  optimizer: boolean,
): Promise<RemoteModel> {
  const { server } = state;
  for (let attempt = 1; ; attempt++) {
    const target = (attempt === 1 ? first : undefined) ?? (await newModel(state));
    try {
      const submitted = await target.submit((seq_id) => ({
        path: '/load_weights',
        body: { model_id: target.id, path, optimizer, seq_id, type: 'load_weights' },
        attempts: 1,
      }));
      await submitted.result(ANYTHING);
      return target;
    } catch (cause) {
      await unload(server, target).catch(() => undefined);
      const lost = cause instanceof EngineError && cause.code === 'unreachable';
      if (lost && attempt < server.limits.attempts) continue;
      // Where the old model had to make room for this one, there is none left.
      if (target === state.model || !server.profile.severalModels) await lose(state.model, cause);
      throw cause;
    }
  }
}

/** Where the session has ended, a new one holds the model. */
async function newModel(state: TinkerState): Promise<RemoteModel> {
  if (isWhole(state.model)) {
    const model = await state.session.createModel().catch(() => undefined);
    if (model !== undefined) return model;
  }
  state.session.end();
  state.session = await openSession(state.server);
  return state.session.createModel();
}

async function lose(model: RemoteModel, cause: unknown): Promise<void> {
  await model.change(() => Promise.reject(cause)).catch(() => undefined);
}

function isWhole(model: RemoteModel): boolean {
  try {
    model.requireWhole();
    return true;
  } catch {
    return false;
  }
}
