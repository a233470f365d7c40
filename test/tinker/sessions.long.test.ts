/** Tests of batch polling and cancelling against test servers. @module */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SampleRequest } from '../../src/engine/engine.ts';
import { SERVER_PROFILES } from '../../src/engine/tinker/server-profile.ts';
import { openEngineBench } from './engine-bench.ts';

const { serve, open } = openEngineBench();
const { tinker } = SERVER_PROFILES;
const requests = (count: number): readonly SampleRequest[] =>
  Array.from({ length: count }, (_, i) => ({ prompt: [i % 10], samplingParams: { maxTokens: 3, seed: i } }));
const countPath = (paths: readonly string[], path: string): number =>
  paths.filter((each) => each === path).length;

async function untilTrue(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(2);
}

describe('batch polling', () => {
  it('gives the same samples, and reports every result as fetched', async () => {
    const options = { pendingPolls: 0, features: { batchPolling: true } };
    const [batched, single] = await Promise.all([serve(tinker, options), serve(tinker)]);
    const engine = await open(batched, tinker);
    const found = await engine.sample(requests(24));
    expect(found).toEqual(await (await open(single, tinker)).sample(requests(24)));
    expect(countPath(batched.paths, '/retrieve_futures')).toBeGreaterThan(0);
    await untilTrue(() => new Set(batched.fetched).size === 24);
  });

  it('falls back to single polls if the server refuses', async () => {
    const fault = (path: string, count: number) =>
      path === '/retrieve_futures' && count > 1 ? 404 : undefined;
    const server = await serve(tinker, { features: { batchPolling: true }, fault });
    const engine = await open(server, tinker);
    expect(await engine.sample(requests(4))).toHaveLength(4);
    expect(await engine.sample(requests(2))).toHaveLength(2);
  });

  it('survives dropped connections', async () => {
    const fault = (path: string, count: number) =>
      path === '/retrieve_futures' && count % 2 === 1 ? 'drop-after' : undefined;
    const server = await serve(tinker, { features: { batchPolling: true }, fault });
    expect(await (await open(server, tinker)).sample(requests(6))).toHaveLength(6);
  });
});

describe('cancelling', () => {
  it('stops the samples in progress when the engine closes', async () => {
    const server = await serve(tinker, { features: { cancel: true } });
    const engine = await open(server, tinker);
    await engine.sample(requests(1));
    server.stall();
    const drawing = engine.sample(requests(5));
    const outcome = expect(drawing).rejects.toMatchObject({ code: 'closed' });
    await untilTrue(() => countPath(server.paths, '/asample') === 6);
    await sleep(20);
    await engine.close();
    await outcome;
    expect(new Set(server.cancelled).size).toBe(5);
  });

  it('stops the other samples of a call when one fails', async () => {
    let asked = 0;
    // The third request is refused, and the others do not finish.
    const fault = (path: string) => (path === '/asample' && ++asked === 4 ? 400 : undefined);
    const server = await serve(tinker, { features: { cancel: true }, fault });
    const engine = await open(server, tinker);
    await engine.sample(requests(1));
    server.stall();
    await expect(engine.sample(requests(6))).rejects.toMatchObject({ code: 'refused' });
    expect(server.cancelled.length).toBeGreaterThan(0);
  });

  it('is not requested from a server that does not support it', async () => {
    const server = await serve(tinker);
    const engine = await open(server, tinker);
    await engine.sample(requests(1));
    server.stall();
    const outcome = expect(engine.sample(requests(2))).rejects.toMatchObject({ code: 'closed' });
    await untilTrue(() => countPath(server.paths, '/asample') === 3);
    await engine.close();
    await outcome;
    expect(server.paths).not.toContain('/cancel_future');
  });
});
