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
import { answerMcp } from './answer-mcp.ts';
import { type ClientEnvironment, createEnvironment, type EnvironmentOptions } from './environment.ts';
import { check, type ErrorCode, ProtocolError, socketMessage } from './wire.ts';

/** Limits of connections. */
export interface SocketOptions extends EnvironmentOptions {
  /** Connections at the same time. Default: 64. */
  readonly concurrency?: number;
  /** Milliseconds after which a silent connection is closed. Default: 600,000. */
  readonly idle?: number;
}

/** Longest message that is read, in bytes. Longer ones get an error. */
const LONGEST_MESSAGE = 4 * 1024 * 1024;

/** Longest frame that is received, in bytes. Longer ones close the connection with code 1009. */
const LONGEST_FRAME = 2 * LONGEST_MESSAGE;

/** Accepts connections at `/ws`. One over the limit is told so and closed. */
export async function acceptSockets(server: Server, options: SocketOptions): Promise<{ close(): void }> {
  const { concurrency = 64 } = options;
  const { WebSocketServer } = await importPackage('ws', 'atommem serve openenv', () => import('ws'));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_FRAME });
  const refuse = (socket: Duplex, status: string): void => {
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { headers, url = '/' } = request;
    if (rejectRequest({ url, header: (key) => headers[key]?.toString() }, {}))
      return refuse(socket, '403 Forbidden');
    if (new URL(url, 'http://localhost').pathname !== '/ws') return refuse(socket, '404 Not Found');
    sockets.handleUpgrade(request, socket, head, (client) => {
      if (sockets.clients.size > concurrency) return refuseClient(client, concurrency);
      serveClient(client, options);
    });
  });
  return {
    close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

function refuseClient(client: WebSocket, concurrency: number): void {
  const message = `${concurrency} environments are open, the most this server allows: try again, or raise --concurrency`;
  sendError(client, 'CAPACITY_REACHED', message);
  client.close(1013, 'capacity reached');
}

function serveClient(client: WebSocket, options: SocketOptions): void {
  const environment = createEnvironment(options);
  const { idle = 600_000 } = options;
  const reaper = setTimeout(() => {
    sendError(client, 'SESSION_ERROR', `no message for ${idle} ms: the environment is closed`);
    client.close(1001, 'idle');
  }, idle);
  client.on('message', (data: RawData) => {
    reaper.refresh();
    answer(client, environment, data as Buffer).catch((cause: unknown) => {
      const code = cause instanceof ProtocolError ? cause.code : 'EXECUTION_ERROR';
      sendError(client, code, cause instanceof Error ? cause.message : String(cause));
    });
  });
  client.on('close', () => {
    clearTimeout(reaper);
    environment.close();
  });
  // The package closes the connection after an error, with the code that names it.
  client.on('error', () => environment.close());
}

async function answer(client: WebSocket, environment: ClientEnvironment, bytes: Buffer): Promise<void> {
  if (bytes.length > LONGEST_MESSAGE)
    throw new ProtocolError(
      'VALIDATION_ERROR',
      `the message has ${bytes.length} bytes: send at most ${LONGEST_MESSAGE}`,
    );
  const { type, data } = check(socketMessage, parse(bytes.toString('utf8')), 'message');
  switch (type) {
    case 'reset':
      return send(client, 'observation', await environment.reset(data));
    case 'step':
      return send(client, 'observation', await environment.step(data));
    case 'state':
      return send(client, 'state', environment.state());
    case 'mcp':
      return send(client, 'mcp', await answerMcp(data, environment));
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

function sendError(client: WebSocket, code: ErrorCode, message: string): void {
  send(client, 'error', { message, code });
}
