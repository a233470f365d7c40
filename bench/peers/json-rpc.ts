/**
 * JSON-RPC over the pipes of a child process.
 *
 * @module
 */
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Returns a function that sends one request and resolves with its result. It rejects if the process ends. */
export function createJsonRpc(
  server: ChildProcessByStdio<Writable, Readable, null>,
): (method: string, parameters: object) => Promise<unknown> {
  const waiting = new Map<number, Waiting>();
  let rest = '';
  let id = 0;
  let ended: Error | undefined;
  server.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const message = JSON.parse(line) as { id?: number; result?: unknown; error?: { message: string } };
      if (message.id === undefined) continue;
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) call?.resolve(message.result);
      else call?.reject(new Error(message.error.message));
    }
  });
  server.once('close', (code) => {
    ended = new Error(`the process ended with code ${code}`);
    for (const call of waiting.values()) call.reject(ended);
  });
  server.stdin.on('error', () => {});
  return (method, parameters) =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) throw ended;
      id++;
      waiting.set(id, { resolve, reject });
      server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params: parameters })}\n`);
    });
}
