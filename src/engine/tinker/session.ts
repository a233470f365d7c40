/**
 * Sessions with a Tinker server.
 *
 * @module
 */
import { engineError } from '../engine-error.ts';
import { MODEL_CREATED, read, SESSION } from './answers.ts';
import { type CustomLosses, createCustomLosses } from './custom-losses.ts';
import { createRemoteModel, type RemoteModel } from './remote-model.ts';
import { SDK_VERSION, type Server } from './server.ts';
import { unload } from './unload.ts';

/** A session that holds a client's models on a server while heartbeats arrive. */
export interface Session {
  readonly id: string;
  /** Creates a model with fresh adapter weights. */
  createModel(): Promise<RemoteModel>;
  /** Returns the number of the next sampling session. */
  nextSampler(): number;
  readonly customLosses: CustomLosses;
  /** Stops the heartbeat. */
  end(): void;
}

/** Time limit of a heartbeat, so that they do not pile up if a server hangs (SDK: 10 s). */
const BEAT_TIME = 10_000;

export async function openSession(server: Server): Promise<Session> {
  const { transport, futures, profile, limits, model, adapter } = server;
  const body = { tags: [], user_metadata: {}, sdk_version: SDK_VERSION, type: 'create_session' };
  const reply = await transport.send({ path: '/create_session', body });
  const { session_id: id, error_message: refusal } = read(SESSION, reply.body, '/create_session');
  if (refusal)
    throw engineError(
      'refused',
      `${transport.host} refused to open a session: ${transport.quote(refusal)}`,
      "check the server's log",
    );

  const beat = (): void => {
    const request = { path: '/session_heartbeat', body: { session_id: id, type: 'session_heartbeat' } };
    // A missed heartbeat is harmless. If the session has ended, the next operation fails.
    transport.send({ ...request, attempts: 1, time: BEAT_TIME, handles: [404] }).catch(() => undefined);
  };
  // Also sends one at once, because servers keep the models of sessions without any heartbeat.
  beat();
  const beating = setInterval(beat, limits.heartbeat);
  beating.unref();

  let models = 0;
  let samplers = 0;
  return {
    id,
    async createModel() {
      const submitted = await futures.submit({
        path: '/create_model',
        body: {
          session_id: id,
          model_seq_id: models++,
          base_model: model,
          lora_config: { rank: adapter.rank, seed: adapter.seed },
          type: 'create_model',
        },
      });
      const { model_id } = await submitted.result(MODEL_CREATED);
      const created = createRemoteModel(model_id, futures);
      if (submitted.asSkyrl === profile.skyrl) return created;
      await unload(server, created).catch(() => undefined);
      const kind = submitted.asSkyrl ? 'is a SkyRL server' : 'is not a SkyRL server';
      const remedy = 'use the profile of this server; another one would give wrong gradients';
      throw engineError(
        'wrong-server',
        `${transport.host} ${kind}, but profile ${profile.name} is for another kind`,
        remedy,
      );
    },
    nextSampler: () => samplers++,
    customLosses: server.flags.customLosses
      ? createCustomLosses(futures, id)
      : () => Promise.resolve(undefined),
    end: () => clearInterval(beating),
  };
}
