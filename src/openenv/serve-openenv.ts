/**
 * `serveOpenEnv`: serves tasks as an OpenEnv environment, for trainers that call environments over HTTP.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LoopbackServer, listen } from '../server/listen.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import { rejectRequest } from '../shared/request-guard.ts';
import { acceptSockets } from './accept-sockets.ts';
import { answerMcp } from './answer-mcp.ts';
import { type ClientEnvironment, createEnvironment } from './environment.ts';
import { describeRoutes } from './routes.ts';
import { createSessions, type SessionLimits, type Sessions } from './sessions.ts';
import { check, describeSchemas, ProtocolError, stepBody } from './wire.ts';

/** Options of `serveOpenEnv`. */
export interface OpenEnvOptions extends SessionLimits {
  /** Name of the environment. Default: the data set of the first task. */
  readonly name?: string;
  /** Port, or 0 for any free port. Default: 0. */
  readonly port?: number;
  /** Version in `/metadata` and `/openapi.json`. Default: `'0'`. */
  readonly version?: string;
}

/** Maximum bytes of a body. Longer ones get an error. */
const LONGEST_BODY = 4 * 1024 * 1024;

/** Maximum bytes of a body that gets an error. For a longer one, the connection is cut. */
const LONGEST_DROPPED = 4 * LONGEST_BODY;

/**
 * Serves tasks on 127.0.0.1 over HTTP and at `/ws`. The action is the model's reply text or a tool call. The
 * observation is the prompt of the next step. The reward comes with the last one, and `metadata` holds the operations
 * and what they did. Each WebSocket plays its own episodes; plain HTTP shares one environment. Requests with a foreign
 * Host or Origin are rejected.
 *
 * @throws AtomMemError `bad-option` without tasks, or if the port is in use
 */
export async function serveOpenEnv(options: OpenEnvOptions): Promise<LoopbackServer> {
  const { tasks, name = tasks[0]?.dataset ?? '', version = '0', port } = options;
  if (tasks.length === 0) {
    throw new AtomMemError('bad-option', {
      problem: 'There are no tasks to serve',
      remedy: 'Pass at least one task',
      details: { option: 'tasks' },
    });
  }
  const shared = createEnvironment(options);
  const sessions = createSessions(options, randomUUID);
  const served = { shared, sessions, name, version, count: tasks.length };
  const server = await listen((request, response) => {
    answer(request, response, served).catch((cause: unknown) => {
      const status = cause instanceof ProtocolError ? (cause.code === 'VALIDATION_ERROR' ? 422 : 409) : 500;
      const message = cause instanceof Error ? cause.message : String(cause);
      sendJson(response, status, {
        error: { code: cause instanceof ProtocolError ? cause.code : 'EXECUTION_ERROR', message },
      });
    });
  }, port);
  const sockets = await acceptSockets(server.server, sessions).catch(async (cause: unknown) => {
    // The package `ws` is missing. A listening server would keep the process alive.
    await server.close();
    throw cause;
  });
  return {
    ...server,
    async close() {
      sockets.close();
      sessions.closeAll();
      shared.close();
      await server.close();
    },
  };
}

interface Served {
  readonly shared: ClientEnvironment;
  readonly sessions: Sessions;
  readonly name: string;
  readonly version: string;
  readonly count: number;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { shared, sessions, name, version, count }: Served,
): Promise<void> {
  const { headers, url = '/', method = 'GET' } = request;
  const rejection = rejectRequest({ url, header: (key) => headers[key]?.toString() }, {});
  if (rejection !== undefined)
    return sendJson(response, rejection.status, { error: { message: rejection.message } });
  const { pathname } = new URL(url, 'http://localhost');
  switch (`${method} ${pathname}`) {
    case 'GET /health':
      return sendJson(response, 200, { status: 'healthy' });
    case 'GET /metadata':
      return sendJson(response, 200, {
        name,
        description: `${count} ${count === 1 ? 'task' : 'tasks'} of ${name}, with a memory of create, read, update and delete`,
        version,
        author: 'atommem',
      });
    case 'GET /schema':
      return sendJson(response, 200, describeSchemas());
    case 'GET /openapi.json':
      return sendJson(response, 200, describeRoutes(name, version));
    case 'GET /state':
      return sendJson(response, 200, shared.state());
    case 'POST /reset':
      return sendJson(response, 200, await shared.reset(await readBody(request)));
    case 'POST /step': {
      const { action } = check(stepBody, await readBody(request), 'step');
      return sendJson(response, 200, await shared.step(action));
    }
    case 'POST /mcp': {
      const body = await readBody(request).catch(() => null);
      return sendJson(response, 200, await answerMcp(body, { sessions, session: { environment: shared } }));
    }
    default:
      return sendJson(response, 404, {
        error: { message: `There is no ${method} ${pathname}. See /openapi.json.` },
      });
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    // Reads and drops the rest, because a client reads the answer only after it has sent everything.
    if (size <= LONGEST_BODY) parts.push(part);
    else if (size > LONGEST_DROPPED) request.destroy();
  }
  if (size > LONGEST_BODY)
    throw new ProtocolError('VALIDATION_ERROR', `the body has ${size} bytes: send at most ${LONGEST_BODY}`);
  const text = Buffer.concat(parts).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ProtocolError('VALIDATION_ERROR', 'the body is not JSON');
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body as JsonObject));
}
