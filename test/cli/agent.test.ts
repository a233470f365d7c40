/**
 * `atommem agent` and `atommem serve openenv`.
 *
 * @module
 */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { sampleDatasetPath } from '../../src/dataset/sample.ts';
import { type OpenAIServer, startOpenAIServer } from '../loopback/openai-server.ts';
import { runCli } from './run-cli.ts';

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

let server: OpenAIServer | undefined;
afterEach(() => server?.close());
const data = ['--data', sampleDatasetPath(), '--docs', '5', '--limit', '2'];

it('agent plays one episode against OPENAI_BASE_URL and prints one JSON document', async () => {
  server = await startOpenAIServer({ chat: () => ({ content: '<final_answer>Lund</final_answer>' }) });
  const environment = { OPENAI_BASE_URL: server.baseURL, OPENAI_API_KEY: 'key', OPENAI_MODEL: 'm' };
  const { code, stdout } = await runCli(['agent', ...data, '--json'], { environment });
  expect(code).toBe(0);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ schema: 'atommem.agent/1', end: 'done', answers: ['Lund'], failure: null });
  expect(typeof result.reward).toBe('number');
});

it('agent scores nothing that did not happen', async () => {
  server = await startOpenAIServer({ chat: () => ({ status: 400, message: 'no such model' }) });
  const environment = { OPENAI_BASE_URL: server.baseURL, OPENAI_MODEL: 'm' };
  const { code, stdout, stderr } = await runCli(['agent', ...data, '--json'], { environment });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    reward: null,
    end: 'failed',
    failure: expect.stringContaining('no such model'),
  });
  expect(stderr).toContain('no such model');
});

it.each([
  [['agent', ...data], 'OPENAI_BASE_URL is not set'],
  [['serve', 'openenv'], 'exactly one of --task and --data'],
  [['serve', 'openenv', '--task', 'none.ts'], 'no such file'],
  [['serve', 'openenv', ...data, '--codec', 'xml'], 'xml'],
  [['serve'], 'Pass --store agent.db'],
])('%j is refused', async (words, message) => {
  const { code, stderr } = await runCli(words, { environment: { OPENAI_BASE_URL: undefined } });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

it('serve openenv serves episodes on the given port until it is interrupted', async () => {
  let played: Promise<void> | undefined;
  const port = await findFreePort();
  const words = ['serve', 'openenv', ...data, '--port', String(port)];
  const { code, stdout } = await runCli(words, {
    onStdout(text, interrupt) {
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
      if (url === undefined || played !== undefined) return;
      played = fetch(`${url}/reset`, { method: 'POST', body: '{"seed":0}' })
        .then(async (response) => expect(await response.json()).toMatchObject({ done: false }))
        .finally(interrupt);
    },
  });
  await played;
  expect(code).toBe(0);
  expect(stdout).toContain(`http://127.0.0.1:${port}\n2 tasks`);
});
