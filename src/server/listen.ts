/**
 * Starts and stops loopback servers.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AtomMemError } from '../shared/error.ts';

/** A server that listens on 127.0.0.1. */
export interface LoopbackServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 *
 * @param port 0 for any free port.
 * @throws AtomMemError `bad-option` if the port is in use
 */
export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0,
): Promise<LoopbackServer & { readonly server: Server }> {
  const server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(explainPort(cause, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const used = typeof address === 'object' && address !== null ? address.port : port;
  return { url: `http://127.0.0.1:${used}`, server, close: () => closeServer(server) };
}

function explainPort(cause: NodeJS.ErrnoException, port: number): Error {
  if (cause.code !== 'EADDRINUSE') return cause;
  return new AtomMemError('bad-option', {
    problem: `Port ${port} is in use`,
    remedy: 'Choose another port with --port, or use --port 0 for any free one',
    details: { option: 'port', value: port },
    cause,
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
