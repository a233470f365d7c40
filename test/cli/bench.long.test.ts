/**
 * Runs `bench` on threads, with reports and recorded models.
 *
 * @module
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sampleDatasetPath } from '../../src/dataset/sample.ts';
import type { SuiteReport } from '../../src/eval/suite-report.ts';
import type { MemorySuiteReport } from '../../src/suite/run-memory-suite.ts';
import { startOpenAIServer } from '../loopback/openai-server.ts';
import { type CliResult, runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

const bench = (...words: readonly string[]): Promise<CliResult> =>
  runCli(['bench', '--data', sampleDatasetPath(), '--docs', '60', '--limit', '2', ...words]);

/** A report without what differs between any two runs. */
function timeless({ stdout }: CliResult): unknown {
  return JSON.parse(stdout, (name, value) => (name === 'wallMs' || name === 'command' ? undefined : value));
}

it('runs a suite on threads, writes its report and resumes from its folder', async () => {
  const words = ['--policy', 'rag,recency-1,extractive', '--threads', '2', '--out', at('paper'), '--json'];
  const one = await bench(...words);
  expect(one.code).toBe(0);
  const report = JSON.parse(one.stdout) as SuiteReport;
  expect(report.rows.map(({ policy, episodes }) => [policy, episodes])).toEqual([
    ['rag', 2],
    ['recency-1', 2],
    ['extractive', 2],
  ]);
  expect(report.comparisons.every(({ sentence }) => sentence.includes('rag'))).toBe(true);
  const page = readFileSync(at('paper/report.html'), 'utf8');
  expect(page).toContain('Content-Security-Policy');
  expect(existsSync(at('paper/report.md'))).toBe(true);
  const kept = readFileSync(at('paper/episodes.jsonl'), 'utf8');
  expect(timeless(await bench(...words))).toEqual(timeless(one));
  expect(readFileSync(at('paper/episodes.jsonl'), 'utf8')).toBe(kept);
});

it('records a model and replays it', async () => {
  const server = await startOpenAIServer({
    chat: ({ body }) => {
      const asked = JSON.stringify((body as { messages: unknown }).messages).length;
      return { content: `reply ${asked}`, usage: { prompt: asked, completion: 2 } };
    },
  });
  const model = ['--policy', 'memagent,naive-rag', '--model', 'any', '--base-url', server.baseURL, '--json'];
  const recorded = await bench(...model, '--record', at('calls'), '--out', at('recorded'));
  const asked = server.requests.length;
  await server.close();
  expect(recorded.code).toBe(0);
  expect(asked).toBeGreaterThan(4);
  const replayed = await bench(...model, '--replay', at('calls'), '--out', at('replayed'));
  expect(replayed.stderr).not.toContain('atommem:');
  expect(timeless(replayed)).toEqual(timeless(recorded));
});

it('reports an invalid suite in one line', async () => {
  const refused = async (code: number, ...words: readonly string[]): Promise<string> => {
    const result = await bench(...words);
    expect([result.code, result.stdout]).toEqual([code, '']);
    return result.stderr;
  };
  expect(await refused(2, '--suite', 'best')).toContain('paper, ablation');
  expect(await refused(2, '--policy', 'a-mem', '--out', at('none'))).toContain('--model');
  expect(await refused(2, '--rules', 'store=official', '--out', at('none'))).toContain('store=better');
  expect(await refused(2, '--max-money', '5', '--out', at('none'))).toContain('--prices');
  writeFileSync(at('prices.json'), '{"promptPerMillion": "cheap"}');
  expect(await refused(1, '--prices', at('prices.json'), '--out', at('none'))).toContain('promptPerMillion');
  expect(await refused(1, '--policy', 'rag', '--k', '3', '--out', at('paper'))).toContain('paper');
  writeFileSync(at('paper/results.json'), '{"schema":"atommem.results/0"}');
  expect(await refused(1, '--policy', 'rag', '--out', at('paper'))).toContain('atommem.results/');
});

it('measures what memories show of conversations that change, and resumes', async () => {
  const words = ['--suite', 'change', '--turns', '50', '--limit', '2', '--policy', 'conversation,rag'];
  const run = (): Promise<CliResult> => runCli(['bench', ...words, '--out', at('change'), '--json']);
  const first = await run();
  expect(first.code).toBe(0);
  const { rows } = JSON.parse(first.stdout) as MemorySuiteReport;
  expect(rows.map(({ policy, streams }) => [policy, streams])).toEqual(
    ['none', 'last-turns', 'full-context', 'conversation', 'rag'].map((policy) => [policy, 2]),
  );
  for (const { metrics } of rows) expect(metrics.evidenceShown).toMatchObject({ n: expect.any(Number) });
  expect(JSON.parse((await run()).stdout).rows).toEqual(rows);
  const needsData = await runCli(['bench', '--suite', 'beam', '--out', at('beam')]);
  expect([needsData.code, needsData.stderr]).toEqual([2, expect.stringContaining('needs --data')]);
});
