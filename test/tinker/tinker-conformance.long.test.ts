/** The engine conformance suite against test servers. @module */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { engineCases } from '../../src/conformance/engine-conformance.ts';
import { SERVER_PROFILES, type ServerProfileName } from '../../src/engine/tinker/server-profile.ts';
import { createTinkerEngine } from '../../src/engine/tinker/tinker-engine.ts';
import { MODEL_NAME } from './operations.ts';
import { type StrictServer, startStrictServer } from './strict-server.ts';

const MODEL = { layers: 1, width: 32, heads: 2, vocabularySize: 24, context: 32 } as const;
const folder = await mkdtemp(join(tmpdir(), 'tinker-cases-'));
afterAll(() => rm(folder, { recursive: true }));

describe.each<ServerProfileName>(['tuft', 'skyrl-jax', 'skyrl-jax-0.3'])('Tinker engine, %s', (name) => {
  const profile = { ...SERVER_PROFILES[name], deterministic: true };
  const apiKey = 'tml-a-secret-key';
  let server: StrictServer;
  beforeAll(async () => {
    server = await startStrictServer({ profile, model: MODEL, apiKey });
  });
  afterAll(() => server.close());
  const open = () =>
    createTinkerEngine({
      url: server.url,
      profile,
      model: MODEL_NAME,
      vocabulary: { size: MODEL.vocabularySize },
      apiKey,
    });
  for (const { name: title, run } of engineCases)
    test(title, () => run({ open, path: (part) => join(folder, name, part) }));
});
