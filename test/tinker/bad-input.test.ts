import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Datum, Engine } from '../../src/engine/engine.ts';
import { createLocalEngine } from '../../src/engine/local/local-engine.ts';
import type { TinkerEngineOptions } from '../../src/engine/tinker/server.ts';
import { SERVER_PROFILES, type ServerProfile } from '../../src/engine/tinker/server-profile.ts';
import { createTinkerEngine } from '../../src/engine/tinker/tinker-engine.ts';
import { MODEL_NAME } from './operations.ts';
import { type StrictServer, type StrictServerOptions, startStrictServer } from './strict-server.ts';

const MODEL = { layers: 1, width: 16, heads: 2, vocabularySize: 10, context: 16 } as const;
const KEY = 'tml-a-secret-key';
const { tuft, tinker } = SERVER_PROFILES;
const jax = SERVER_PROFILES['skyrl-jax'];
const fsdp = SERVER_PROFILES['skyrl-fsdp'];
const CROSS_ENTROPY = { name: 'cross_entropy' } as const;
const FAST = { pause: 1, longestPause: 4, attempts: 3, closeTime: 200 } as const;

let folder: string;
const servers: StrictServer[] = [];
const engines: Engine[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tinker-bad-input-'));
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  await Promise.all(servers.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

async function serve(
  profile: ServerProfile,
  options: Partial<StrictServerOptions> = {},
): Promise<StrictServer> {
  const server = await startStrictServer({ profile, model: MODEL, apiKey: KEY, pendingPolls: 1, ...options });
  servers.push(server);
  return server;
}

async function open(
  { url }: { readonly url: string },
  profile: ServerProfile,
  options: Partial<TinkerEngineOptions> = {},
): Promise<Engine> {
  const given = { url, profile, model: MODEL_NAME, vocabulary: { size: 10 }, apiKey: KEY, limits: FAST };
  const engine = await createTinkerEngine({ ...given, ...options });
  engines.push(engine);
  return engine;
}

function data(count: number): readonly Datum[] {
  return Array.from({ length: count }, (_, index) => {
    const tokens = Array.from({ length: 4 + (index % 5) }, (_, place) => (3 * index + 2 * place) % 10);
    const weights = tokens.slice(1).map((_, place) => (place + 1) / 20);
    return { modelInput: tokens.slice(0, -1), lossInputs: { targetTokens: tokens.slice(1), weights } };
  });
}

async function update(engine: Engine): Promise<number> {
  const passed = engine.forwardBackward(data(3), CROSS_ENTROPY);
  await Promise.all([passed, engine.optimStep({ learningRate: 0.01 })]);
  return (await passed).lossSum;
}

async function errorOf(run: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  const error = await run.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  const found = error as { readonly code: string; readonly message: string };
  expect(found).toBeInstanceOf(Error);
  expect(found.message).not.toMatch(/\n/);
  expect(found.message).not.toContain(KEY);
  return found;
}

describe('what is wrong before training starts', () => {
  it('a server that is not there', async () => {
    expect(await errorOf(open({ url: 'http://127.0.0.1:9' }, tuft))).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(
        /127\.0\.0\.1:9 does not answer.*after 3 tries; start the server or correct/,
      ),
    });
    expect(await errorOf(open({ url: 'localhost' }, tuft))).toMatchObject({ code: 'bad-config' });
    expect(await errorOf(open({ url: `http://me:${KEY}@127.0.0.1:9` }, tuft))).toMatchObject({
      code: 'bad-config',
    });
  });

  it.each([
    ['a web page', 200, '<html>hello</html>'],
    ['another protocol', 200, '{"models":[]}'],
    ['nothing at this path', 404, '{"detail":"Not Found"}'],
  ])('%s where the protocol should be', async (_, status, body) => {
    const http = createServer((_request, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as { port: number };
    const error = await errorOf(open({ url: `http://127.0.0.1:${port}` }, tuft));
    expect(error).toMatchObject({ code: 'wrong-server', message: expect.stringContaining('check the url') });
    http.close();
  });

  it('a key that is missing, malformed or wrong', async () => {
    const server = await serve(tuft);
    const { apiKey: _, ...keyless } = {
      url: server.url,
      profile: tuft,
      model: MODEL_NAME,
      vocabulary: { size: 10 },
      apiKey: '',
    };
    expect(await errorOf(createTinkerEngine(keyless))).toMatchObject({
      code: 'bad-config',
      message: expect.stringMatching(/tuft needs an API key; give apiKey/),
    });
    expect(await errorOf(open(server, tuft, { apiKey: `${KEY} x` }))).toMatchObject({ code: 'bad-config' });
    const error = await errorOf(open(server, tuft, { apiKey: 'tml-of-somebody-else' }));
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(error.message).not.toContain('somebody');
  });

  it('a model that is not served, a rank that is not possible, a tokenizer of another model', async () => {
    const server = await serve(tuft);
    expect(await errorOf(open(server, tuft, { model: 'qwen' }))).toMatchObject({
      code: 'bad-config',
      message: expect.stringMatching(/does not serve qwen; it serves: \/models\/tiny\./),
    });
    expect(await errorOf(open(server, tuft, { rank: 64 }))).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('rank 64 is over the limit 32'),
    });
    expect(await errorOf(open(server, tuft, { rank: 0 }))).toMatchObject({ code: 'unsupported' });
    for (const config of ['{"vocab_size": 8}', '{"text_config": {"vocab_size": 8}}']) {
      await writeFile(join(folder, 'config.json'), config);
      expect(await errorOf(open(server, tuft, { model: folder }))).toMatchObject({
        code: 'bad-config',
        message: expect.stringMatching(/The tokenizer has 10 ids, .* 8; use the tokenizer of this model/),
      });
    }
    await writeFile(join(folder, 'config.json'), '[');
    expect(await errorOf(open(server, tuft, { model: folder }))).toMatchObject({
      code: 'bad-config',
      message: expect.stringContaining("config.json is no model's configuration"),
    });
    expect(await errorOf(open(server, tuft, { context: 17 }))).toMatchObject({
      code: 'bad-config',
      message: expect.stringContaining('context is 17, and /models/tiny reads 16 tokens'),
    });
  });

  it.each([
    [jax, tuft, 'is a SkyRL server, and profile tuft'],
    [tinker, fsdp, 'is no SkyRL server, and profile skyrl-fsdp'],
  ])('a profile of another kind of server: $name', async (served, given, message) => {
    const server = await serve(served);
    expect(await errorOf(open(server, given))).toMatchObject({
      code: 'wrong-server',
      message: expect.stringContaining(message),
    });
    expect(server.models()).toEqual([]);
  });

  it('what the server cannot do, by name', async () => {
    const engine = await open(await serve(jax), jax);
    expect(engine.capabilities.honouredAdamParams).not.toContain('gradientClip');
    expect(await errorOf(engine.optimStep({ learningRate: 1, gradientClip: 1 }))).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/skyrl-jax ignores gradientClip, which is 1; .*leftToServer/),
    });
    await engine.forwardBackward(data(1), CROSS_ENTROPY);
    expect(await errorOf(engine.forwardBackward(data(1), CROSS_ENTROPY))).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/averages over the data of a step; give them all in one/),
    });
    await engine.optimStep({ learningRate: 0.01, gradientClip: 0, weightDecay: 0.1 });
    const older = { ...jax, loadsWithoutOptimizer: false };
    const bound = await open(await serve(older), older);
    expect(await errorOf(bound.load('tinker://a/weights/b', { optimizer: false }))).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('loads no weights without the optimizer'),
    });
    const limited = await open(await serve(tuft, { losses: ['cross_entropy'] }), tuft);
    expect(await errorOf(limited.forwardBackward(data(1), { name: 'ppo' }))).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('has no loss ppo; use one of cross_entropy'),
    });
  });
});

describe('what goes wrong on the way', () => {
  it('a server that restarts: the run goes on from the last checkpoint', async () => {
    const server = await serve(tuft);
    const engine = await open(server, tuft);
    await update(engine);
    const path = await engine.save(join(folder, 'before-restart'));
    const losses = [await update(engine), await update(engine)];
    await server.restart();
    expect(await errorOf(update(engine))).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('not loaded'),
    });
    expect(await errorOf(engine.forwardBackward(data(1), CROSS_ENTROPY))).toMatchObject({
      code: 'model-lost',
      message: expect.stringContaining('load the last checkpoint'),
    });
    await engine.load(path);
    expect([await update(engine), await update(engine)]).toEqual(losses);
  });

  it('a server that restarts under a result that is waited for', async () => {
    const server = await serve(tuft);
    const engine = await open(server, tuft);
    server.stall();
    const waiting = errorOf(engine.forwardBackward(data(1), CROSS_ENTROPY));
    await expect.poll(() => server.acts).toContain('forward_backward');
    await server.restart();
    expect(await waiting).toMatchObject({
      code: 'model-lost',
      message: expect.stringContaining('it restarted'),
    });
  });

  it('an operation that never ends', async () => {
    const server = await serve(tinker);
    const engine = await open(server, tinker, { limits: { ...FAST, resultTime: 1500 } });
    server.stall();
    expect(await errorOf(engine.save(join(folder, 'endless')))).toMatchObject({
      code: 'timed-out',
      message: expect.stringMatching(/has not finished \/save_weights/),
    });
  });

  it('a pass that fails: the step that was submitted with it fails too', async () => {
    let broken = false;
    const fault = (path: string) => (broken && path === '/forward_backward' ? 500 : undefined);
    const server = await serve(tuft, { fault });
    const engine = await open(server, tuft);
    const path = await engine.save(join(folder, 'before-failure'));
    broken = true;
    const passed = errorOf(engine.forwardBackward(data(1), CROSS_ENTROPY));
    const stepped = errorOf(engine.optimStep({ learningRate: 1 }));
    expect(await passed).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('after 3 tries'),
    });
    expect(await stepped).toMatchObject({ code: 'model-lost' });
    expect(server.acts).not.toContain('optim_step');
    broken = false;
    await engine.load(path);
    await update(engine);
  });

  it('a gradient that the server itself finds to be no number', async () => {
    const server = await serve(tuft);
    const fetch: typeof globalThis.fetch = async (url, init) => {
      const response = await globalThis.fetch(url, init);
      const text = await response.text();
      return new Response(text.replace(/_norm":[\d.e-]+/, '_norm":null'), response);
    };
    const engine = await open(server, tuft, { fetch });
    expect(await errorOf(update(engine))).toMatchObject({
      code: 'not-finite',
      message: expect.stringContaining('the step was skipped or the weights are ruined; load the last'),
    });
    expect(await errorOf(engine.save(join(folder, 'ruined')))).toMatchObject({ code: 'model-lost' });
  });

  it('a failure is told by its beginning and its end, in plain text and without the key', async () => {
    const trace = `\u001b[36mray::forward()\u001b[39m ${KEY}\n${'  File "x", line 1\n'.repeat(50)}RuntimeError: no GPU\u0007`;
    const fetch: typeof globalThis.fetch = async (url, init) => {
      if (!String(url).endsWith('/optim_step')) return globalThis.fetch(url, init);
      return new Response(JSON.stringify({ detail: trace }), { status: 400 });
    };
    const engine = await open(await serve(tuft), tuft, { fetch });
    const { code, message } = await errorOf(update(engine));
    expect(code).toBe('refused');
    expect(message).toMatch(/\(400: ray::forward\(\) \[key\] File.* … .*RuntimeError: no GPU\)\.$/);
    expect(message).not.toMatch(/\p{Cc}/u);
  });

  it('a checkpoint that is gone from the server, or damaged here', async () => {
    const server = await serve(fsdp);
    const engine = await open(server, fsdp);
    const path = await engine.save(join(folder, 'gone'));
    const other = await engine.save(join(folder, 'damaged'));
    await writeFile(join(other, 'tinker.json'), '{"format":');
    expect(await errorOf(engine.load(other))).toMatchObject({ code: 'bad-checkpoint' });
    await update(engine);
    server.loseCheckpoints();
    expect(await errorOf(engine.load(path))).toMatchObject({
      code: 'bad-checkpoint',
      message: expect.stringMatching(/gone was not loaded\. .*was not found/),
    });
    // This server holds one model at a time: the old one had to make room.
    expect(await errorOf(update(engine))).toMatchObject({ code: 'model-lost' });
  });
});

describe('the course of things', () => {
  it('one model at a time is enough to load a checkpoint', async () => {
    const server = await serve(fsdp);
    const engine = await open(server, fsdp, { rank: 0 });
    await update(engine);
    const path = await engine.save(join(folder, 'single'));
    const losses = [await update(engine), await update(engine)];
    await engine.load(path);
    expect([await update(engine), await update(engine)]).toEqual(losses);
    expect(server.models()).toHaveLength(1);
  });

  it('a step whose answer is lost is not taken twice by a server that counts no numbers', async () => {
    const profile = SERVER_PROFILES['skyrl-jax-0.3'];
    const fault = (path: string) => (path === '/optim_step' ? 'drop-after' : undefined);
    const server = await serve(profile, { fault });
    const engine = await open(server, profile);
    expect(await errorOf(update(engine))).toMatchObject({ code: 'unreachable' });
    expect(await errorOf(update(engine))).toMatchObject({ code: 'model-lost' });
    expect(server.paths.filter((path) => path === '/optim_step')).toHaveLength(1);
  });

  it('nor is one whose promise such a server has lost', async () => {
    const profile = SERVER_PROFILES['skyrl-jax-0.3'];
    const server = await serve(profile, { goneEvery: 2 });
    const engine = await open(server, profile);
    expect(await errorOf(update(engine))).toMatchObject({ code: 'model-lost' });
    expect(server.paths.filter((path) => path === '/optim_step')).toHaveLength(1);
  });

  it('a step whose answer is lost is taken once by a server that refuses repetitions, and load goes on', async () => {
    const fault = (path: string, count: number) =>
      path === '/optim_step' && count === 1 ? 'drop-after' : undefined;
    const server = await serve(tuft, { fault });
    const engine = await open(server, tuft);
    const path = await engine.save(join(folder, 'before-conflict'));
    expect(await errorOf(update(engine))).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('Sequence conflict: expected 4, got 3'),
    });
    expect(server.acts.filter((act) => act === 'optim_step')).toHaveLength(1);
    expect(await errorOf(update(engine))).toMatchObject({ code: 'model-lost' });
    await engine.load(path);
    await update(engine);
  });

  it('what a model has not stepped along is not left to the next one', async () => {
    const server = await serve(jax);
    const first = await open(server, jax, { limits: { ...FAST, closeTime: 20_000 } });
    const untrained = await first.logprobs([{ prompt: [1], reply: [2, 3] }]);
    await first.forwardBackward(data(3), CROSS_ENTROPY);
    await first.close();
    const second = await open(server, jax);
    await second.optimStep({ learningRate: 0.01 });
    expect(await second.logprobs([{ prompt: [1], reply: [2, 3] }])).toEqual(untrained);
  });

  it('loads nothing without the optimizer where the server always takes it', async () => {
    const profile = SERVER_PROFILES['skyrl-jax-0.3'];
    const engine = await open(await serve(profile), profile);
    const path = await engine.save(join(folder, 'with-optimizer'));
    expect(await errorOf(engine.load(path, { optimizer: false }))).toMatchObject({ code: 'unsupported' });
  });

  it.each([tuft, jax])('large batches go in chunks and come back in order, on $name', async (profile) => {
    const server = await serve(profile, { chunkData: 8 });
    const engine = await open(server, profile);
    const local = createLocalEngine({ model: MODEL, seed: 1, workers: 1 });
    const [near, far] = [
      await local.forwardBackward(data(20), CROSS_ENTROPY),
      await engine.forwardBackward(data(20), CROSS_ENTROPY),
    ];
    expect(server.acts.filter((act) => act === 'forward_backward')).toHaveLength(3);
    far.outputs.forEach(({ lossSum, logprobs }, index) => {
      expect(lossSum).toBeCloseTo(near.outputs[index]!.lossSum, 4);
      expect(logprobs).toHaveLength(near.outputs[index]!.logprobs.length);
    });
    const [here, there] = [
      await local.optimStep({ learningRate: 0 }),
      await engine.optimStep({ learningRate: 0 }),
    ];
    expect(there.gradientNorm).toBeCloseTo(here.gradientNorm, 4);
    await local.close();
  });

  it('the session is heard from until it is closed', async () => {
    const server = await serve(tuft);
    const engine = await open(server, tuft, { limits: { ...FAST, heartbeat: 10 } });
    const beats = () => server.paths.filter((path) => path === '/session_heartbeat').length;
    await expect.poll(beats).toBeGreaterThan(3);
    await engine.close();
    const last = beats();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(beats()).toBeLessThanOrEqual(last + 1);
    expect(server.models()).toEqual([]);
    await engine.close();
    expect(server.paths.filter((path) => path === '/unload_model')).toHaveLength(1);
  });

  it('a model stays where its checkpoints would go with it', async () => {
    const [kept, gone] = [await serve(tuft), await serve(tinker)];
    const close = async (server: StrictServer, profile: ServerProfile): Promise<string> => {
      const engine = await open(server, profile, { limits: { ...FAST, closeTime: 20_000 } });
      const path = await engine.save(join(folder, `kept-${profile.name}`));
      await engine.close();
      return path;
    };
    const path = await close(kept, tuft);
    expect(kept.models()).toHaveLength(1);
    await (await open(kept, tuft)).load(path);
    await close(gone, tinker);
    expect(gone.models()).toEqual([]);
  });

  it('aborting ends what is under way, and frees the model', async () => {
    const server = await serve(tuft);
    const controller = new AbortController();
    const engine = await open(server, tuft, { signal: controller.signal });
    server.stall();
    const waiting = errorOf(engine.forwardBackward(data(1), CROSS_ENTROPY));
    await expect.poll(() => server.acts).toContain('forward_backward');
    controller.abort();
    expect(await waiting).toMatchObject({ code: 'closed' });
    await expect.poll(() => server.models()).toEqual([]);
  });
});
