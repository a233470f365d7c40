/**
 * A TCP proxy that drops connections on demand, for tests of retries and crashes.
 * @module
 */

import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that drops connections at chosen points. */
export interface FaultyProxy {
  /** URL of the server through the proxy. */
  readonly url: string;
  /**
   * Cuts the next connection that sends `words`. `before` cuts it before the server receives them, `after`
   * once the server has answered but before the client sees the reply. With `forGood`, all later connections
   * are refused until `heal` is called.
   */
  breakAt(words: string, when: 'before' | 'after', options?: { readonly forGood?: boolean }): void;
  heal(): void;
  close(): Promise<void>;
}

/** Starts a proxy on this machine for the server at `url`. */
export async function createFaultyProxy(url: string): Promise<FaultyProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let fault:
    | { readonly words: string; readonly when: 'before' | 'after'; readonly forGood: boolean }
    | undefined;
  let refusing = false;

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    return socket.on('close', () => sockets.delete(socket));
  };

  const server = createServer((client) => {
    keep(client);
    if (refusing) return client.destroy();
    const upstream = keep(connect(Number(target.port || 5432), target.hostname));
    let deaf = false;
    client.on('data', (bytes) => {
      const found = fault !== undefined && bytes.toString('latin1').includes(fault.words);
      if (!found) return upstream.write(bytes);
      const { when, forGood } = fault!;
      fault = undefined;
      refusing = forGood;
      if (when === 'before') return upstream.destroy();
      deaf = true;
      return upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      // The reply shows that the server has finished. The client never receives it.
      if (deaf) client.destroy();
      else client.write(bytes);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(port);

  return {
    url: through.href,
    breakAt(words, when, { forGood = false } = {}) {
      fault = { words, when, forGood };
    },
    heal() {
      refusing = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
