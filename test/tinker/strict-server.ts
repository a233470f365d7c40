/**
 * A test server that accepts only valid requests of the Tinker protocol.
 * @module
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { LocalEngine } from '../../src/engine/local/create-local-engine.ts';
import type { ModelConfig } from '../../src/engine/local/model-config.ts';
import type { ServerProfile } from '../../src/engine/tinker/server-profile.ts';
import { decodePass } from './decode-pass.ts';
import { encodeAnswer } from './encode-answer.ts';
import { Refusal } from './ledger.ts';
import { createOperations, type Operations } from './operations.ts';
import type { Features } from './session-features.ts';
import { BODIES, type Bodies, type Path } from './strict-bodies.ts';

/** A fault: an error status without an effect, or a connection dropped before or after the effect. */
export type Fault = number | 'drop-before' | 'drop-after';

export interface StrictServerOptions {
  readonly profile: ServerProfile;
  readonly model: ModelConfig;
  /** Chooses the fault of a request. `count` is the number of requests to the path, including this one. */
  readonly fault?: (path: string, count: number) => Fault | undefined;
  /** Number of polls that report an operation as unfinished (default: 2). */
  readonly pendingPolls?: number;
  /** Drops the promise of every n-th numbered operation once. The same request restores it. */
  readonly goneEvery?: number;
  readonly apiKey?: string;
  /** Default 32. */
  readonly highestRank?: number;
  /** Default: not reported. */
  readonly losses?: readonly string[];
  /** Default: none. */
  readonly features?: Features;
  /** Most data in a request. Larger requests are refused. */
  readonly chunkData?: number;
}

export interface StrictServer {
  readonly url: string;
  /** Names of all operations on all models, in execution order. */
  readonly acts: readonly string[];
  /** Paths of all requests. */
  readonly paths: readonly string[];
  /** Ids of the requests that clients reported as fetched, and of those that they cancelled. */
  readonly fetched: readonly string[];
  readonly cancelled: readonly string[];
  /** The loaded models. */
  models(): readonly LocalEngine[];
  /** Discards everything except checkpoints, as a restart does. */
  restart(): Promise<void>;
  /** Deletes all checkpoints. */
  loseCheckpoints(): void;
  /** From now on, operations do not finish. */
  stall(): void;
  close(): Promise<void>;
}

/** Starts a server on this machine that rejects anything outside the protocol. It serves a tiny model. */
export async function startStrictServer(options: StrictServerOptions): Promise<StrictServer> {
  const operations = await createOperations(options);
  const { ledger, models, restart, loseCheckpoints } = operations;
  const post = createPost(options.profile, operations);
  const counts = new Map<string, number>();
  const paths: string[] = [];
  const { name, encoding } = options.profile;
  const alwaysInProtobuf = name.startsWith('skyrl') && encoding === 'protobuf';

  function act(request: IncomingMessage, path: string, bytes: Buffer): object {
    if (!request.url?.startsWith('/api/v1/')) throw new Refusal(404, 'Not Found');
    const key = request.headers['x-api-key'];
    if (options.apiKey !== undefined && key !== options.apiKey) throw new Refusal(403, `unknown key ${key}`);
    return request.method === 'GET' ? operations.get(path) : post(path, request, bytes);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = (request.url ?? '').replace(/^\/api\/v1/, '');
    paths.push(path);
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const fault = options.fault?.(path, counts.get(path)!);
    const reply = (status: number, body: object): void => {
      const asked = request.headers.accept === 'application/x-protobuf';
      const bytes = status < 300 && (alwaysInProtobuf || asked) ? encodeAnswer(body) : undefined;
      if (bytes !== undefined)
        return void response.writeHead(status, { 'content-type': 'application/x-protobuf' }).end(bytes);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (fault === 'drop-before') return void response.destroy();
    if (typeof fault === 'number') return reply(fault, { detail: 'injected' });
    try {
      const body = act(request, path, Buffer.concat(parts));
      if (fault === 'drop-after') return void response.destroy();
      const taken = options.profile.skyrl && 'request_id' in body && !('type' in body);
      const said = taken ? { ...body, status: 'pending' } : body;
      reply(options.profile.name === 'tuft' ? 201 : 200, said);
    } catch (error) {
      reply(error instanceof Refusal ? error.status : 500, { detail: (error as Error).message });
    }
  }

  const http = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as { port: number };

  return {
    url: `http://127.0.0.1:${port}`,
    acts: ledger.acts,
    fetched: operations.features.fetched,
    cancelled: operations.features.cancelled,
    paths,
    models,
    restart,
    loseCheckpoints,
    stall: ledger.stall,
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await operations.close();
    },
  };
}

/**
 * Runs a request whose body matches the protocol exactly. A repeated request must be identical, byte for
 * byte.
 */
function createPost(
  profile: ServerProfile,
  operations: Operations,
): (path: string, request: IncomingMessage, bytes: Buffer) => object {
  const bodies = new Map<string, string>();
  return (path, request, bytes) => {
    if (!(path in BODIES)) throw new Refusal(404, 'Not Found');
    const key = String(request.headers['x-idempotency-key']);
    const text = bytes.toString('base64');
    if ((bodies.get(key) ?? text) !== text) throw new Refusal(400, 'a repeated request with another body');
    bodies.set(key, text);
    const binary = request.headers['content-type'] === 'application/x-protobuf';
    if (path === '/forward_backward' && binary !== (profile.encoding === 'protobuf'))
      throw new Refusal(415, `forward_backward takes ${profile.encoding}`);
    if (path === '/forward' && profile.forward === 'flag') throw new Refusal(404, 'Not Found');
    const { body, forwardOnly } = binary
      ? decodePass(bytes)
      : { body: JSON.parse(bytes.toString()), forwardOnly: false };
    const checked = BODIES[path as Path].safeParse(body);
    if (!checked.success)
      throw new Refusal(422, checked.error.issues.map(({ message }) => message).join('; '));
    if (forwardOnly) return operations.forward(checked.data as Bodies['/forward_backward']);
    return (operations.post[path as Path] as (body: Bodies[Path]) => object)(checked.data);
  };
}
