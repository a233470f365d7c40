/**
 * Starts `atommem serve openenv` on the bundled sample, as a user does.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Starts the server on a free port and waits for its address.
 * @throws Error if the command ends before it prints one
 */
export async function startServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const sample = at('data/sample/hotpotqa.sample.jsonl.gz');
  const args = ['serve', 'openenv', '--data', sample, '--docs', '10', '--chunk-size', '400', '--port', '0'];
  const child = spawn(process.execPath, [at('src/cli/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
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
