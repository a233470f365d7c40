/**
 * `atommem agent` and `atommem serve openenv`.
 *
 * @module
 */
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
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
const folder = mkdtempSync(join(tmpdir(), 'atommem-agent-'));
afterAll(() => rm(folder, { recursive: true }));
const conversation = join(folder, 'conversation.jsonl');
writeFileSync(
  conversation,
  JSON.stringify({
    id: 'conv-1',
    dataset: 'locomo',
    speakers: ['Mia', 'Theo'],
    sessions: [
      { id: 's1', date_time: '2 March 2021', turns: [{ id: 'D1:1', speaker: 'Mia', text: 'I moved.' }] },
    ],
    questions: [
      { id: 'q1', question: 'Why?', answers: [], type: 'adversarial', evidence: [], answerable: false },
    ],
  }),
);
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

it('agent reports a wrong key without printing it', async () => {
  server = await startOpenAIServer({ chat: () => ({ status: 401, message: 'bad key sk-secret-123' }) });
  const environment = {
    OPENAI_BASE_URL: server.baseURL,
    OPENAI_API_KEY: 'sk-secret-123',
    OPENAI_MODEL: 'm',
  };
  const { code, stdout, stderr } = await runCli(['agent', ...data, '--json'], { environment });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ reward: null, end: 'failed' });
  expect(stderr).toContain('bad key');
  expect(stdout + stderr).not.toContain('sk-secret');
});

it('agent ends with 130 after Ctrl-C, and prints an episode without a reward', async () => {
  let interrupt = (): void => {};
  server = await startOpenAIServer({
    chat: () => {
      interrupt();
      return { delay: 3_600_000 };
    },
  });
  const environment = { OPENAI_BASE_URL: server.baseURL, OPENAI_MODEL: 'm' };
  const { code, stdout } = await runCli(['agent', ...data, '--json'], {
    environment,
    onStart(abort) {
      interrupt = abort;
    },
  });
  expect(code).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ reward: null, end: 'aborted' });
});

it.each([
  ['a task of a file', ['--task', join(import.meta.dirname, '../tinker/own-task.ts')]],
  ['web', ['--task', 'web', ...data]],
  ['mini-web', ['--task', 'mini-web:60', '--limit', '2']],
  ['lab', ['--task', 'lab', '--limit', '2']],
  ['lab', ['--task', 'lab:paper-shape', '--limit', '2', '--split', 'dev']],
  ['change', ['--task', 'change:10', '--limit', '2']],
  ['needles', ['--task', 'needles:20000', '--limit', '1']],
  ['dialogue', ['--task', 'dialogue', '--data', conversation]],
])('agent plays %s', async (_, words) => {
  server = await startOpenAIServer({
    chat: () => ({ content: '<final_answer>not mentioned</final_answer>' }),
  });
  const environment = { OPENAI_BASE_URL: server.baseURL, OPENAI_MODEL: 'm' };
  const { code, stdout, stderr } = await runCli(['agent', ...words, '--json'], { environment });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ end: 'done', reward: expect.any(Number) });
});

it.each([
  [['agent', ...data], 'OPENAI_BASE_URL is not set'],
  [['serve', 'openenv'], 'there is nothing to play'],
  [['serve', 'openenv', '--task', 'none.ts'], 'no such file'],
  [['serve', 'openenv', '--task', 'none.ts', ...data], '--data does not apply'],
  [['serve', 'openenv', '--task', 'labb'], 'Did you mean lab?'],
  [['serve', 'openenv', '--task', 'lab:tiny'], 'unknown preset of --task lab "tiny"'],
  [['serve', 'openenv', '--task', 'change:5'], 'Pass a whole number from 10 on'],
  [['serve', 'openenv', '--task', 'web'], '--task web needs --data'],
  [['serve', 'openenv', '--task', 'dialogue:7', ...data], '--task dialogue takes no value'],
  [['serve', 'openenv', '--task', 'change', '--split', 'half'], '--split half'],
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
