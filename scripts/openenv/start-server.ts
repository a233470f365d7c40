/**
 * Starts `atommem serve openenv`, as a user does.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** A server that runs in another process. */
export interface StartedServer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the server on a free port and waits for its address.
 *
 * @param words flags that select what to serve
 * @throws Error if the command ends before it prints an address
 */
export async function startServer(words: readonly string[]): Promise<StartedServer> {
  const args = [COMMAND, 'serve', 'openenv', ...words, '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
      if (found !== undefined && text.includes('\n')) resolve(found);
    });
    void ended.then(() => reject(new Error(`the server ended before it printed an address: ${text}`)));
  });
  return {
    url,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}
