/**
 * `atommem ask --model` against a scripted server.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startOpenAIServer } from '../loopback/openai-server.ts';
import { runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-ask-'));
const notes = join(folder, 'notes.txt');
writeFileSync(notes, 'Ada signed the lease.\n\nThe rent is 900 euros.\n');
afterAll(() => rmSync(folder, { recursive: true }));

type Chat = NonNullable<Parameters<typeof startOpenAIServer>[0]>['chat'];

async function askModel(chat: Chat, ...words: readonly string[]) {
  const server = await startOpenAIServer({ chat });
  const given = ['ask', notes, '-q', 'Who signed the lease?', '--model', 'm', '--base-url', server.baseURL];
  const result = await runCli([...given, ...words]);
  await server.close();
  return result;
}

test('drops quotes that are in no source, and answers without any other', async () => {
  const reply = (answer: string, ...quotes: readonly string[]) => [
    { content: JSON.stringify({ answer, quotes }) },
  ];
  const invented = 'Bob paid for everything.';
  const half = await askModel(reply('Ada', 'Ada signed the lease.', invented), '--json');
  const [first] = JSON.parse(half.stdout).questions;
  expect(first).toMatchObject({ found: true, answer: 'Ada', droppedQuotes: [invented] });
  expect(first.sentences[0]).toMatchObject({ text: 'Ada signed the lease.', line: 1 });
  const whole = await askModel(reply('Bob', invented), '--json');
  expect(JSON.parse(whole.stdout).questions[0]).toMatchObject({ found: false, answer: null });
});

test.each([[[]], [['--policy', 'model']]])('reports a limit that left no reply (%j)', async (words) => {
  const cut = { content: '', reasoning: 'Hm.', finishReason: 'length' };
  const { code, stdout } = await askModel(() => cut, '--json', ...words);
  const { issues = [], questions } = JSON.parse(stdout);
  expect(code).toBe(0);
  expect([...issues, ...(questions[0].issues ?? [])].join(' ')).toMatch(/used all \d+ output tokens/);
});

test.each([[[]], [['--policy', 'model']]])('says that Ctrl-C interrupted it (%j)', async (words) => {
  const args = [
    'ask',
    notes,
    '-q',
    'Who signed the lease?',
    '--model',
    'm',
    '--base-url',
    'http://127.0.0.1:1',
  ];
  const { code, stderr } = await runCli([...args, ...words], { onStart: (interrupt) => interrupt() });
  expect([code, stderr]).toEqual([130, 'atommem: interrupted\n']);
});

test('says that Ctrl-C interrupted it while the model was asked', async () => {
  let interrupt = (): void => {};
  const server = await startOpenAIServer({
    chat: () => {
      interrupt();
      return { delay: 3_600_000 };
    },
  });
  const args = ['ask', notes, '-q', 'Who signed the lease?', '--model', 'm', '--base-url', server.baseURL];
  const { code, stderr } = await runCli(args, {
    onStart(abort) {
      interrupt = abort;
    },
  });
  await server.close();
  expect(code).toBe(130);
  expect(stderr).toMatch(/interrupted\n$/);
});
