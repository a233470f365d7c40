/**
 * WebSocket connections of environment clients: one environment for each.
 *
 * @module
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { importPackage } from '../shared/import-package.ts';
import { rejectRequest } from '../shared/request-guard.ts';
import { answerMcp, type McpPlace } from './answer-mcp.ts';
import type { OpenSession, Sessions } from './sessions.ts';
import { check, type ErrorCode, ProtocolError, socketMessage } from './wire.ts';

/** Maximum bytes of a message. Longer ones get an error. */
const LONGEST_MESSAGE = 4 * 1024 * 1024;

/** Maximum bytes of a frame. Longer ones close the connection with code 1009. */
const LONGEST_FRAME = 2 * LONGEST_MESSAGE;

/**
 * Accepts connections at `/ws`. A connection opens an environment, or uses the one of its `session_id`. Above the
 * limit, it gets an error and is closed.
 */
export async function acceptSockets(server: Server, sessions: Sessions): Promise<{ close(): void }> {
  const { WebSocketServer } = await importPackage('ws', 'atommem serve openenv', () => import('ws'));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_FRAME });
  const refuse = (socket: Duplex, status: string): void => {
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { headers, url = '/' } = request;
    if (rejectRequest({ url, header: (key) => headers[key]?.toString() }, {}))
      return refuse(socket, '403 Forbidden');
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (pathname !== '/ws') return refuse(socket, '404 Not Found');
    sockets.handleUpgrade(request, socket, head, (client) => {
      const id = searchParams.get('session_id');
      try {
        serveClient(client, sessions, id === null ? sessions.open() : sessions.find(id));
      } catch (cause) {
        refuseClient(client, cause);
      }
    });
  });
  return {
    close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

function refuseClient(client: WebSocket, cause: unknown): void {
  sendCause(client, cause);
  client.close(1013, 'no environment');
}

function serveClient(client: WebSocket, sessions: Sessions, session: OpenSession): void {
  session.onIdle = (milliseconds) => {
    sendError(client, 'SESSION_ERROR', `no message for ${milliseconds} ms: the environment is closed`);
    client.close(1001, 'idle');
  };
  client.on('message', (data: RawData) => {
    session.touch();
    answer(client, { session, sessions }, data as Buffer).catch((cause: unknown) => sendCause(client, cause));
  });
  client.on('close', () => sessions.close(session.id));
  // The package closes the connection after an error, with the code that names it.
  client.on('error', () => sessions.close(session.id));
}

async function answer(client: WebSocket, place: McpPlace, bytes: Buffer): Promise<void> {
  if (bytes.length > LONGEST_MESSAGE)
    throw new ProtocolError(
      'VALIDATION_ERROR',
      `the message has ${bytes.length} bytes: send at most ${LONGEST_MESSAGE}`,
    );
  const { type, data } = check(socketMessage, parse(bytes.toString('utf8')), 'message');
  const { environment } = place.session;
  switch (type) {
    case 'reset':
      return send(client, 'observation', await environment.reset(data));
    case 'step':
      return send(client, 'observation', await environment.step(data));
    case 'state':
      return send(client, 'state', environment.state());
    case 'mcp':
      return send(client, 'mcp', await answerMcp(data, place));
    case 'close':
      return client.close(1000);
    default:
      throw new ProtocolError(
        'UNKNOWN_TYPE',
        `there is no message type "${type}": use reset, step, state, mcp or close`,
      );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProtocolError('INVALID_JSON', 'the message is not JSON');
  }
}

function send(client: WebSocket, type: string, data: object): void {
  if (client.readyState === client.OPEN) client.send(JSON.stringify({ type, data }));
}

function sendCause(client: WebSocket, cause: unknown): void {
  const code = cause instanceof ProtocolError ? cause.code : 'EXECUTION_ERROR';
  sendError(client, code, cause instanceof Error ? cause.message : String(cause));
}

function sendError(client: WebSocket, code: ErrorCode, message: string): void {
  send(client, 'error', { message, code });
}
