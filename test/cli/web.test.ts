/**
 * Tests `atommem web`.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'cli-web-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Report {
  readonly tables: readonly {
    readonly policy: string;
    readonly summaries: readonly Record<string, unknown>[];
  }[];
  readonly connections: Record<string, number>;
}

describe('atommem web', () => {
  it('plays the mini-web over loopback and in this process', async () => {
    const words = ['web', '--data', 'mini:60', '--limit', '2', '--policy', 'expert', '--json'];
    const served = JSON.parse((await runCli([...words, '--serve', '--seeds', '1,2'])).stdout) as Report;
    expect(served.tables[0]!.summaries[0]).toMatchObject({ type: 'all', mean: 1, spread: 0, runs: [1, 1] });
    expect(Object.keys(served.connections)).toEqual(['127.0.0.1']);
    const local = JSON.parse((await runCli(words)).stdout) as Report;
    expect(local).toMatchObject({ connections: {}, tables: [{ policy: 'expert' }] });
  });

  it('records a run of questions with passages and replays it', async () => {
    const [data, calls] = [join(folder, 'questions.jsonl'), join(folder, 'calls.jsonl')];
    const documents = [{ title: 'Lease', text: 'The lease was signed by Ada Byron.', supporting: true }];
    writeFileSync(
      data,
      JSON.stringify({ question: 'Who signed the lease?', answers: ['Ada Byron'], documents }),
    );
    const words = ['web', '--data', data, '--policy', 'rules,rag', '--json', '--searcher-calls', '3'];
    const first = await runCli([...words, '--record-web', calls]);
    expect(first.code).toBe(0);
    const again = await runCli([...words, '--replay-web', calls]);
    expect((JSON.parse(again.stdout) as Report).tables).toEqual((JSON.parse(first.stdout) as Report).tables);
  });

  it('says what is missing', async () => {
    const data = join(folder, 'walker.jsonl');
    writeFileSync(data, JSON.stringify({ question: 'Where?', answer: 'Here', root_url: 'https://x.org/' }));
    const fails = async (...words: string[]) => (await runCli(['web', ...words])).stderr;
    expect(await fails('--data', data)).toContain('needs a search engine');
    expect(await fails('--data', data, '--search', 'serper')).toContain('serper needs a key');
    expect(await fails('--data', data, '--search', 'bing')).toContain('--search bing is not known');
    expect(await fails('--data', data, '--language', 'de')).toContain('no question of');
    expect(await fails('--data', 'mini:60', '--policy', 'nonsense')).toContain('nonsense');
    expect(await fails('--data', 'mini:60', '--policy', 'react')).toContain('asks a model');
  });
});
