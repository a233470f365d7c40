/**
 * Tests the web task: calls, budget, endings and outages.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { runEpisode } from '../agent/run-episode.ts';
import { scoreEpisode } from '../eval/episode-score.ts';
import { evaluate } from '../eval/evaluate.ts';
import { type Script, scriptedPolicy } from '../policy/scripted.ts';
import type { Action } from '../task/action.ts';
import type { ActObservation } from '../task/observation.ts';
import { corpusTools } from './corpus-tools.ts';
import { readWebDocuments } from './web-document.ts';
import { readWebEnding } from './web-ending.ts';
import type { WebTaskOptions } from './web-settings.ts';
import { webTask } from './web-task.ts';
import { failCall, type WebPage, type WebTools } from './web-tools.ts';

const LONG = Array.from({ length: 40 }, (_, line) => `Line ${line} of the long page.`).join('\n');
const PAGES: readonly WebPage[] = [
  {
    url: 'https://a.test/',
    title: 'Lease',
    text: 'Signed by Ada Byron.',
    links: [{ text: 'Ada Byron', url: 'https://a.test/ada', start: 10, end: 19 }],
  },
  { url: 'https://a.test/ada', title: 'Ada Byron', text: 'Ada Byron was born in London.', links: [] },
  { url: 'https://a.test/long', title: 'Long', text: LONG, links: [] },
];
const QUESTION = { id: 'q', text: 'Who signed the lease?', answers: ['Ada Byron'], support: [] };

const search = (query: string): Action => ({ kind: 'tool', name: 'search', input: { query } });
const read = (url: string | number, more = {}): Action => ({
  kind: 'tool',
  name: 'read',
  input: { url, ...more },
});
const answer = (text: string): Action => ({ kind: 'answer', answers: [text] });

const open = (options: Partial<WebTaskOptions> = {}) =>
  webTask({ id: 'lease', questions: [QUESTION], tools: corpusTools(PAGES), ...options });

/** Plays actions one after another and returns what was shown before each, and the trajectory. */
async function play(actions: readonly Action[], options: Partial<WebTaskOptions> = {}) {
  const seen: ActObservation[] = [];
  const script: Script = (observation) => {
    seen.push(observation as ActObservation);
    return { action: actions[seen.length - 1] ?? { kind: 'none' } };
  };
  const trajectory = await runEpisode({ task: open(options), policy: scriptedPolicy(script), seed: 1 });
  const shown = seen.map(({ situation }) => situation.content.replaceAll(/web-\w+/g, 'MARK'));
  const last = trajectory.steps.map(({ situation }) => situation?.result);
  return { seen, shown, trajectory, ending: readWebEnding(trajectory), results: last };
}

describe('webTask', () => {
  it('searches, reads by number and address, follows links and takes the answer', async () => {
    const { shown, ending, trajectory, seen } = await play([
      search('lease'),
      read(1),
      read('1'),
      read('https://a.test/'),
      answer('Ada Byron'),
    ]);
    expect(shown[0]).toBe('Nothing was searched or read yet.\n\nTool calls left: 40 of 40.');
    expect(shown[1]).toContain(
      'Results of the search for "lease":\n[MARK]\n1. Lease\n   https://a.test/\n   Signed by Ada Byron.',
    );
    expect(shown[2]).toContain('Page https://a.test/\n[MARK]\nLease\n\nSigned by [Ada Byron](1).\n[/MARK]');
    expect(shown[3]).toContain('Ada Byron was born in London.');
    expect(shown[4]).toContain('(again: you made this call before)');
    expect(shown[4]).toContain('Tool calls left: 36 of 40.');
    expect(readWebDocuments(seen[2]!)).toMatchObject([
      { kind: 'page', url: 'https://a.test/', part: 1, parts: 1 },
    ]);
    expect([ending, trajectory.end.answers]).toEqual(['answered', ['Ada Byron']]);
  });

  it('never shows the accepted answers', async () => {
    const { seen } = await play([answer('x')]);
    expect(JSON.stringify(seen)).not.toContain('Ada Byron');
  });

  it('shows a long page in parts, by calls or as a stream', async () => {
    const parts = await play(
      [
        search('line long page'),
        read(1),
        read('https://a.test/long', { part: 2, goal: 'line 20' }),
        read(1, { part: 99 }),
      ],
      { chunkSize: 100 },
    );
    expect(parts.shown[2]).toMatch(/Part 1 of \d+\. To read on, call read with part 2\./);
    expect(parts.shown[3]).toContain('Your goal: line 20');
    expect(parts.shown[4]).toContain('read: invalid input');
    const stream = await play([search('line long page'), read(1), { kind: 'read-on' }, { kind: 'read-on' }], {
      chunkSize: 100,
      longPages: 'stream',
    });
    expect(stream.shown[3]).toMatch(/Part 2 of/);
    expect(stream.shown[3]).toContain('Tool calls left: 38');
    const text = stream.seen
      .slice(2)
      .map((each) => readWebDocuments(each)[0]?.text)
      .slice(0, 3)
      .join('');
    expect(LONG.startsWith(text)).toBe(true);
  });

  it('allows exactly the calls, refuses the next one, and asks for an answer', async () => {
    const calls = Array.from({ length: 41 }, (_, number) => search(`lease ${number}`));
    const { ending, results, shown, trajectory } = await play([...calls, answer('Ada Byron')]);
    expect(results.filter((each) => each?.ok)).toHaveLength(40);
    expect(results.at(-1)).toMatchObject({ ok: false, failure: 'not-allowed' });
    expect(shown.at(-1)).toContain('All 40 tool calls are used. Answer now.');
    expect([ending, trajectory.end.reason]).toEqual(['forced', 'done']);
    const silent = await play(calls.slice(0, 40), { calls: 40 });
    expect(silent.ending).toBe('call-limit');
  });

  it('shows the problem of a wrong call, without spending the episode', async () => {
    const { shown, ending } = await play([
      { kind: 'tool', name: 'buy', input: {} },
      read(7),
      { kind: 'tool', name: 'search', input: {} },
      read('https://a.test/ada'),
      answer('x'),
    ]);
    expect(shown[1]).toContain('buy: unknown tool: there is no tool "buy"; the tools are search, read');
    expect(shown[2]).toContain('no result or link has the number 7');
    expect(shown[3]).toContain('search: invalid input');
    expect(shown[4]).toContain('failed (unseen-address)');
    expect(ending).toBe('answered');
  });

  it('reads addresses of the question, of the start page and, if allowed, any', async () => {
    const asked = { questions: ['What is on https://a.test/ada?'] };
    expect((await play([read('https://a.test/ada#x'), answer('')], asked)).shown[1]).toContain(
      'born in London',
    );
    expect((await play([read(1), answer('')], { startUrl: 'https://a.test/' })).shown[1]).toContain(
      'Signed by',
    );
    expect((await play([read('https://a.test/ada'), answer('')], { addresses: 'any' })).shown[1]).toContain(
      'born in London',
    );
  });

  it('names every ending', async () => {
    expect((await play([])).ending).toBe('format');
    const idle: Script = () => ({ operations: [{ op: 'create', text: 'x' }] });
    const step = await runEpisode({ task: open({ calls: 2 }), policy: scriptedPolicy(idle) });
    expect(readWebEnding(step)).toBe('step-limit');
    const tokens: Script = () => ({
      action: search('lease'),
      usage: { modelCalls: 1, promptTokens: 900, cachedTokens: 0, completionTokens: 0 },
    });
    const limited = await runEpisode({
      task: open(),
      policy: scriptedPolicy(tokens),
      budget: { tokens: 1000 },
    });
    expect(readWebEnding(limited)).toBe('token-limit');
    let now = 0;
    const late = await runEpisode({
      task: open(),
      policy: scriptedPolicy(tokens),
      budget: { milliseconds: 10 },
      timer: () => now++,
    });
    expect(readWebEnding(late)).toBe('time-limit');
    const aborted = await runEpisode({
      task: open(),
      policy: scriptedPolicy(tokens),
      signal: AbortSignal.abort(),
    });
    expect(readWebEnding(aborted)).toBe('aborted');
    const failure = { boundary: 'model', kind: 'server', message: 'down' } as const;
    const broken = await runEpisode({ task: open(), policy: scriptedPolicy(() => ({ failure })) });
    expect(readWebEnding(broken)).toBe('failed');
    expect((await play([{ kind: 'answer', answers: [] }])).ending).toBe('answered');
  });

  it('asks several questions and counts their answers in order', async () => {
    const questions = ['One?', 'Two?'];
    const { trajectory, seen } = await play([answer('1'), { kind: 'answer', answers: ['2', '3'] }], {
      questions,
      reward: (_, given) => Number(given),
    });
    expect(seen.map((each) => each.questions.map(({ text }) => text))).toEqual([['One?', 'Two?'], ['Two?']]);
    expect([trajectory.end.answers, trajectory.end.reward]).toEqual([['1', '2'], 1.5]);
  });

  it('never scores an outage as a wrong answer', async () => {
    let up = true;
    const base = corpusTools(PAGES);
    const tools: WebTools = {
      ...base,
      search: {
        name: 'flaky',
        search: async (query, options) =>
          up ? base.search.search(query, options) : failCall('server', 'the engine is down', true),
      },
    };
    const script: Script = (_, { step }) => {
      if (step === 1) up = false;
      return { action: step < 2 ? search(`lease ${step}`) : answer('wrong') };
    };
    const task = open({ tools });
    const trajectory = await runEpisode({ task, policy: scriptedPolicy(script) });
    expect([readWebEnding(trajectory), trajectory.end.reason]).toEqual(['outage', 'failed']);
    expect(scoreEpisode(trajectory)).toMatchObject({ end: 'failed', failure: 'server: the engine is down' });
    up = true;
    const table = await evaluate({ tasks: [task], policies: [scriptedPolicy(script)], concurrency: 1 });
    expect(table.rows[0]).toMatchObject({ episodes: 0, planned: 1 });
    expect(Object.keys(table.failures)).toEqual(['server: the engine is down']);
    // An engine that recovers does no harm, and an engine that stays down ends the episode.
    up = true;
    const again: Script = (_, { step }) => {
      up = step !== 0;
      return { action: step < 2 ? search(`lease ${step}`) : answer('Ada Byron') };
    };
    expect(readWebEnding(await runEpisode({ task, policy: scriptedPolicy(again) }))).toBe('answered');
    const down = await runEpisode({
      task: open({ tools: { search: { name: 'x', search: async () => Promise.reject(new Error('boom')) } } }),
      policy: scriptedPolicy((_, { step }) => ({ action: search(`${step}`) })),
    });
    expect([down.steps.length, readWebEnding(down)]).toEqual([3, 'outage']);
  });

  it('gives equal bytes for equal seeds, and marks that a page cannot know', async () => {
    const actions = [search('lease'), read(1), answer('x')];
    const marks = (await play(actions)).seen.map(
      ({ situation }) => /\[(web-\w+)\]/.exec(situation.content)?.[1],
    );
    expect(
      (await play(actions)).seen.map(({ situation }) => /\[(web-\w+)\]/.exec(situation.content)?.[1]),
    ).toEqual(marks);
    expect(new Set(marks.filter(Boolean)).size).toBe(2);
  });

  it('rejects options that cannot be played', () => {
    for (const options of [{ calls: 0 }, { chunkSize: 0.5 }, { tools: {} }, { questions: [] }])
      expect(() => open(options)).toThrow('Give');
  });
});
