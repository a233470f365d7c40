/**
 * Tests suites over conversations from end to end, with generated and small conversations.
 *
 * @module
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChangeConversation } from '../change/create-change-conversation.ts';
import { createNeedleStream } from '../needles/create-needle-stream.ts';
import { AtomMemError } from '../shared/error.ts';
import { type MemoryStream, toMemoryStream } from '../task/dialogue/memory-stream.ts';
import { createSystem } from './baseline-systems.ts';
import type { MemorySystem } from './memory-system.ts';
import { keepOutcomes, openOutcomeFile } from './outcome-file.ts';
import { runMemorySuite } from './run-memory-suite.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-suite-'));
});
afterAll(() => rm(folder, { recursive: true }));

const now = (): number => 0;
const streams = [1, 2].map((seed) => toMemoryStream(createChangeConversation({ seed, turns: 50 })));
const systems = (...names: string[]): MemorySystem[] => names.map((name) => createSystem(name)!);

describe('runMemorySuite', () => {
  it('orders the baselines as their definitions demand', async () => {
    const names = ['none', 'last-turns', 'full-context', 'user-turns'];
    const { rows } = await runMemorySuite({ streams, systems: systems(...names), budget: 300, now });
    expect(rows.map(({ policy, streams: count }) => [policy, count])).toEqual(names.map((name) => [name, 2]));
    const [none, last, full, turns] = rows.map(({ metrics }) => metrics);
    expect(none!.evidenceShown!.mean).toBe(0);
    expect(none!.forgottenGone!.mean).toBe(1);
    expect(full!.evidenceShown!.mean).toBe(1);
    expect(full!.supersededShown!.mean).toBe(1);
    expect(last!.evidenceShown!.mean).toBeLessThan(1);
    expect(turns!.evidenceShown!.mean).toBeGreaterThan(0);
    for (const { cost } of rows.filter(({ policy }) => policy !== 'full-context'))
      expect(cost.charactersShown).toBeLessThanOrEqual(1200);
  });

  it('shows current values and marks old ones with the conversation policy', async () => {
    const { rows } = await runMemorySuite({ streams, systems: systems('conversation', 'user-turns'), now });
    const [conversation, turns] = rows;
    expect(conversation!.metrics.currentShown!.mean).toBeGreaterThan(0.6);
    expect(conversation!.metrics.supersededShown!.mean).toBeLessThan(turns!.metrics.supersededShown!.mean);
    expect(conversation!.metrics.forgottenGone!.mean).toBeGreaterThanOrEqual(
      turns!.metrics.forgottenGone!.mean,
    );
    expect(conversation!.memory.share).toBeLessThan(turns!.memory.share);
  });

  it('measures again what a system of another version shows', async () => {
    const outcomes = keepOutcomes();
    const [system] = systems('none');
    const opened: string[] = [];
    const measure = (version: string) => {
      const open: MemorySystem['open'] = (stream) => {
        opened.push(version);
        return system!.open(stream);
      };
      return runMemorySuite({
        systems: [{ ...system!, version, open }],
        ...{ streams, outcomes, now },
      });
    };
    for (const version of ['1', '1', '2', '1']) await measure(version);
    expect(opened).toEqual(['1', '1', '2', '2']);
  });

  it('limits what every system stores', async () => {
    const names = ['last-turns', 'user-turns', 'conversation', 'learned'];
    const { rows } = await runMemorySuite({ streams, systems: systems(...names), stored: 0.15, now });
    for (const { memory } of rows) expect(memory.share).toBeLessThanOrEqual(0.15);
    const [, turns, , learned] = rows.map(({ metrics }) => metrics.evidenceShown!.mean);
    expect(learned).toBeGreaterThan(turns!);
  });

  it('resumes from its folder, and refuses a folder of other settings', async () => {
    let opened = 0;
    const [rag] = systems('rag');
    const counting = {
      ...rag!,
      open: (...words: Parameters<MemorySystem['open']>) => {
        opened += 1;
        return rag!.open(...words);
      },
    };
    const run = async () =>
      runMemorySuite({
        streams,
        systems: [counting],
        now,
        outcomes: await openOutcomeFile(join(folder, 'run'), { budget: 1200 }),
      });
    const first = await run();
    expect(await run()).toEqual(first);
    expect(opened).toBe(2);
    expect((await readFile(join(folder, 'run/outcomes.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(2);
    await expect(openOutcomeFile(join(folder, 'run'), { budget: 600 })).rejects.toThrow(
      'holds results from other settings',
    );
  });

  it('skips a layer that is not installed, with the command that installs it', async () => {
    const missing: MemorySystem = {
      name: 'absent',
      async open() {
        throw new AtomMemError('missing-package', {
          problem: 'mem0ai is not installed',
          remedy: 'Run: npm install mem0ai',
          details: { package: 'mem0ai' },
        });
      },
    };
    const { rows, skipped } = await runMemorySuite({ streams, systems: [missing, ...systems('none')], now });
    expect(rows.map(({ policy }) => policy)).toEqual(['none']);
    expect(skipped).toEqual([{ policy: 'absent', reason: expect.stringContaining('npm install mem0ai') }]);
    await expect(runMemorySuite({ streams, systems: [], budget: 0, now })).rejects.toThrow('"budget" is 0');
  });

  it('warns once of dates that cannot be read, and gives their turns no date', async () => {
    const dates = ['1710494400', 'the day of the storm', '', '15. März 2024'];
    const stream = toMemoryStream({
      ...{ id: 'chat', dataset: 'own', speakers: ['user'] },
      sessions: dates.map((dateTime, place) => ({
        ...{ id: `session-${place}`, dateTime },
        turns: [{ id: `turn-${place}`, speaker: 'user', text: `My locker ${place} was painted yesterday.` }],
      })),
      questions: [{ id: 'q', text: 'Lockers?', answers: [], support: [], answerable: false }],
    });
    const conversation = createSystem('conversation')!;
    let texts: readonly string[] = [];
    const watched: MemorySystem = {
      name: 'watched',
      async open(opened) {
        const session = await conversation.open(opened);
        return {
          ...session,
          async contents() {
            const contents = await session.contents();
            texts = contents.map(({ text }) => text);
            return contents;
          },
        };
      },
    };
    const { warnings } = await runMemorySuite({
      streams: [stream],
      systems: [watched, ...systems('rag')],
      now,
    });
    expect(warnings).toEqual([
      { code: 'unread-date', dataset: 'own', stream: 'chat', values: ['the day of the storm'] },
    ]);
    expect(
      texts.filter((text) => text.includes('14 March 2024')).map((text) => /locker (\d)/.exec(text)?.[1]),
    ).toEqual(['0', '3']);
  });

  it('goes on without a layer that throws, and resumes it from where it failed', async () => {
    let broken = true;
    let opened = 0;
    const [rag] = systems('rag');
    const failing: MemorySystem = {
      name: 'failing',
      open(stream) {
        opened += 1;
        if (broken && stream.id === streams[1]!.id) throw new Error('the server is gone');
        return rag!.open(stream);
      },
    };
    const outcomes = keepOutcomes();
    const run = () => runMemorySuite({ streams, systems: [failing, ...systems('none')], now, outcomes });
    const first = await run();
    expect(first.rows.map(({ policy }) => policy)).toEqual(['none']);
    expect(first.failed).toEqual([
      { policy: 'failing', reason: `the server is gone (on ${streams[1]!.id})` },
    ]);
    broken = false;
    expect((await run()).rows.map(({ policy, streams: count }) => [policy, count])).toEqual([
      ['failing', 2],
      ['none', 2],
    ]);
    expect(opened).toBe(3);
  });

  it('refuses two conversations of one id, and conversations without questions', async () => {
    const [first, second] = streams as [MemoryStream, MemoryStream];
    const run = (...given: MemoryStream[]) =>
      runMemorySuite({ streams: given, systems: systems('none'), now });
    await expect(run(first, { ...second, id: first.id })).rejects.toThrow('have the id');
    await expect(run({ ...first, questions: [] })).rejects.toThrow('no questions');
    expect((await run(first, { ...second, id: first.id, dataset: 'other' })).rows).toHaveLength(2);
  });

  it('finds needles in a stream that is made while it is read', async () => {
    const filler = Array.from({ length: 30 }, (_, place) =>
      `The ${place}th hill is green. Sheep graze there. `.repeat(3),
    );
    const stream = createNeedleStream({ seed: 1, tokens: 6000, filler, questions: 1 });
    const { rows } = await runMemorySuite({ streams: [stream], systems: systems('rag'), now });
    expect(rows[0]!.abilities['single-key']!.evidenceShown!.mean).toBe(1);
  });
});
