/** Tests of losses on test servers: built-in losses, losses that the client computes, and custom losses. @module */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Datum, Engine, Loss } from '../../src/engine/engine.ts';
import { createLocalEngine } from '../../src/engine/local/create-local-engine.ts';
import { writeCispo, writeGspo, writePpo } from '../../src/engine/loss/built-in-losses.ts';
import { defineLoss } from '../../src/engine/loss/define-loss.ts';
import { SERVER_PROFILES, type ServerProfile } from '../../src/engine/tinker/server-profile.ts';
import { MODEL, openEngineBench } from './engine-bench.ts';
import type { Features } from './session-features.ts';
import type { StrictServer } from './strict-server.ts';

const { serve, open } = openEngineBench();
const { tinker, tuft } = SERVER_PROFILES;
const jax = SERVER_PROFILES['skyrl-jax'];
const older = SERVER_PROFILES['skyrl-jax-0.3'];
const LOSSES: readonly Loss[] = [
  { name: 'cross_entropy' },
  { name: 'importance_sampling' },
  { name: 'ppo', clipLow: 0.9, clipHigh: 1.05 },
  { name: 'cispo', clipLow: 0.9, clipHigh: 1.05 },
  { name: 'gspo', clipLow: 0.7, clipHigh: 1.1 },
  writePpo(0.9, 1.05),
  writeCispo(0.9, 1.05),
  writeGspo(0.7, 1.1),
  defineLoss('sequence mean', ({ logprobs, oldLogprobs, advantages }) => {
    const gap = logprobs.minus(oldLogprobs);
    const far = gap.isAbove(0.1).times(2).plus(1);
    return gap.times(gap).dividedBy(4).minus(logprobs.times(advantages)).times(far).mean();
  }),
];

/** Replies after prompts, with sampled log-probabilities near those of the model. */
async function writeReplies(): Promise<readonly Datum[]> {
  const plain = [9, 5, 12].map((length, number) => ({
    modelInput: Array.from({ length }, (_, i) => (3 * number + 2 * i) % 10),
    lossInputs: { targetTokens: Array.from({ length }, (_, i) => (3 * number + 2 * i + 2) % 10) },
  }));
  const { outputs } = await runLocally((local) => local.forwardBackward(plain, { name: 'cross_entropy' }));
  return plain.map(({ modelInput, lossInputs }, place) => ({
    modelInput,
    lossInputs: {
      ...lossInputs,
      weights: modelInput.map((_, i) => (i < 2 ? 0 : 1 + (i % 3) / 2)),
      logprobs: outputs[place]!.logprobs.map((value, i) => value + [0.2, -0.15, 0.04, -0.3][i % 4]!),
      advantages: modelInput.map((_, i) => [0.6, -0.5, 0.3][(i + place) % 3]!),
    },
  }));
}

const written = writeReplies();
const replies = (): Promise<readonly Datum[]> => written;

/** The loss of a step, and the log-probabilities after it. */
async function step(engine: Engine, data: readonly Datum[], loss: Loss): Promise<readonly number[]> {
  const passed = engine.forwardBackward(data, loss);
  const stepped = engine.optimStep({ learningRate: 1e-3, epsilon: 1e-3 });
  const [{ lossSum }] = await Promise.all([passed, stepped]);
  const after = await engine.forwardBackward(data, { name: 'cross_entropy' });
  return [lossSum, ...after.outputs.flatMap(({ logprobs }) => logprobs.slice(2))];
}

const stepped = new Map<string, Promise<readonly number[]>>();

/** The same on the local engine. Equal calls share their result. */
function stepLocally(data: readonly Datum[], loss: Loss): Promise<readonly number[]> {
  const key = JSON.stringify([data, loss]);
  const known = stepped.get(key) ?? runLocally((local) => step(local, data, loss));
  stepped.set(key, known);
  return known;
}

async function runLocally<Value>(run: (local: Engine) => Promise<Value>): Promise<Value> {
  const local = createLocalEngine({ model: MODEL, seed: 1, workers: 1 });
  try {
    return await run(local);
  } finally {
    await local.close();
  }
}

function expectSame(found: readonly number[], wanted: readonly number[], tolerance: number): void {
  const apart = Math.max(...wanted.map((value, place) => Math.abs(value - found[place]!)));
  expect(apart).toBeLessThan(tolerance);
}

describe.each<[string, ServerProfile, Features]>([
  ['tinker', tinker, {}],
  ['tinker with custom losses', tinker, { customLosses: true }],
  ['tuft', tuft, {}],
  ['skyrl-jax', jax, {}],
  ['skyrl-jax-0.3', older, {}],
])('on %s', (_, profile, features) => {
  let server: StrictServer;
  beforeAll(async () => {
    server = await serve(profile, { features });
  });

  it.each(LOSSES.map((loss) => [loss.name === 'custom' ? loss.label : loss.name, loss] as const))(
    'one step with %s gives the weights of the local engine',
    async (_name, loss) => {
      const data = await replies();
      const before = server.acts.length;
      const engine = await open(server, profile);
      const found = await step(engine, data, loss);
      await engine.close();
      expectSame(found, await stepLocally(data, loss), 1e-4);
      const acts = server.acts.slice(before);
      const sent = loss.name === 'custom' && features.customLosses === true;
      expect(acts.includes('create_custom_loss')).toBe(sent);
      // A custom loss on the server needs no extra forward pass.
      if (sent) expect(acts.filter((act) => act === 'forward')).toHaveLength(0);
    },
  );

  it('each datum has its own clip range', async () => {
    const data = (await replies()).map(({ modelInput, lossInputs }, place) => ({
      modelInput,
      lossInputs: { ...lossInputs, clipLow: 0.8 + place / 20, clipHigh: 1.02 + place / 10 },
    }));
    const loss: Loss = { name: 'ppo' };
    const engine = await open(server, profile);
    const found = await step(engine, data, loss);
    await engine.close();
    expectSame(found, await stepLocally(data, loss), 1e-4);
  });
});

describe('a custom loss on a server that runs custom losses', () => {
  it('is stored once per session', async () => {
    const data = await replies();
    const server = await serve(tinker, { features: { customLosses: true } });
    const engine = await open(server, tinker);
    for (const loss of [writePpo(0.8, 1.2), writePpo(0.8, 1.2), writePpo(0.7, 1.2)])
      await step(engine, data, loss);
    expect(server.acts.filter((act) => act === 'create_custom_loss')).toHaveLength(2);
  });

  it('is computed by the client if the server refuses its graph', async () => {
    const data = await replies();
    const loss = writePpo(0.9, 1.05);
    const fault = (path: string) => (path === '/create_custom_loss' ? 400 : undefined);
    const server = await serve(tinker, { features: { customLosses: true }, fault });
    expectSame(await step(await open(server, tinker), data, loss), await stepLocally(data, loss), 1e-4);
    expect(server.acts).toContain('forward');
  });

  it('leaves the model usable if it is not finite', async () => {
    const data = await replies();
    const server = await serve(tuft);
    const engine = await open(server, tuft);
    const broken = defineLoss('broken', ({ logprobs }) => logprobs.log());
    await expect(engine.forwardBackward(data, broken)).rejects.toMatchObject({ code: 'not-finite' });
    expectSame(await step(engine, data, { name: 'ppo' }), await stepLocally(data, { name: 'ppo' }), 1e-4);
  });
});
