/** Errors of the Tinker engine before and during training. @module */
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SERVER_PROFILES } from '../../src/engine/tinker/server-profile.ts';
import { createTinkerEngine } from '../../src/engine/tinker/tinker-engine.ts';
import {
  CROSS_ENTROPY,
  catchError,
  data,
  FAST,
  fetchJson,
  KEY,
  openEngineBench,
  update,
} from './engine-bench.ts';
import { MODEL_NAME } from './operations.ts';

const { tuft, tinker } = SERVER_PROFILES;
const jax = SERVER_PROFILES['skyrl-jax'];
const fsdp = SERVER_PROFILES['skyrl-fsdp'];
const { folder, serve, open } = openEngineBench();

describe('errors before training', () => {
  it('an unreachable server', async () => {
    expect(await catchError(open({ url: 'http://127.0.0.1:9' }, tuft))).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(
        /127\.0\.0\.1:9 does not answer.*after 3 tries[.;] start the server or correct/i,
      ),
    });
    expect(await catchError(open({ url: 'localhost' }, tuft))).toMatchObject({ code: 'bad-config' });
    expect(await catchError(open({ url: `http://me:${KEY}@127.0.0.1:9` }, tuft))).toMatchObject({
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
    const error = await catchError(open({ url: `http://127.0.0.1:${port}` }, tuft));
    expect(error).toMatchObject({ code: 'wrong-server', message: expect.stringMatching(/check the url/i) });
    http.close();
  });

  it('a missing, malformed or wrong key', async () => {
    const server = await serve(tuft);
    const { apiKey: _, ...keyless } = {
      url: server.url,
      profile: tuft,
      model: MODEL_NAME,
      vocabulary: { size: 10 },
      apiKey: '',
    };
    expect(await catchError(createTinkerEngine(keyless))).toMatchObject({
      code: 'bad-config',
      message: expect.stringMatching(/tuft needs an API key[.;] set apiKey/i),
    });
    expect(await catchError(open(server, tuft, { apiKey: `${KEY} x` }))).toMatchObject({
      code: 'bad-config',
    });
    const error = await catchError(open(server, tuft, { apiKey: 'tml-of-somebody-else' }));
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(error.message).not.toContain('somebody');
  });

  it('an unknown model, an unsupported rank, a tokenizer of another model', async () => {
    const server = await serve(tuft);
    expect(await catchError(open(server, tuft, { model: 'qwen' }))).toMatchObject({
      code: 'bad-config',
      message: expect.stringMatching(/does not serve qwen[.;] it serves: \/models\/tiny\./i),
    });
    expect(await catchError(open(server, tuft, { rank: 64 }))).toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/rank 64 is over the limit 32/i),
    });
    expect(await catchError(open(server, tuft, { rank: 0 }))).toMatchObject({ code: 'unsupported' });
    for (const config of ['{"vocab_size": 8}', '{"text_config": {"vocab_size": 8}}']) {
      await writeFile(join(folder, 'config.json'), config);
      expect(await catchError(open(server, tuft, { model: folder }))).toMatchObject({
        code: 'bad-config',
        message: expect.stringMatching(/The tokenizer has 10 ids, .* 8[.;] use the tokenizer of this model/i),
      });
    }
    await writeFile(join(folder, 'config.json'), '[');
    expect(await catchError(open(server, tuft, { model: folder }))).toMatchObject({
      code: 'bad-config',
      message: expect.stringMatching(/config\.json is not a model configuration/i),
    });
    expect(await catchError(open(server, tuft, { context: 17 }))).toMatchObject({
      code: 'bad-config',
      message: expect.stringMatching(/context is 17, but \/models\/tiny reads at most 16 tokens/i),
    });
  });

  it.each([
    [jax, tuft, 'is a SkyRL server, but profile tuft'],
    [tinker, fsdp, 'is not a SkyRL server, but profile skyrl-fsdp'],
  ])('a profile of another kind of server: $name', async (served, given, message) => {
    const server = await serve(served);
    expect(await catchError(open(server, given))).toMatchObject({
      code: 'wrong-server',
      message: expect.stringContaining(message),
    });
    expect(server.models()).toEqual([]);
  });

  it('unsupported features of the server, by name', async () => {
    const engine = await open(await serve(jax), jax);
    expect(engine.capabilities.honouredAdamParams).not.toContain('gradientClip');
    expect(await catchError(engine.optimStep({ learningRate: 1, gradientClip: 1 }))).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/skyrl-jax ignores gradientClip, which is 1[.;] .*leftToServer/i),
    });
    await engine.forwardBackward(data(1), CROSS_ENTROPY);
    expect(await catchError(engine.forwardBackward(data(1), CROSS_ENTROPY))).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/averages over the data of a step[.;] pass them all in one/i),
    });
    await engine.optimStep({ learningRate: 0.01, gradientClip: 0, weightDecay: 0.1 });
    const older = { ...jax, loadsWithoutOptimizer: false };
    const bound = await open(await serve(older), older);
    expect(await catchError(bound.load('tinker://a/weights/b', { optimizer: false }))).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/cannot load weights without the optimizer/i),
    });
    const limited = await open(await serve(tuft, { losses: ['importance_sampling'] }), tuft);
    expect(await catchError(limited.forwardBackward(data(1), { name: 'ppo' }))).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/does not support the loss ppo[.;] use one of importance_sampling/i),
    });
  });
});

describe('errors during training', () => {
  it('a server restart: the run resumes from the last checkpoint', async () => {
    const server = await serve(tuft);
    const engine = await open(server, tuft);
    await update(engine);
    const path = await engine.save(join(folder, 'before-restart'));
    const losses = [await update(engine), await update(engine)];
    await server.restart();
    expect(await catchError(update(engine))).toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/not loaded/i),
    });
    expect(await catchError(engine.forwardBackward(data(1), CROSS_ENTROPY))).toMatchObject({
      code: 'model-lost',
      message: expect.stringMatching(/load the last checkpoint/i),
    });
    await engine.load(path);
    expect([await update(engine), await update(engine)]).toEqual(losses);
  });

  it('a server restart while a result is pending', async () => {
    const server = await serve(tuft);
    const engine = await open(server, tuft);
    server.stall();
    const waiting = catchError(engine.forwardBackward(data(1), CROSS_ENTROPY));
    await expect.poll(() => server.acts).toContain('forward_backward');
    await server.restart();
    expect(await waiting).toMatchObject({
      code: 'model-lost',
      message: expect.stringMatching(/it restarted/i),
    });
  });

  it('an operation that never finishes', async () => {
    const server = await serve(tinker);
    const engine = await open(server, tinker, { limits: { ...FAST, resultTime: 1500 } });
    server.stall();
    expect(await catchError(engine.save(join(folder, 'endless')))).toMatchObject({
      code: 'timed-out',
      message: expect.stringMatching(/has not finished \/save_weights/i),
    });
  });

  it('a failed pass: the step submitted with it fails too', async () => {
    let broken = false;
    const fault = (path: string) => (broken && path === '/forward_backward' ? 500 : undefined);
    const server = await serve(tuft, { fault });
    const engine = await open(server, tuft);
    const path = await engine.save(join(folder, 'before-failure'));
    broken = true;
    const passed = catchError(engine.forwardBackward(data(1), CROSS_ENTROPY));
    const stepped = catchError(engine.optimStep({ learningRate: 1 }));
    expect(await passed).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/after 3 tries/i),
    });
    expect(await stepped).toMatchObject({ code: 'model-lost' });
    expect(server.acts).not.toContain('optim_step');
    broken = false;
    await engine.load(path);
    await update(engine);
  });

  it('a gradient that the server reports as NaN', async () => {
    const server = await serve(tuft);
    const fetch: typeof globalThis.fetch = async (url, init) => {
      const response = await fetchJson(url, init);
      const text = await response.text();
      return new Response(text.replace(/_norm":[\d.e-]+/i, '_norm":null'), response);
    };
    const engine = await open(server, tuft, { fetch });
    expect(await catchError(update(engine))).toMatchObject({
      code: 'not-finite',
      message: expect.stringMatching(/the step was skipped or corrupted the weights[.;] load the last/i),
    });
    expect(await catchError(engine.save(join(folder, 'ruined')))).toMatchObject({ code: 'model-lost' });
  });

  it('a long failure is shortened in the middle, in plain text and without the key', async () => {
    const trace = `\u001b[36mray::forward()\u001b[39m ${KEY}\n${'  File "x", line 1\n'.repeat(50)}RuntimeError: no GPU\u0007`;
    const fetch: typeof globalThis.fetch = async (url, init) => {
      if (!String(url).endsWith('/optim_step')) return globalThis.fetch(url, init);
      return new Response(JSON.stringify({ detail: trace }), { status: 400 });
    };
    const engine = await open(await serve(tuft), tuft, { fetch });
    const { code, message } = await catchError(update(engine));
    expect(code).toBe('refused');
    expect(message).toMatch(/\(400: ray::forward\(\) \[key\] File.* … .*RuntimeError: no GPU\)/i);
    expect(message).not.toMatch(/\p{Cc}/u);
  });

  it('a checkpoint missing on the server or damaged locally', async () => {
    const server = await serve(fsdp);
    const engine = await open(server, fsdp);
    const path = await engine.save(join(folder, 'gone'));
    const other = await engine.save(join(folder, 'damaged'));
    await writeFile(join(other, 'tinker.json'), '{"format":');
    expect(await catchError(engine.load(other))).toMatchObject({ code: 'bad-checkpoint' });
    await update(engine);
    server.loseCheckpoints();
    expect(await catchError(engine.load(path))).toMatchObject({
      code: 'bad-checkpoint',
      message: expect.stringMatching(/gone was not loaded\. .*was not found/i),
    });
    // This server holds one model at a time, so the old one was unloaded first.
    expect(await catchError(update(engine))).toMatchObject({ code: 'model-lost' });
  });
});
