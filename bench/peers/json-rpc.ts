/**
 * JSON-RPC over the pipes of a child process.
 *
 * @module
 */
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** Returns a function that sends one request and resolves with its result. */
export function createJsonRpc(
  server: ChildProcessByStdio<Writable, Readable, null>,
): (method: string, parameters: object) => Promise<unknown> {
  const waiting = new Map<number, (result: unknown) => void>();
  let rest = '';
  let id = 0;
  server.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const message = JSON.parse(line) as { id?: number; result?: unknown };
      if (message.id !== undefined) waiting.get(message.id)?.(message.result);
    }
  });
  return (method, parameters) =>
    new Promise((resolve) => {
      id++;
      waiting.set(id, resolve);
      server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params: parameters })}\n`);
    });
}
