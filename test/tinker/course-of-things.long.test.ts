/** The Tinker engine against servers of every profile. @module */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocalEngine } from '../../src/engine/local/create-local-engine.ts';
import { SERVER_PROFILES, type ServerProfile } from '../../src/engine/tinker/server-profile.ts';
import {
  CROSS_ENTROPY,
  catchError,
  data,
  FAST,
  fetchJson,
  MODEL,
  openEngineBench,
  update,
} from './engine-bench.ts';
import type { StrictServer } from './strict-server.ts';

const { tuft, tinker } = SERVER_PROFILES;
const jax = SERVER_PROFILES['skyrl-jax'];
const fsdp = SERVER_PROFILES['skyrl-fsdp'];
const { folder, serve, open } = openEngineBench();

describe('order and retries', () => {
  it('loads a checkpoint on a server with one model at a time', async () => {
    const server = await serve(fsdp);
    const engine = await open(server, fsdp, { rank: 0 });
    await update(engine);
    const path = await engine.save(join(folder, 'single'));
    const losses = [await update(engine), await update(engine)];
    await engine.load(path);
    expect([await update(engine), await update(engine)]).toEqual(losses);
    expect(server.models()).toHaveLength(1);
  });

  it('a step with a lost answer is not repeated on a server without request numbers', async () => {
    const profile = SERVER_PROFILES['skyrl-jax-0.3'];
    const fault = (path: string) => (path === '/optim_step' ? 'drop-after' : undefined);
    const server = await serve(profile, { fault });
    const engine = await open(server, profile);
    expect(await catchError(update(engine))).toMatchObject({ code: 'unreachable' });
    expect(await catchError(update(engine))).toMatchObject({ code: 'model-lost' });
    expect(server.paths.filter((path) => path === '/optim_step')).toHaveLength(1);
  });

  it('a step with a lost promise is not repeated on such a server', async () => {
    const profile = SERVER_PROFILES['skyrl-jax-0.3'];
    const server = await serve(profile, { goneEvery: 2 });
    const engine = await open(server, profile);
    expect(await catchError(update(engine))).toMatchObject({ code: 'model-lost' });
    expect(server.paths.filter((path) => path === '/optim_step')).toHaveLength(1);
  });

  it('a step with a lost answer runs once on a server that refuses repetitions, and load still works', async () => {
    const fault = (path: string, count: number) =>
      path === '/optim_step' && count === 1 ? 'drop-after' : undefined;
    const server = await serve(tuft, { fault });
    const engine = await open(server, tuft);
    const path = await engine.save(join(folder, 'before-conflict'));
    expect(await catchError(update(engine))).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('Sequence conflict: expected 4, got 3'),
    });
    expect(server.acts.filter((act) => act === 'optim_step')).toHaveLength(1);
    expect(await catchError(update(engine))).toMatchObject({ code: 'model-lost' });
    await engine.load(path);
    await update(engine);
  });

  it('rejects samples without log-probabilities but accepts replies of probability 1', async () => {
    const server = await serve(tuft);
    const reply = { prompt: [1], numSamples: 16, samplingParams: { maxTokens: 8, seed: 1 } };
    const sure = await open(server, tuft, { fetch: zeroLogprobs((place) => place > 0) });
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => sure.sample([reply])));
    expect([first, second, third].flat().map((result) => result!.sequences[1]!.logprobs)).toEqual(
      Array.from({ length: 3 }, () => new Array(8).fill(0)),
    );
    const lost = await open(server, tuft, { fetch: zeroLogprobs(() => true) });
    await lost.sample([reply]);
    expect(await catchError(lost.sample([reply]))).toMatchObject({
      code: 'wrong-server',
      message: expect.stringMatching(/log-probabilities that are all 0, so its sampler does not report them/),
    });
  });

  it('unused gradients of a model do not reach the next one', async () => {
    const server = await serve(jax);
    const first = await open(server, jax, { limits: { ...FAST, closeTime: 20_000 } });
    const untrained = await first.logprobs([{ prompt: [1], reply: [2, 3] }]);
    await first.forwardBackward(data(3), CROSS_ENTROPY);
    await first.close();
    const second = await open(server, jax);
    await second.optimStep({ learningRate: 0.01 });
    expect(await second.logprobs([{ prompt: [1], reply: [2, 3] }])).toEqual(untrained);
  });

  it('rejects a load without the optimizer if the server always restores it', async () => {
    const profile = SERVER_PROFILES['skyrl-jax-0.3'];
    const engine = await open(await serve(profile), profile);
    const path = await engine.save(join(folder, 'with-optimizer'));
    expect(await catchError(engine.load(path, { optimizer: false }))).toMatchObject({ code: 'unsupported' });
  });

  it.each([tuft, jax])(
    'splits large batches into chunks and keeps their order, on $name',
    async (profile) => {
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
    },
  );

  it('sends heartbeats until the session is closed', async () => {
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

  it('keeps a model loaded if unloading would delete its checkpoints', async () => {
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

  it('an abort stops running calls and frees the model', async () => {
    const server = await serve(tuft);
    const controller = new AbortController();
    const engine = await open(server, tuft, { signal: controller.signal });
    server.stall();
    const waiting = catchError(engine.forwardBackward(data(1), CROSS_ENTROPY));
    await expect.poll(() => server.acts, { timeout: 20_000 }).toContain('forward_backward');
    controller.abort();
    expect(await waiting).toMatchObject({ code: 'closed' });
    await expect.poll(() => server.models(), { timeout: 20_000 }).toEqual([]);
  });
});

/** Wraps `fetch` so that the log-probabilities of some replies of a result are 0. */
function zeroLogprobs(zeroed: (place: number) => boolean): typeof globalThis.fetch {
  return async (...request) => {
    const response = await fetchJson(...request);
    const body = (await response.json()) as { readonly sequences?: readonly { logprobs: number[] }[] };
    body.sequences?.forEach((sequence, place) => {
      if (zeroed(place)) sequence.logprobs.fill(0);
    });
    return Response.json(body, { status: response.status });
  };
}
