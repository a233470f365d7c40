/**
 * Exports and imports trajectories.
 *
 * @module
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/dataset/load-dataset.ts';
import { sampleDatasetPath } from '../../src/dataset/sample.ts';
import { startOpenAIServer } from '../loopback/openai-server.ts';
import { type CliResult, runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-trajectories-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const run = (...words: readonly string[]): Promise<CliResult> => runCli(['trajectories', ...words]);
const parseOutput = ({ stdout }: CliResult): object => JSON.parse(stdout) as object;

/** Three episodes of a scripted model, of which one answers right. */
beforeAll(async () => {
  const { records } = await loadDataset(sampleDatasetPath());
  const answer = records[0]!.answers[0]!;
  const server = await startOpenAIServer({
    chat: ({ body }) => {
      const asked = JSON.stringify(body);
      if (!asked.includes('The text has ended'))
        return { content: '<create_memory>A "fact" </create_memory>' };
      const right = asked.includes(JSON.stringify(records[0]!.question).slice(1, -1));
      return { content: `<final_answer>${right ? answer : 'nobody knows'}</final_answer>` };
    },
  });
  const words = ['--data', sampleDatasetPath(), '--docs', '20', '--limit', '3', '--seed', '1'];
  const model = ['--model', 'scripted', '--base-url', server.baseURL];
  const { code } = await runCli(['eval', ...words, ...model, '--out', at('out'), '--json']);
  await server.close();
  expect(code).toBe(0);
});

describe('atommem trajectories', () => {
  it('collects high-scoring episodes, exports them, and imports them for a replay', async () => {
    const collected = await run('collect', at('out'), '-o', at('good'), '--json');
    expect(parseOutput(collected)).toMatchObject({ kept: 1, left: 2, unscored: 0 });

    const all = await run('export', at('out'), '-o', at('all.jsonl'), '--format', 'verl', '--json');
    const exported = await run('export', at('good'), '-o', at('good.jsonl'), '--json');
    expect(parseOutput(all)).toMatchObject({ trajectories: 3 });
    expect(parseOutput(exported)).toMatchObject({ trajectories: 1, skipped: {} });
    const rewards = readFileSync(at('all.jsonl'), 'utf8').trim().split('\n');
    expect(new Set(rewards.map((row) => JSON.parse(row).extra_info.reward))).toEqual(new Set([0, 1]));

    expect(parseOutput(await run('import', at('good.jsonl'), '-o', at('again'), '--json'))).toEqual({
      schema: 'atommem.import/1',
      written: 1,
      differences: [],
      refused: [],
    });
    const files = readdirSync(at('again'), { recursive: true, encoding: 'utf8' });
    const [file] = files.filter((name) => name.endsWith('.jsonl'));
    const replayed = await runCli(['replay', join(at('again'), file!)]);
    expect(replayed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^identical/) });
  });

  it('reports an error in one line and leaves no files', async () => {
    const refusals: readonly (readonly [readonly string[], string])[] = [
      [['export', at('out'), '-o', at('no.jsonl'), '--format', 'tinker'], 'needs token ids'],
      [['export', at('nowhere'), '-o', at('no.jsonl')], 'cannot be read (ENOENT)'],
      [['export', at('out/episodes.jsonl'), '-o', at('no.jsonl')], 'is not a record of a trajectory'],
      [['collect', at('out'), '-o', at('no'), '--by', 'judge'], '--judge-model'],
      [['collect', at('out'), '-o', at('out')], 'is not empty'],
      [['collect', folder, '-o', at('no')], 'no finished episodes'],
    ];
    await Promise.all(
      refusals.map(async ([words, part]) => {
        const { code, stdout, stderr } = await run(...words);
        const lines = stderr.trim().split('\n').length;
        expect({ code, stdout, lines }).toEqual({ code: 1, stdout: '', lines: 1 });
        expect(stderr).toContain(part);
      }),
    );
    writeFileSync(at('foreign.jsonl'), '{"messages":[{"role":"assistant","content":"hi"}]}\n');
    const foreign = await run('import', at('foreign.jsonl'), '-o', at('no'));
    expect(foreign).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('foreign.jsonl:1: has no source'),
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('no'))).toEqual([]);
  });
});
