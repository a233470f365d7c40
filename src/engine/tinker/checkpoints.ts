/**
 * Saves and loads checkpoints on a server.
 *
 * @module
 */

import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AtomMemError } from '../../shared/error.ts';
import type { LoadOptions, SaveOptions } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import { ANYTHING, CHECKPOINTS, read, SAVED } from './answers.ts';
import { readReference, requireFree, writeReference } from './checkpoint-reference.ts';
import type { RemoteModel } from './remote-model.ts';
import type { Server } from './server.ts';
import { openSession } from './session.ts';
import type { TinkerState } from './tinker-state.ts';
import { unload } from './unload.ts';

/** Servers accept letters, digits, `_` and `-`, at most 255 characters. */
const LONGEST_NAME = 200;

/** Saves the training state on the server and writes a reference to it to a local folder. */
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
      // Names are never reused, because servers keep the existing checkpoint.
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

/** Waits for a checkpoint whose name is taken. Only a request whose response was lost can have taken it. */
async function findSaved({ transport, limits }: Server, model: RemoteModel, name: string): Promise<string> {
  const path = `/training_runs/${encodeURIComponent(model.id)}/checkpoints`;
  const deadline = AbortSignal.timeout(limits.resultTime);
  while (!deadline.aborted) {
    const { checkpoints } = read(CHECKPOINTS, (await transport.send({ path })).body, path);
    const found = checkpoints.find(({ tinker_path }) => tinker_path.endsWith(`/weights/${name}`));
    if (found !== undefined) return found.tinker_path;
    await sleep(limits.pause);
  }
  throw engineError(
    'timed-out',
    `${transport.host} has not finished saving ${name}`,
    `check the server's log`,
  );
}

/**
 * Replaces the current model with a new one that has the checkpoint's weights, because servers load weights
 * into fresh models only. It also recovers from `model-lost`.
 */
export async function load(state: TinkerState, path: string, options: LoadOptions = {}): Promise<void> {
  const { server } = state;
  const reference = await readReference(path, server.model);
  if (options.optimizer === false) requireWithoutOptimizer(server);
  const optimizer = reference.optimizer && options.optimizer !== false;
  return state.inTurn(async () => {
    // No pass may be running when its model is unloaded. Its caller sees its error.
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
      if (!AtomMemError.isInstance(cause, 'refused')) throw cause;
      throw engineError(
        'bad-checkpoint',
        `${path} was not loaded. ${cause.message}`,
        'Take another checkpoint',
        { cause },
      );
    });
    state.model = target;
    state.sampler = undefined;
    state.held = [];
    if (target !== old && server.profile.severalModels) await unload(server, old).catch(() => undefined);
  });
}

function requireWithoutOptimizer({ profile }: Server): void {
  if (profile.loadsWithoutOptimizer) return;
  const problem = `Server profile ${profile.name} cannot load weights without the optimizer state`;
  throw engineError('unsupported', `${problem}`, `set optimizer to true`);
}

/**
 * Creates a model that holds the checkpoint. Servers refuse a second load into the same model. If the
 * response of a load is lost, the load is tried with another model.
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
      const lost = AtomMemError.isInstance(cause, 'unreachable');
      if (lost && attempt < server.limits.attempts) continue;
      // If the old model was unloaded to make room for this one, no model is left.
      if (target === state.model || !server.profile.severalModels) await lose(state.model, cause);
      throw cause;
    }
  }
}

/** Creates a model. If the session has ended, it opens a new one first. */
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
