/** Tests of the suite runner. @module */
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openToyFolder as openAt, runToy as run, type Toy, toyOptions } from './fixtures/toy-run.ts';
import { keepInMemory } from './results-folder.ts';
import { runSuite, type SuiteOptions } from './run-suite.ts';
import { reportSuite, type SuiteReport } from './suite-report.ts';
import { SUITES } from './suites.ts';
import { conversationSource } from './task-source.ts';

const module = new URL('./fixtures/toy-suite.ts', import.meta.url).href;

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'atommem-bench-'));
});
afterEach(() => rm(path, { recursive: true }));

const readMean = ({ rows }: SuiteReport, policy: string, variant: string, documents = 4) =>
  rows.find((row) => row.policy === policy && row.variant === variant && row.documents === documents)!.metrics
    .em!.mean;

describe('runSuite', () => {
  it('runs every policy in every variant on the same streams', async () => {
    const report = reportSuite(await run());
    expect(
      report.rows.map(({ policy, variant, documents, questions }) => [documents, policy, variant, questions]),
    ).toEqual(
      [4, 6].flatMap((documents) => [
        [documents, 'rag', 'full', 6],
        [documents, 'rag', 'without storage', 6],
        [documents, 'rag', 'noisy', 6],
        [documents, 'closed-book', 'full', 6],
        [documents, 'closed-book', 'noisy', 6],
      ]),
    );
    expect(readMean(report, 'rag', 'full')).toBe(1);
    expect(readMean(report, 'rag', 'without storage')).toBe(0);
    expect(report.rows[2]!.entries.kept).toBe(report.rows[0]!.entries.kept + 2);
    expect(readMean(report, 'closed-book', 'full')).toBeCloseTo(1 / 6, 12);
    expect(Object.keys(report.rows[0]!.types)).toEqual(['even', 'odd']);
    const sentences = report.comparisons.map(({ sentence }) => sentence);
    expect(sentences[0]).toMatch(
      /^On the same 6 questions \(12 pairs\), rag \(full\) is exactly right 100\.0 points more often than rag \(without storage\)/,
    );
  });

  it('gives the same table on threads, and the same for any concurrency', async () => {
    const table = async (toy: Toy) => reportSuite(await run({ questions: 5, ...toy }));
    const alone = await table({});
    expect(await table({ concurrency: 7 })).toEqual(alone);
    const recipe = { policies: ['rag', 'closed-book'] };
    expect(await table({ threads: { module, recipe, count: 2 } })).toEqual(alone);
  });

  it('ends with what went wrong in a thread, also when it never came up', async () => {
    const threads = { recipe: { policies: ['rag'] }, count: 2 };
    const missing = { ...threads, module: `${module}.missing` };
    await expect(run({ threads: missing })).rejects.toThrow(/Cannot find module .*missing/);
    // The thread's own parts lack a policy that this thread's have.
    await expect(run({ threads: { ...threads, module } })).rejects.toThrow(
      'needs the policy "closed-book", and the run has none',
    );
  });

  it('gives the same table after any number of aborts at any moments, and cut last lines', async () => {
    const uninterrupted = reportSuite(await run({ policies: ['rag', 'spender'] }));
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(9), { minLength: 10, maxLength: 10 }),
        fc.nat(40),
        async (moments, cut) => {
          const folder = join(path, `run-${runs++}`);
          const toy = { policies: ['rag', 'spender'], concurrency: 2 };
          for (const moment of moments) {
            const abort = new AbortController();
            let begun = 0;
            const onEpisode: SuiteOptions['onEpisode'] = ({ resumed }) => {
              if (!resumed && begun++ === moment) abort.abort();
            };
            const opened = await openAt(folder, toy);
            const { stopped } = await run({ ...toy, folder: opened, signal: abort.signal, onEpisode });
            expect(stopped?.reason ?? 'aborted').toBe('aborted');
            const lines = await readFile(join(folder, 'episodes.jsonl'), 'utf8');
            await writeFile(join(folder, 'episodes.jsonl'), lines.slice(0, lines.length - cut));
          }
          const last = await run({ ...toy, folder: await openAt(folder, toy) });
          expect(last.stopped).toBeUndefined();
          expect(reportSuite(last)).toEqual(uninterrupted);
        },
      ),
      { numRuns: 4 },
    );
  });

  it('stops cleanly at a budget, with paired results, and goes on with a larger one', async () => {
    const toy = { policies: ['rag', 'spender'] };
    const folder = await openAt(path, toy);
    const prices = { promptPerMillion: 1000, cachedPerMillion: 100, completionPerMillion: 10_000 };
    const first = await run({ ...toy, folder, budget: { tokens: 1500 } });
    expect(first.stopped).toMatchObject({
      reason: 'budget',
      message: expect.stringContaining('budget of 1500 tokens is spent'),
    });
    const spent = folder.spent();
    expect(spent.promptTokens + spent.completionTokens).toBeGreaterThanOrEqual(1500);
    // One episode of four steps and an answer may be under way when the limit is reached.
    expect(spent.promptTokens + spent.completionTokens).toBeLessThan(1500 + 6 * 110);
    const report = reportSuite(first, { prices });
    expect(report.notes[0]).toMatch(/^Stopped early: The budget of 1500 tokens/);
    const done = report.rows.filter(({ variant }) => variant === 'full').map(({ episodes }) => episodes);
    expect(Math.max(...done) - Math.min(...done)).toBeLessThanOrEqual(1);
    const again = await run({ ...toy, folder: await openAt(path, toy), budget: { tokens: 1500 } });
    expect(again.episodes).toEqual(first.episodes);
    const whole = await run({ ...toy, folder: await openAt(path, toy), budget: { money: 1000 }, prices });
    expect(whole.stopped).toBeUndefined();
    await expect(run({ ...toy, budget: { money: 1 } })).rejects.toThrow(
      'a budget of 1 in money needs prices',
    );
  });

  it('shows money where there are prices, and says where they are missing', async () => {
    const ran = await run({ policies: ['rag', 'spender'] });
    const unpriced = reportSuite(ran);
    expect(unpriced.rows.find(({ policy }) => policy === 'rag')!.money).toBe(0);
    expect(unpriced.rows.find(({ policy }) => policy === 'spender')!.money).toBeNull();
    expect(unpriced.notes).toContain('Tokens were used, but no prices are given, so money is not shown.');
    const prices = { promptPerMillion: 1000, cachedPerMillion: 0, completionPerMillion: 0 };
    const row = reportSuite(ran, { prices }).rows.find(({ policy }) => policy === 'spender')!;
    expect(row.money).toBeCloseTo(row.cost.promptTokens / 1000, 9);
  });

  it('says plainly what an ablation means for a workflow, and what was not run', async () => {
    const { rows, notRun, notes } = reportSuite(
      await run({ policies: ['rag', 'closed-book', 'updater'], suite: SUITES.ablation, documents: [4] }),
    );
    expect(notes).toContain('updater relies on update; in "without update" memory refuses these operations.');
    expect(notRun.map(({ policy, variant }) => `${policy} ${variant.name}`)).toEqual(
      expect.arrayContaining(['closed-book without update', 'updater without scratchpad']),
    );
    expect(notes.join('\n')).toMatch(
      /Not run: closed-book in "without update": closed-book does not use what "without update" removes/,
    );
    expect(notes.join('\n')).toContain(
      'Not in this run: hotpotqa, 2wikimultihopqa, musique (no file given).',
    );
    expect(rows.filter(({ policy }) => policy === 'rag')).toHaveLength(6);
    const embedders = reportSuite(
      await run({ suite: SUITES.sensitivity, documents: [4], policies: ['rag'] }),
    );
    expect(embedders.notes.join('\n')).toContain('retriever "hashing" needs an embedding model');
    const tooLong = reportSuite(await run({ documents: [4, 7] }));
    expect(tooLong.notes.join('\n')).toContain(
      '7 documents a stream were asked for, and the data has 6 distinct ones',
    );
    expect(new Set(tooLong.rows.map(({ documents }) => documents))).toEqual(new Set([4]));
  });

  it('counts what failed, keeps it out of the table and stops when nothing works', async () => {
    const toy = await toyOptions({ policies: ['rag'] });
    const failure = { boundary: 'model', kind: 'network', message: 'no server' } as const;
    const [rag] = toy.parts.policies;
    const broken = {
      ...rag!,
      policy: {
        name: 'rag',
        act: async (...given: Parameters<NonNullable<typeof rag>['policy']['act']>) => ({
          ...(await rag!.policy.act(...given)),
          failure,
        }),
      },
    };
    const ran = await runSuite({ ...toy, parts: { ...toy.parts, policies: [broken] }, failureLimit: 5 });
    expect(ran.stopped).toMatchObject({ reason: 'failures', message: expect.stringContaining('no server') });
    expect(ran.failures).toEqual({ 'no server': 5 });
    expect(reportSuite(ran).rows.every(({ episodes }) => episodes === 0)).toBe(true);
  });

  it('runs conversations, and counts a refusal as right where there is no answer', async () => {
    const question = { text: 'Where does Person1 live?', support: [] };
    const toy = await toyOptions({ policies: ['rag', 'spender'] });
    const sources = [
      conversationSource('talk', [
        {
          id: 'c1',
          dataset: 'talk',
          speakers: ['Mia'],
          sessions: [
            {
              id: 's1',
              dateTime: 'May 2020',
              turns: [{ id: 'D1:1', speaker: 'Mia', text: 'Person1 lives in City1.' }],
            },
          ],
          questions: [
            { ...question, id: 'q1', answers: ['City1'], type: 'single_hop', answerable: true },
            { ...question, id: 'q2', answers: [], type: 'adversarial', answerable: false },
          ],
        },
      ]),
    ];
    const { rows } = reportSuite(await runSuite({ ...toy, suite: SUITES.dialogue, sources }));
    const ems = Object.fromEntries(
      rows.map(({ policy, types }) => [policy, [types.single_hop!.em, types.adversarial!.em]]),
    );
    expect(ems).toEqual({ rag: [1, 0], spender: [0, 1] });
  });
});

describe('openResultsFolder', () => {
  it('takes further policies and suites in, and refuses other settings and versions', async () => {
    await run({ folder: await openAt(path), policies: ['rag'] });
    const more = await run({
      folder: await openAt(path, { policies: ['rag', 'spender'] }),
      policies: ['rag', 'spender'],
    });
    expect(more.episodes.every(({ outcome }) => outcome !== undefined)).toBe(true);
    await expect(openAt(path, { questions: 7 })).rejects.toThrow(
      /holds results from other settings \(datasets\.toy: "\w+" there, "\w+" now\)\. Give another --out/,
    );
    await writeFile(join(path, 'results.json'), '{"schema":"atommem.results/9"}');
    await expect(openAt(path)).rejects.toThrow(
      'has schema "atommem.results/9", but this version reads atommem.results/1',
    );
    await rm(join(path, 'results.json'));
    await expect(openAt(path)).rejects.toThrow('holds results of atommem 0.1 or of another command');
  });

  it('keeps as many trajectories as asked, all where a model was paid for', async () => {
    let runs = 0;
    const kept = async (toy: Toy): Promise<readonly string[]> => {
      const folder = join(path, `run-${runs++}`);
      await run({ ...toy, folder: await openAt(folder, toy), documents: [4] });
      const files = await readdir(join(folder, 'trajectories'), { recursive: true });
      return files.filter((file) => file.endsWith('.jsonl') && file.includes('full'));
    };
    const toy = { policies: ['rag', 'spender'], keepTrajectories: 2 };
    expect((await kept(toy)).length).toBe(4);
    const { keepTrajectories, ...free } = toy;
    expect((await kept({ ...free, questions: 11 })).filter((file) => file.includes('rag')).length).toBe(5);
    expect((await kept({ ...free, questions: 11 })).filter((file) => file.includes('spender')).length).toBe(
      11,
    );
  });

  it('counts what lost episodes cost', async () => {
    const folder = await openAt(path);
    await folder.lose({ promptTokens: 5, cachedTokens: 1, completionTokens: 2 });
    expect((await openAt(path)).spent()).toEqual({ promptTokens: 5, cachedTokens: 1, completionTokens: 2 });
    expect(keepInMemory().spent().promptTokens).toBe(0);
    await appendFile(join(path, 'episodes.jsonl'), 'not json\n');
    await expect(openAt(path)).rejects.toThrow(/episodes\.jsonl:2: is not JSON/);
  });
});
