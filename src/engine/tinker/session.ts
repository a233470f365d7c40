import { EngineError } from '../engine-error.ts';
import { MODEL_CREATED, read, SESSION } from './answers.ts';
import { createRemoteModel, type RemoteModel } from './remote-model.ts';
import type { Server } from './server.ts';
import { unload } from './unload.ts';

/** What holds a client's models on a server, as long as it is heard from. */
export interface Session {
  readonly id: string;
  /** A model with fresh adapter weights. */
  createModel(): Promise<RemoteModel>;
  /** Number of the next sampling session. */
  nextSampler(): number;
  /** Ends the heartbeat. */
  end(): void;
}

const CLIENT_VERSION = '0.25.0';
/** A beat without an answer is given up, so that a server that hangs does not gather them (SDK: 10 s). */
const BEAT_TIME = 10_000;

export async function openSession(server: Server): Promise<Session> {
  const { transport, futures, profile, limits, model, adapter } = server;
  const body = { tags: [], user_metadata: {}, sdk_version: CLIENT_VERSION, type: 'create_session' };
  const reply = await transport.send({ path: '/create_session', body });
  const { session_id: id, error_message: refusal } = read(SESSION, reply.body, '/create_session');
  if (refusal)
    throw new EngineError('refused', `${transport.host} opens no session: ${transport.quote(refusal)}`);

  const beat = (): void => {
    const request = { path: '/session_heartbeat', body: { session_id: id, type: 'session_heartbeat' } };
    // A beat that is missed changes nothing; a session that has ended shows at the next operation.
    transport.send({ ...request, attempts: 1, time: BEAT_TIME, handles: [404] }).catch(() => undefined);
  };
  // At once too: servers keep what a session that was never heard from has made.
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
      const kind = submitted.asSkyrl ? 'is a SkyRL server' : 'is no SkyRL server';
      const remedy = 'give the profile of its kind, or gradients would not be what they should';
      throw new EngineError(
        'wrong-server',
        `${transport.host} ${kind}, and profile ${profile.name} is of another kind; ${remedy}.`,
      );
    },
    nextSampler: () => samplers++,
    end: () => clearInterval(beating),
  };
}
