/** Training through injected network and server faults. @module */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { createLocalEngine, type LocalEngine } from '../../src/engine/local/create-local-engine.ts';
import { SERVER_PROFILES, type ServerProfile } from '../../src/engine/tinker/server-profile.ts';
import { createTinkerEngine } from '../../src/engine/tinker/tinker-engine.ts';
import { createLabTaskSource } from '../../src/lab/task-source.ts';
import type { GrpoSettings } from '../../src/train/grpo-settings.ts';
import { runGrpo } from '../../src/train/run-grpo.ts';
import { runSft } from '../../src/train/run-sft.ts';
import type { SftSettings } from '../../src/train/sft-settings.ts';
import { TINY_GRPO, TINY_LAB } from '../tiny-lab.ts';
import { MODEL_NAME } from './operations.ts';
import { type Fault, startStrictServer } from './strict-server.ts';

const { options, codec, source, model: MODEL } = TINY_LAB;
const tasks = createLabTaskSource({ options, seed: 1, lengths: [1] });
const timer = (): number => 0;

const SFT: SftSettings = {
  steps: 6,
  batchSize: 10,
  learningRate: 3e-3,
  schedule: {},
  promptWeight: { weight: 0.1, steps: 3 },
  hintWeight: { weight: 0.1, steps: 3 },
  weightDecay: 0.01,
  gradientClip: 0,
};
const GRPO: GrpoSettings = { ...TINY_GRPO, updates: 4, tasksPerUpdate: 1, gradientClip: 0 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tinker-faults-'));
});
afterAll(() => rm(folder, { recursive: true }));

const KINDS = [500, 'drop-before', 409, 408, 429, 503] as const;

interface Trouble {
  readonly fault: (path: string, count: number) => Fault | undefined;
  /** Faults by phase of training, for example `grpo drop-after /optim_step`. */
  readonly done: Set<string>;
  phase: 'sft' | 'checkpoints' | 'grpo';
}

/** Injects a fault at every second request to a path and every seventh poll, each kind in turn. */
function makeTrouble(): Trouble {
  const done = new Set<string>();
  const kinds = { sft: 0, checkpoints: 0, grpo: 0 };
  const trouble: Trouble = {
    phase: 'sft',
    done,
    fault(path, count) {
      if (count % (path === '/retrieve_future' ? 7 : 2) !== 0) return undefined;
      const { phase } = trouble;
      // The worst fault comes first on every path: the server executes, and the response is lost.
      const worst = !done.has(`${phase} drop-after ${path}`);
      const kind = worst ? 'drop-after' : KINDS[kinds[phase]++ % KINDS.length]!;
      // A server that answers 409 to a save already has the name.
      const fault = kind === 409 && path.startsWith('/save') ? 'drop-before' : kind;
      done.add(`${phase} ${fault} ${path}`);
      return fault;
    },
  };
  return trouble;
}

async function train(engine: Engine, name: string, trouble?: Trouble): Promise<void> {
  const enter = (phase: Trouble['phase']): void => {
    if (trouble !== undefined) trouble.phase = phase;
  };
  const run = (part: string) => ({ directory: join(folder, name, part), checkpointEvery: 2 });
  await runSft({ engine, source, settings: SFT, timer, run: run('sft') });
  enter('checkpoints');
  // Twice, so that one of them is hit by a fault.
  for (const part of ['kept', 'again']) await engine.load(await engine.save(join(folder, name, part)));
  enter('grpo');
  await runGrpo({ engine, codec, tasks, settings: GRPO, timer, run: run('grpo') });
}

interface Outcome {
  readonly weights: readonly number[];
  readonly acts: readonly string[];
}

async function trainOn(profile: ServerProfile, name: string, trouble?: Trouble): Promise<Outcome> {
  const server = await startStrictServer({
    profile,
    model: MODEL,
    pendingPolls: 1,
    ...(trouble && { fault: trouble.fault, goneEvery: 4 }),
  });
  const engine = await createTinkerEngine({
    url: server.url,
    profile,
    model: MODEL_NAME,
    vocabulary: codec.vocabulary,
    apiKey: 'tml-not-looked-at',
    limits: { pause: 1, longestPause: 4 },
  });
  await train(engine, name, trouble);
  const [trained] = server.models() as [LocalEngine];
  const weights = await readWeights(trained);
  // Closing does not wait for faults to pass.
  const acts = [...server.acts];
  await engine.close();
  expect(server.models()).toEqual([]);
  await server.close();
  return { weights, acts };
}

async function readWeights(engine: LocalEngine): Promise<readonly number[]> {
  return [...(await engine.tensors.weights()).values()].flatMap(({ values }) => [...values]);
}

/** Runs the same training without a server. */
async function trainHere(
  name: string,
): Promise<{ readonly weights: readonly number[]; readonly moved: number }> {
  const engine = createLocalEngine({ model: MODEL, seed: 1, workers: 1 });
  const before = await readWeights(engine);
  await train(engine, name);
  const weights = await readWeights(engine);
  await engine.close();
  return { weights, moved: distance(before, weights) };
}

function distance(left: readonly number[], right: readonly number[]): number {
  return Math.hypot(...left.map((value, index) => value - right[index]!));
}

describe.each([SERVER_PROFILES.tinker, SERVER_PROFILES['skyrl-jax']])('SFT and GRPO on $name', (profile) => {
  it('end with the same weights despite any fault', async () => {
    const quiet = await trainOn(profile, `${profile.name}-quiet`);
    const trouble = makeTrouble();
    const faulty = await trainOn(profile, `${profile.name}-faulty`, trouble);
    const met = (phase: string): readonly string[] =>
      [...trouble.done].filter((fault) => fault.startsWith(phase)).map((fault) => fault.split(' ')[1]!);
    for (const phase of ['sft', 'grpo']) {
      expect(new Set(met(phase)), phase).toEqual(new Set(['drop-after', ...KINDS].map(String)));
      for (const path of ['/forward_backward', '/optim_step', '/save_weights', '/retrieve_future'])
        expect(trouble.done).toContain(`${phase} drop-after ${path}`);
    }
    for (const path of ['/save_weights_for_sampler', '/asample'])
      expect(trouble.done).toContain(`grpo drop-after ${path}`);
    expect(trouble.done).toContain('checkpoints drop-after /load_weights');
    expect(faulty.weights).toEqual(quiet.weights);
    const here = await trainHere(`${profile.name}-here`);
    // Chunks are summed in another order, and Adam amplifies the last bits of small gradients.
    expect(distance(here.weights, quiet.weights)).toBeLessThan(here.moved / 1e4);
    const count = ({ acts }: Outcome, name: string): number => acts.filter((act) => act === name).length;
    expect(count(quiet, 'optim_step')).toBeGreaterThanOrEqual(5);
    for (const name of ['optim_step', 'forward_backward', 'forward', 'save_weights'])
      expect(count(faulty, name), name).toBe(count(quiet, name));
  });
});
