/**
 * Servers and engines for tests of the Tinker engine.
 * @module
 */

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { Datum, Engine } from '../../src/engine/engine.ts';
import type { TinkerEngineOptions } from '../../src/engine/tinker/server.ts';
import type { ServerProfile } from '../../src/engine/tinker/server-profile.ts';
import { createTinkerEngine } from '../../src/engine/tinker/tinker-engine.ts';
import { MODEL_NAME } from './operations.ts';
import { type StrictServer, type StrictServerOptions, startStrictServer } from './strict-server.ts';

export const MODEL = { layers: 1, width: 16, heads: 2, vocabularySize: 10, context: 16 } as const;
export const KEY = 'tml-a-secret-key';
export const CROSS_ENTROPY = { name: 'cross_entropy' } as const;
export const FAST = { pause: 1, longestPause: 4, attempts: 3, closeTime: 200 } as const;

/**
 * Fixtures shared by the tests of one file: a folder, and servers and engines that are closed after all
 * tests.
 */
export interface EngineBench {
  readonly folder: string;
  serve(profile: ServerProfile, options?: Partial<StrictServerOptions>): Promise<StrictServer>;
  open(
    server: { readonly url: string },
    profile: ServerProfile,
    options?: Partial<TinkerEngineOptions>,
  ): Promise<Engine>;
}

/** Opens the fixtures. Call it at the top of a test file. */
export function openEngineBench(): EngineBench {
  const folder = mkdtempSync(join(tmpdir(), 'tinker-engine-'));
  const servers: StrictServer[] = [];
  const engines: Engine[] = [];
  afterAll(async () => {
    await Promise.all(engines.map((engine) => engine.close()));
    await Promise.all(servers.map((server) => server.close()));
    await rm(folder, { recursive: true });
  });
  return {
    folder,
    async serve(profile, options = {}) {
      const common = { model: MODEL, apiKey: KEY, pendingPolls: 1 };
      const server = await startStrictServer({ profile, ...common, ...options });
      servers.push(server);
      return server;
    },
    async open({ url }, profile, options = {}) {
      const given = { url, profile, model: MODEL_NAME, vocabulary: { size: 10 }, apiKey: KEY, limits: FAST };
      const engine = await createTinkerEngine({ ...given, ...options });
      engines.push(engine);
      return engine;
    },
  };
}

/** Fetches a response in JSON, even if the client prefers another format. */
export function fetchJson(url: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, headers: { ...init.headers, accept: 'application/json' } });
}

export function data(count: number): readonly Datum[] {
  return Array.from({ length: count }, (_, index) => {
    const tokens = Array.from({ length: 4 + (index % 5) }, (_, place) => (3 * index + 2 * place) % 10);
    const weights = tokens.slice(1).map((_, place) => (place + 1) / 20);
    return { modelInput: tokens.slice(0, -1), lossInputs: { targetTokens: tokens.slice(1), weights } };
  });
}

export async function update(engine: Engine): Promise<number> {
  const passed = engine.forwardBackward(data(3), CROSS_ENTROPY);
  await Promise.all([passed, engine.optimStep({ learningRate: 0.01 })]);
  return (await passed).lossSum;
}

/** Returns the error a run rejects with, after checking that it is one line and does not contain the key. */
export async function catchError(
  run: Promise<unknown>,
): Promise<{ readonly code: string; readonly message: string }> {
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
