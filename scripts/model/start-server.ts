/**
 * Starts llama.cpp's own server.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const SERVER = new URL('server.py', import.meta.url).pathname;

/** llama.cpp's server as a wheel, without a compiler. */
export const SERVER_PACKAGES: readonly string[] = ['xllamacpp==2026.10.11549'];

export interface RunningServer {
  readonly address: string;
  readonly pid: number;
  stop(): void;
}

/** Starts the server and waits for its address. It ends with this process, when its standard input closes. */
export async function startServer(python: string, model: string): Promise<RunningServer> {
  const child = spawn(python, [SERVER, model], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (part) => {
    errors = (errors + part).slice(-2000);
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('http://'))
      return { address: line.trim(), pid: child.pid!, stop: () => void child.kill() };
  }
  throw new Error(`the server did not start: ${errors.trim().split('\n').at(-1)}`);
}
