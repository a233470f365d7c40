/**
 * What `atommem eval` says and keeps when a model fails, is not used or is slow.
 *
 * @module
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { sampleDatasetPath } from '../../src/dataset/sample.ts';
import { type OpenAIServer, type ScriptedAnswer, startOpenAIServer } from '../loopback/openai-server.ts';
import { type CliResult, runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-failures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const listFiles = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name));

let server: OpenAIServer;
afterEach(() => server.close());

const words = ['eval', '--data', sampleDatasetPath(), '--docs', '10', '--limit', '1'];

async function run(answer: ScriptedAnswer, ...options: readonly string[]): Promise<CliResult> {
  server = await startOpenAIServer({ chat: () => answer });
  return runCli([...words, '--model', 'tiny', '--base-url', server.baseURL, '--retries', '0', ...options]);
}

it('keeps the trajectory of a failed episode, and gives no advice that cannot help', async () => {
  const out = join(folder, 'refused');
  const message = 'the request exceeds the context of 512 tokens';
  const failed = await run({ status: 400, message }, '--out', out);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain(message);
  expect(failed.stderr).toContain('The same command would fail again');
  expect(failed.stderr).not.toContain('Run the same command to continue');
  const [kept] = listFiles(join(out, 'failed'));
  expect(readFileSync(kept!, 'utf8')).toContain(message);

  await server.close();
  const done = await run({ content: '<final_answer>Lund</final_answer>' }, '--out', out);
  expect(done.code).toBe(0);
  expect(listFiles(join(out, 'failed'))).toEqual([]);
});

it('says to run again if the failure may pass', async () => {
  const failed = await run({ status: 503, message: 'loading' }, '--out', join(folder, 'loading'));
  expect(failed.stderr).toContain('Run the same command to continue');
});

it.each([
  [{ retryAfter: '600' }, 'Wait 10 minutes first. Run the same command to continue'],
  [{}, 'Wait a few minutes first. Run the same command to continue'],
])('says when to run again after a rate limit with %j', async (headers, advice) => {
  const out = join(folder, `limited-${JSON.stringify(headers).length}`);
  let asked = 0;
  const limited = { status: 429, message: 'slow down', ...headers };
  server = await startOpenAIServer({
    chat: () => (asked++ === 0 ? { content: 'Lund' } : limited),
  });
  const flags = ['--policy', 'naive-rag', '--model', 'tiny', '--base-url', server.baseURL, '--retries', '0'];
  const eachTwo = [...words.slice(0, -1), '2', '--questions', '1', ...flags, '--out', out];
  const failed = await runCli(eachTwo);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain(`Finished episodes are kept in ${out}`);
  expect(failed.stderr).toContain(advice);
  expect(failed.stderr).not.toContain('would fail again');
  await server.close();
  server = await startOpenAIServer({ chat: () => ({ content: 'Lund' }) });
  const done = await runCli(eachTwo.map((word) => (word.startsWith('http') ? server.baseURL : word)));
  expect(done.code).toBe(0);
  expect(server.requests.filter(({ path }) => path.endsWith('/chat/completions'))).toHaveLength(1);
});

it('says that a policy does not use the model', async () => {
  const { code, stderr } = await run({ status: 500 }, '--policy', 'rag,rules');
  expect(code).toBe(0);
  expect(stderr).toContain('--model tiny is not used: rag, rules call no model');
  expect(stderr).toContain('--policy composed');
});

it('answers with the model over the memory of rules', async () => {
  const { code, stdout } = await run(
    { content: 'answer: Lund' },
    ...['--policy', 'composed', '--codec', 'compact', '--json'],
  );
  expect(code).toBe(0);
  const chats = server.requests.filter(({ path }) => path.endsWith('/chat/completions'));
  expect(chats).toHaveLength(1);
  expect(JSON.parse(stdout).rows[0]).toMatchObject({ policy: 'composed', cost: { modelCalls: 1 } });
});

it('shows what happens inside an episode', async () => {
  const { stderr } = await run({ content: '<final_answer>Lund</final_answer>' });
  expect(stderr).toMatch(/step 1: (?:read chunk 1 of \d+|answered a question)/);
  expect(stderr).not.toContain('1 episodes');
});

it.each(['naive-rag', 'closed-book'])('%s takes the sampling flags', async (policy) => {
  await run(
    { content: 'Lund' },
    ...['--policy', policy, '--temperature', '0.3', '--top-p', '0.9', '--max-output-tokens', '77'],
  );
  const chats = server.requests.filter(({ path }) => path.endsWith('/chat/completions'));
  expect(chats.length).toBeGreaterThan(0);
  for (const { body } of chats) {
    expect(body).toMatchObject({ temperature: 0.3, top_p: 0.9, max_tokens: 77 });
  }
});
