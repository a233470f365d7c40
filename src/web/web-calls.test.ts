/**
 * Tests search services, the retrieve protocol and recordings.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestSites, serveBody, type TestSites } from '../../test/web/test-sites.ts';
import { runEpisode } from '../agent/run-episode.ts';
import { asearcherReward } from './asearcher-reward.ts';
import { cacheJudge } from './cache-judge.ts';
import { corpusTools } from './corpus-tools.ts';
import { openWebRecording, readWebRecording, recordWebTools, replayWebTools } from './recorded-web.ts';
import { retrieveTools } from './retrieve-client.ts';
import { type SearchServiceOptions, searchService } from './search-service.ts';
import { serveRetrieve } from './serve-retrieve.ts';
import { summariseWebRuns, type WebResult } from './summarise-web-runs.ts';
import { webSearcher } from './web-searcher.ts';
import { webTask } from './web-task.ts';

const DOCUMENTS = [
  { id: 'https://a.test/lease', title: 'Lease', text: 'The lease was signed by Ada Byron.' },
  { id: 'https://a.test/map', title: 'Map', text: 'The map shows the harbour of Bremford.' },
];
const KEY = 'test-key-0123456789';
const sleep = async (): Promise<void> => undefined;

/** A `fetch` that answers from a list and keeps the requests. */
function answerWith(...replies: readonly (Response | Error)[]) {
  const requests: { url: string; init: RequestInit }[] = [];
  const send = (async (url: string, init: RequestInit) => {
    requests.push({ url, init });
    const reply = replies[Math.min(requests.length, replies.length) - 1]!;
    if (reply instanceof Error) throw reply;
    return reply.clone();
  }) as typeof fetch;
  return { requests, send };
}

const json = (value: unknown, init: ResponseInit = {}): Response => new Response(JSON.stringify(value), init);

async function ask(
  service: SearchServiceOptions['service'],
  replies: readonly (Response | Error)[],
  more: Partial<SearchServiceOptions> = {},
) {
  const { requests, send } = answerWith(...replies);
  const tool = searchService({
    service,
    key: KEY,
    url: service === 'searxng' ? 'http://127.0.0.1:8888/' : undefined,
    fetch: send,
    sleep,
    ...more,
  });
  return { outcome: await tool.search('salt roads', { count: 3 }), requests };
}

describe('searchService', () => {
  it('asks each service in its own way and reads its results', async () => {
    const item = {
      title: '<strong>Salt</strong> &amp; roads',
      url: 'https://x.org/',
      link: 'https://x.org/',
      snippet: 's\u200b',
      content: 's',
      description: 's',
    };
    const results = [{ title: 'Salt & roads', url: 'https://x.org/', snippet: 's' }];
    const searxng = await ask('searxng', [
      json({ results: [item, item, { title: 'no address' }, { url: 'javascript:1' }, 7] }),
    ]);
    expect(searxng.outcome).toEqual({ ok: true, results });
    expect(searxng.requests[0]!.url).toBe('http://127.0.0.1:8888/search?q=salt+roads&format=json');
    const serper = await ask('serper', [json({ organic: [item] })]);
    expect(serper.outcome).toEqual({ ok: true, results });
    expect(serper.requests[0]).toMatchObject({
      url: 'https://google.serper.dev/search',
      init: { method: 'POST', headers: { 'X-API-KEY': KEY }, body: '{"q":"salt roads","num":3}' },
    });
    const brave = await ask('brave', [json({ web: { results: [{ ...item, age: '2 days' }] } })]);
    expect(brave.outcome).toEqual({ ok: true, results: [{ ...results[0], date: '2 days' }] });
    const tavily = await ask('tavily', [json({ results: [item] })]);
    expect(tavily.outcome).toEqual({ ok: true, results });
    expect((await ask('serper', [json({ searchParameters: {} })])).outcome).toEqual({
      ok: true,
      results: [],
    });
    expect((await ask('brave', [json({})])).outcome).toEqual({ ok: true, results: [] });
  });

  it('retries what may pass, and reports everything else as an outage without the key', async () => {
    const busy = json({ error: `slow down ${KEY}` }, { status: 429, headers: { 'retry-after': '1' } });
    expect((await ask('serper', [busy, json({ organic: [] })])).outcome.ok).toBe(true);
    const failures = [
      [[busy], 'refused', 4],
      [[json({ detail: `bad ${KEY}` }, { status: 401 })], 'refused', 1],
      [[json({}, { status: 500 })], 'server', 4],
      [[new Response('<html>')], 'malformed', 1],
      [[json([])], 'malformed', 1],
      [[json({ organic: 'x' })], 'malformed', 1],
      [[new Error(`getaddrinfo ${KEY}`)], 'server', 4],
    ] as const;
    for (const [replies, kind, calls] of failures) {
      const { outcome, requests } = await ask('serper', replies);
      expect(outcome).toMatchObject({ ok: false, failure: { kind, outage: true } });
      expect(requests).toHaveLength(calls);
      expect(JSON.stringify(outcome)).not.toContain(KEY);
    }
    const disabled = await ask('searxng', [new Response('', { status: 403 })]);
    expect(disabled.outcome).toMatchObject({
      failure: { message: expect.stringContaining('enable the format json') },
    });
    const huge = await ask('tavily', [new Response('x'.repeat(6 * 2 ** 20))], { retries: 0 });
    expect(huge.outcome).toMatchObject({ ok: false, failure: { outage: true } });
  });

  it('rejects options without a key or an address', () => {
    expect(() => searchService({ service: 'serper' })).toThrow('serper needs a key');
    expect(() => searchService({ service: 'searxng' })).toThrow('needs the address');
    expect(() => searchService({ service: 'bing' as 'brave' })).toThrow('Choose one of');
  });
});

describe('retrieve protocol', () => {
  let sites: TestSites;
  beforeAll(async () => {
    sites = await openTestSites({
      '127.0.0.1/retrieve': serveBody(
        JSON.stringify({ result: [[{ document: { id: 5, contents: '"Title"\nText' }, score: 1 }]] }),
      ),
      '127.0.0.1/access': serveBody(JSON.stringify({ result: ['Old shape\nbody'] })),
    });
  });
  afterAll(() => sites.close());

  it('serves tools to its own client', async () => {
    const server = await serveRetrieve(corpusTools(DOCUMENTS));
    const { search, read } = retrieveTools({ url: server.url });
    expect(await search.search('who signed the lease', { count: 1 })).toEqual({
      ok: true,
      results: [
        { title: 'Lease', url: 'https://a.test/lease', snippet: 'The lease was signed by Ada Byron.' },
      ],
    });
    expect(await read.read('https://a.test/map')).toMatchObject({
      ok: true,
      page: { title: 'Map', text: 'The map shows the harbour of Bremford.' },
    });
    expect(await read.read('https://a.test/none')).toMatchObject({
      ok: false,
      failure: { kind: 'not-found' },
    });
    const post = (path: string, body: string, type = 'application/json') =>
      fetch(server.url + path, { method: 'POST', body, headers: { 'content-type': type } });
    expect(
      (await (await post('/retrieve', '{"queries":["lease"],"topk":1,"return_scores":true}')).json())
        .result[0][0].score,
    ).toBe(1);
    for (const [path, body, status] of [
      ['/retrieve', '{"queries":"x"}', 400],
      ['/retrieve', '{', 400],
      ['/access', '{}', 400],
      ['/x', '{}', 404],
    ] as const)
      expect((await post(path, body)).status).toBe(status);
    expect((await post('/retrieve', '{}', 'text/plain')).status).toBe(415);
    await server.close();
    expect(await search.search('x', { count: 1 })).toMatchObject({ ok: false, failure: { outage: true } });
  });

  it('understands the shapes of other servers', async () => {
    const { search, read } = retrieveTools({ url: `http://127.0.0.1:${sites.port}` });
    expect(await search.search('x', { count: 3 })).toEqual({
      ok: true,
      results: [{ title: 'Title', url: 'doc:5', snippet: 'Text' }],
    });
    expect(await read.read('x')).toMatchObject({ ok: true, page: { title: 'Old shape', text: 'body' } });
  });
});

describe('recordings', () => {
  it('replays an episode to the same bytes, without the tools', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'web-'));
    const path = join(folder, 'calls.jsonl');
    const questions = ['Who signed the lease?'];
    const play = async (tools: ReturnType<typeof recordWebTools>) => {
      let time = 0;
      const { steps, end } = await runEpisode({
        task: webTask({ id: 'x', questions, tools }),
        policy: webSearcher(),
        clock: () => time++,
        timer: () => 0,
      });
      return JSON.stringify([steps, end]);
    };
    const first = await play(recordWebTools(corpusTools(DOCUMENTS), openWebRecording(path)));
    const calls = await readWebRecording(path);
    expect(calls.length).toBeGreaterThan(2);
    expect(await play(replayWebTools(calls))).toBe(first);
    const { search, read } = replayWebTools(calls);
    expect(await search.search('never asked', { count: 10 })).toMatchObject({
      failure: { kind: 'not-recorded', outage: true },
    });
    expect(await read.read('https://never.test/')).toMatchObject({ failure: { kind: 'not-recorded' } });
    rmSync(folder, { recursive: true });
  });
});

describe('scores', () => {
  it('asks a judge once for each answer, and again after nonsense', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'judge-'));
    const path = join(folder, 'verdicts.jsonl');
    const replies = ['no idea', '{"verdict": "correct"}'];
    let calls = 0;
    const open = () => cacheJudge({ ask: async () => replies[Math.min(calls++, 1)]!, judge: 'm', path });
    const judge = await open();
    expect(await judge('prompt')).toBe('no idea');
    expect(await judge('prompt')).toContain('correct');
    expect(await judge('prompt')).toContain('correct');
    expect(await (await open())('prompt')).toContain('correct');
    expect(calls).toBe(2);
    await (await cacheJudge({ ask: async () => replies[1]!, judge: 'other', path }))('prompt');
    rmSync(folder, { recursive: true });
  });

  it('gives mean and spread over runs, and leaves out what was not judged or failed', () => {
    const result = (
      run: number,
      id: string,
      score: number | undefined,
      ending: WebResult['ending'] = 'answered',
    ): WebResult => ({ id, run, score, ending, calls: 4, type: id < 'c' ? 'easy' : 'hard' });
    const [all, easy, hard] = summariseWebRuns([
      result(1, 'a', 1),
      result(1, 'b', 0),
      result(2, 'a', 1),
      result(2, 'b', 1),
      result(2, 'c', undefined),
      result(1, 'd', undefined, 'outage'),
    ]);
    expect(all).toMatchObject({
      questions: 2,
      mean: 0.75,
      runs: [0.5, 1],
      unjudged: 1,
      outages: 1,
      endings: { answered: 5, outage: 1 },
      calls: 4,
    });
    expect(all!.spread).toBeCloseTo(0.3536, 3);
    expect(easy).toMatchObject({ type: 'easy', mean: 0.75 });
    expect(hard).toMatchObject({ type: 'hard', mean: null, spread: null, runs: [null, null], unjudged: 1 });
  });

  it('rewards as ASearcher does', () => {
    expect(asearcherReward('The river Salt', ['Salt'])).toBe(0.5);
    expect(asearcherReward('True', ['yes', 'x'])).toBe(1);
    expect(asearcherReward('北京市', ['北京'])).toBeCloseTo(0.8);
    expect([asearcherReward(null, ['x']), asearcherReward('', ['x']), asearcherReward('x', [])]).toEqual([
      0, 0, 0,
    ]);
  });
});
