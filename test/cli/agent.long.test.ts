/**
 * Tests of `atommem agent` as a process: a server that does not respond, and Ctrl-C.
 *
 * @module
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { sampleDatasetPath } from '../../src/dataset/sample.ts';
import { startOpenAIServer } from '../loopback/openai-server.ts';
import { spawnCli } from './run-cli.ts';

const words = ['agent', '--data', sampleDatasetPath(), '--docs', '5', '--limit', '2', '--json'];

it('names a server that does not respond, after all retries', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  const environment = { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, OPENAI_MODEL: 'm' };
  const { code, stdout, stderr } = await spawnCli(words, { environment });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ reward: null, end: 'failed', answers: [null] });
  expect(stderr).toMatch(/connect|ECONNREFUSED/i);
});

it('ends with 130 after Ctrl-C, and prints one document', async () => {
  let asked = (): void => {};
  const running = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const server = await startOpenAIServer({
    chat: () => {
      asked();
      return { delay: 3_600_000 };
    },
  });
  const environment = { OPENAI_BASE_URL: server.baseURL, OPENAI_MODEL: 'm' };
  const { code, stdout } = await spawnCli(words, {
    environment,
    onStart: (interrupt) => void running.then(interrupt),
  });
  await server.close();
  expect(code).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ reward: null, end: 'aborted' });
});
