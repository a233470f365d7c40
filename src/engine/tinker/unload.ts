/**
 * Unloads models from a server.
 *
 * @module
 */
import { checkAdamParams } from '../check-input.ts';
import { ANYTHING } from './answers.ts';
import type { Futures } from './futures.ts';
import type { RemoteModel } from './remote-model.ts';
import type { Server } from './server.ts';
import { stepBody } from './step-body.ts';

/** Unloads a model, unless its checkpoints would be deleted with it. */
export async function unload(
  { futures, profile }: Pick<Server, 'futures' | 'profile'>,
  model: RemoteModel,
): Promise<void> {
  if (!profile.keepsCheckpoints && model.hasCheckpoint()) return;
  if (profile.keepsGradient && !model.fresh()) await dropGradient(futures, model).catch(() => undefined);
  const body = { model_id: model.id, type: 'unload_model' };
  await (await futures.submit({ path: '/unload_model', body })).result(ANYTHING);
}

/** Drops the gradient by a step with learning rate 0, because the protocol has no call for it. */
async function dropGradient(futures: Futures, model: RemoteModel): Promise<void> {
  const step = checkAdamParams({ learningRate: 0 });
  const request = (seqId: number) => ({ path: '/optim_step', body: stepBody(model.id, seqId, step) });
  await model.submit(request, futures);
}
