/**
 * Runs `ask`, `eval` and `parse` as a user does.
 *
 * @module
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvalReport } from '../../src/cli/eval.ts';
import { sampleDatasetPath } from '../../src/dataset/sample.ts';
import { startOpenAIServer } from '../loopback/openai-server.ts';
import { type CliResult, runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};

const SAMPLE = sampleDatasetPath();

/** A refusal is one line on standard error that names what is wrong, and nothing on standard output. */
function expectRefusal(result: CliResult, code: 1 | 2, ...parts: readonly string[]): void {
  expect(result.stdout).toBe('');
  expect(result.stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(code === 2 ? 2 : 1);
  for (const part of parts) expect(result.stderr).toContain(part);
  expect(result.code).toBe(code);
}

describe('atommem ask', () => {
  const notes = file(
    'notes.txt',
    'Oster Bridges is a company founded by Marta Velden in 1911.\n\nMarta Velden was born in Lund.',
  );

  it('answers from files and from standard input', async () => {
    const question = ['-q', 'Who founded Oster Bridges?'];
    const told = await runCli(['ask', notes, ...question, '--quiet']);
    expect(told).toMatchObject({ code: 0, stdout: 'Marta Velden\n' });
    const piped = await runCli(['ask', ...question, '--json'], { input: readFileSync(notes) });
    expect(JSON.parse(piped.stdout)).toMatchObject({
      schema: 'atommem.ask/2',
      documents: 1,
      skipped: [],
      questions: [
        {
          question: 'Who founded Oster Bridges?',
          found: true,
          answer: 'Marta Velden',
          sentences: [{ path: 'standard input', line: 1, span: [38, 50] }, {}],
        },
      ],
      end: 'done',
    });
  });

  it('writes a trajectory that replays, and locates tampering', async () => {
    const path = at('episode.jsonl');
    await runCli(['ask', notes, '-q', 'Where was Marta Velden born?', '--trajectory', path, '--json']);
    const replayed = await runCli(['replay', path]);
    expect(replayed).toMatchObject({ code: 0 });
    expect(replayed.stdout).toMatch(/^identical: \d+ steps/);
    const told = readFileSync(path, 'utf8').replace(/("effects":.*?"entry":.*?)Lund/, '$1Oslo');
    const tampered = file('tampered.jsonl', told);
    expectRefusal(await runCli(['replay', tampered]), 1, 'differences, the first');
  });

  it('rejects invalid input', async () => {
    expectRefusal(await runCli(['ask', notes]), 2, 'no question was given', '-q "…"');
    expectRefusal(await runCli(['ask', notes, 'Who founded it?']), 2, '-q "Who founded it?"');
    expectRefusal(await runCli(['ask', at('nowhere.txt'), '-q', 'x']), 1, 'nowhere.txt');
    expectRefusal(await runCli(['ask', file('empty.txt', ''), '-q', 'x']), 1, 'no ');
    const binary = file('binary.txt', new Uint8Array([0x63, 0x00, 0x66, 0xe9]));
    expectRefusal(await runCli(['ask', binary, '-q', 'x']), 1, 'binary.txt', 'is not text');
    expectRefusal(
      await runCli(['ask', notes, '-q', 'x', '--policy', 'clever']),
      2,
      'clever',
      'extractive',
      'rag',
    );
    expectRefusal(await runCli(['ask', notes, '-q', 'x', '--k', 'many']), 2, '--k many', 'whole number');
    expectRefusal(await runCli(['ask', notes, '-q', 'x', '--model', 'any']), 2, '--base-url');
  });

  it('reports a model server that is unreachable or refuses the call', async () => {
    const words = ['ask', notes, '-q', 'x', '--quiet', '--model', 'any', '--retries', '0', '--base-url'];
    const unreachable = await runCli([...words, 'http://127.0.0.1:9/v1']);
    expect(unreachable.code).toBe(1);
    expect(unreachable.stderr).toContain('model failed');
    const server = await startOpenAIServer({ chat: () => ({ status: 401, message: 'bad key' }) });
    const key = 'sk-very-secret-key-1234';
    const refused = await runCli([...words, server.baseURL], { environment: { ATOMMEM_API_KEY: key } });
    await server.close();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('401');
    expect(refused.stderr + refused.stdout).not.toContain(key);
  });
});

describe('atommem eval', () => {
  const words = [
    'eval',
    '--data',
    SAMPLE,
    '--docs',
    '60',
    '--limit',
    '6',
    '--policy',
    'rag,extractive',
    '--json',
  ];
  const read = (result: CliResult): EvalReport => JSON.parse(result.stdout) as EvalReport;
  const timeless = (report: EvalReport): object =>
    JSON.parse(
      JSON.stringify(report, (name, value) => (name === 'wallMs' || name === 'command' ? undefined : value)),
    );

  it('prints one JSON document, identical between runs apart from times', async () => {
    const one = await runCli(words);
    expect(one.code).toBe(0);
    const report = read(one);
    expect(report).toMatchObject({ schema: 'atommem.eval/1', seed: 1 });
    expect(report.command).toContain('--policy rag,extractive');
    expect(
      report.rows.map(({ policy, dataset, documents, episodes }) => [policy, dataset, documents, episodes]),
    ).toEqual([
      ['rag', 'hotpotqa', 60, 6],
      ['extractive', 'hotpotqa', 60, 6],
    ]);
    for (const { metrics, cost, operations, entries } of report.rows) {
      expect(metrics.em).toMatchObject({ n: 6 });
      expect(Object.keys(metrics)).toEqual(['answerInMemory', 'supportRecall', 'supportAll', 'em', 'f1']);
      expect(Object.keys(cost)).toEqual([
        'modelCalls',
        'promptTokens',
        'cachedTokens',
        'completionTokens',
        'retrievals',
        'wallMs',
      ]);
      expect(Object.keys(operations)).toEqual(['create', 'read', 'update', 'delete', 'refused']);
      expect(entries.documentsRead).toBe(60);
    }
    expect(timeless(read(await runCli(words)))).toEqual(timeless(report));
  });

  it('resumes from its folder after an interrupt without repeating an episode', async () => {
    const out = at('run');
    const whole = read(await runCli(words));
    let stopped = false;
    const first = await runCli([...words, '--out', out, '--concurrency', '1'], {
      onStderr: (text, interrupt) => {
        if (!stopped && /[1-9]\/12 episodes/.test(text)) {
          stopped = true;
          interrupt();
        }
      },
    });
    const kept = readFileSync(join(out, 'episodes.jsonl'), 'utf8').split('\n').filter(Boolean).length;
    if (first.code === 0)
      expect(kept).toBe(12); // the machine was faster than the interrupt
    else expect(first.stderr).toContain('Run the same command');
    writeFileSync(
      join(out, 'episodes.jsonl'),
      `${readFileSync(join(out, 'episodes.jsonl'), 'utf8')}{"key":"cut`,
    );
    const second = await runCli([...words, '--out', out, '--concurrency', '1']);
    expect(second.code).toBe(0);
    expect(timeless(read(second))).toEqual(timeless(whole));
    const lines = readFileSync(join(out, 'episodes.jsonl'), 'utf8').split('\n').filter(Boolean);
    expect(new Set(lines.map((line) => (JSON.parse(line) as { key: string }).key)).size).toBe(12);
    expect(lines.length).toBe(12);
    const [trajectory] = readdirSync(join(out, 'trajectories/hotpotqa-60/seed-1/default/extractive'));
    const replayed = await runCli([
      'replay',
      join(out, 'trajectories/hotpotqa-60/seed-1/default/extractive', trajectory!),
    ]);
    expect(replayed.code).toBe(0);
    expectRefusal(
      await runCli([...words, '--k', '5', '--out', out]),
      1,
      'other settings',
      'k: 6 there, 5 now',
    );
  });

  it('runs a model, judges its answers and applies the released scores', async () => {
    const server = await startOpenAIServer({
      chat: ({ body }) => ({
        content:
          (body as { model: string }).model === 'judge'
            ? '{"verdict": "correct"}'
            : '<create_memory>something</create_memory><final_answer>\\boxed{nothing}</final_answer>',
        usage: { prompt: 100, cached: 40, completion: 10 },
      }),
    });
    const address = ['--model', 'any', '--base-url', server.baseURL, '--judge-model', 'judge'];
    const result = await runCli([
      'eval',
      '--data',
      SAMPLE,
      '--docs',
      '60',
      '--limit',
      '2',
      '--json',
      ...address,
    ]);
    await server.close();
    expect(result.code).toBe(0);
    const [row] = read(result).rows;
    expect(row).toMatchObject({
      policy: 'any',
      episodes: 2,
      metrics: { em: { mean: 0 }, judge: { mean: 1, n: 2 }, official: { mean: 0 } },
    });
    const { modelCalls, promptTokens, cachedTokens } = row!.cost;
    expect(modelCalls).toBeGreaterThanOrEqual(3); // two or three chunks, one question; the judge is not counted
    expect([promptTokens, cachedTokens]).toEqual([modelCalls * 100, modelCalls * 40]);
  });

  it('rejects invalid options', async () => {
    const sample = ['eval', '--data', SAMPLE];
    expectRefusal(await runCli(['eval', '--data', at('none.jsonl')]), 1, 'none.jsonl');
    const broken = file('broken.jsonl', '{"id": 1\n');
    expectRefusal(await runCli(['eval', '--data', broken]), 1, 'broken.jsonl', 'line 1');
    const unanswered = file(
      'unanswered.jsonl',
      `${JSON.stringify({ id: 'a', question: 'x?', answers: [], paragraphs: [] })}\n`,
    );
    expectRefusal(await runCli(['eval', '--data', unanswered]), 1, 'unanswered.jsonl', 'answer');
    expectRefusal(await runCli([...sample, '--docs', '100000']), 1, '100000 documents');
    expectRefusal(await runCli([...sample, '--limit', '100000']), 1, '100000 streams');
    expectRefusal(await runCli([...sample, '--policy', 'rag,clever']), 2, 'clever', 'extractive');
    expectRefusal(await runCli([...sample, '--questions', '11']), 2, '--questions 11');
    expectRefusal(await runCli([...sample, '--rules', 'turnCap=maybe']), 2, 'turnCap');
    expectRefusal(await runCli(['eval']), 2, '--data');
  });
});

describe('atommem parse', () => {
  it('prints operations, answers and issues', async () => {
    const input = '<create_memory>a fact</create_memory><read_memory>open';
    const { code, stdout } = await runCli(['parse', '--format', 'paper'], { input });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      operations: [{ op: 'create', text: 'a fact' }],
      answers: [],
      issues: [{ kind: 'unclosed-tag' }],
    });
  });

  it('lists the known codecs for an unknown one', async () => {
    expectRefusal(await runCli(['parse', '--codec', 'xml']), 2, 'xml', 'tags', 'tools', 'json', 'atommem-8b');
  });
});

it('exits with 2 on bad usage and 0 on help and version', async () => {
  expect((await runCli(['nonsense'])).code).toBe(2);
  expectRefusal(await runCli(['memory', 'list']), 2, 'atommem memory list --store agent.db');
  expect((await runCli(['eval', '--help'])).code).toBe(0);
  expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
