/**
 * Counts the network connections of this process.
 *
 * @module
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

export interface ConnectionCount {
  /** Number of connections by remote address. */
  readonly byAddress: ReadonlyMap<string, number>;
  stop(): void;
}

/** Starts to count. Every client socket of the process counts, whichever library opens it. */
export function countConnections(): ConnectionCount {
  const byAddress = new Map<string, number>();
  const note = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    socket.once('connect', () => {
      const address = socket.remoteAddress ?? 'unknown';
      byAddress.set(address, (byAddress.get(address) ?? 0) + 1);
    });
  };
  subscribe('net.client.socket', note);
  return { byAddress, stop: () => void unsubscribe('net.client.socket', note) };
}
