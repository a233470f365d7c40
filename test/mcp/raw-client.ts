/**
 * An MCP client without the SDK: writes JSON-RPC by hand over stdio or HTTP.
 *
 * @module
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** One message of a server. */
export interface RawMessage {
  readonly id?: number | string | null;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface RawClient {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  /** Sends a request. Rejects if the process ends first. */
  ask(method: string, params?: object): Promise<RawMessage>;
  call(name: string, input: object): Promise<RawMessage>;
  /** Writes bytes as they are. */
  write(text: string): void;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

const BIN = join(import.meta.dirname, '../../src/cli/main.ts');

/** Starts `atommem mcp` and shakes hands in a revision of the protocol. */
export async function spawnRawClient(
  words: readonly string[],
  protocolVersion = '2025-06-18',
): Promise<RawClient> {
  const child = spawn(process.execPath, [BIN, 'mcp', ...words], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map<number, { resolve(message: RawMessage): void; reject(error: Error): void }>();
  let rest = '';
  let last = 0;
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const message = JSON.parse(line) as RawMessage;
      if (typeof message.id === 'number') waiting.get(message.id)?.resolve(message);
    }
  });
  // A killed process closes its pipe.
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      resolve(code);
      for (const { reject } of waiting.values()) reject(new Error('The server ended.'));
    });
  });
  const write = (text: string): void => void child.stdin.write(text);
  const ask = (method: string, params: object = {}): Promise<RawMessage> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  const client: RawClient = {
    child,
    ask,
    call: (name, input) => ask('tools/call', { name, arguments: input }),
    write,
    ended,
  };
  await ask('initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 'raw', version: '1' } });
  write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  return client;
}

/** Returns the text of a tool result. */
export function readText({ result }: RawMessage): string {
  const [first] = (result?.content ?? []) as readonly { readonly text: string }[];
  return first?.text ?? '';
}
