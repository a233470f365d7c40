/** Training commands against test servers. @module */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createInterrupts } from '../../src/cli/interrupts.ts';
import type { ServerProfileName } from '../../src/engine/tinker/server-profile.ts';
import { createTinkerEngine } from '../../src/engine/tinker/tinker-engine.ts';
import { readTrajectory } from '../../src/trajectory/read-trajectory.ts';
import { KEY, openCommandBench, type Words } from './command-bench.ts';
import { MODEL_NAME } from './operations.ts';
import type { StrictServer } from './strict-server.ts';
import { type CommandResult, readWeights, TINY } from './train-bench.ts';

const { folder, serve, run, sftWords, grpoWords } = openCommandBench();

async function readLog(out: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(join(folder, out, 'log.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Reads the weights that a server keeps for a folder. */
async function weightsAt(
  path: string,
  server: StrictServer,
  profile: ServerProfileName,
): Promise<readonly number[]> {
  const vocabulary = { size: TINY.vocabularySize };
  const engine = await createTinkerEngine({
    url: server.url,
    profile,
    model: MODEL_NAME,
    vocabulary,
    apiKey: KEY,
  });
  await engine.load(path);
  const weights = await readWeights(server.models()[0]!);
  await engine.close();
  return weights;
}

describe('on a server that samples in place', () => {
  let server: StrictServer;
  let whole: readonly number[];
  const grpo = (out: string): Words => [
    ...grpoWords(server, 'skyrl-jax', out),
    '--init',
    join(folder, 'sft'),
  ];
  const last = (out: string): string => join(folder, out, 'checkpoints/step-000002/engine');

  it('runs SFT on episodes, then GRPO, and evaluates held-out streams', async () => {
    server = await serve('skyrl-jax');
    const sft = await run(sftWords(server, 'skyrl-jax', 'sft'));
    expect(sft).toMatchObject({
      error: undefined,
      stdout: expect.stringContaining(join(folder, 'sft', 'best')),
    });
    expect(sft.stderr).toMatch(/^\d+ replies of 10 episodes to imitate; left out 2 \(episodes with held-out/);
    const losses = (await readLog('sft')).map(({ loss }) => Number(loss));
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);

    const { stdout, stderr, error } = await run([...grpo('whole'), '--rollouts-every', '2', '--json']);
    expect(error).toBeUndefined();
    expect(stderr).toMatch(/10 training streams, 2 held out; 2 updates of 2 × 3 rollouts, of the present/);
    expect(JSON.parse(stdout)).toMatchObject({ stage: 'grpo', preset: 'paper', evaluation: { tasks: 2 } });
    const log = await readLog('whole');
    expect(log.map(({ staleness }) => staleness)).toEqual([NOT_STALE, NOT_STALE]);
    expect(log.some(({ gradientNorm }) => Number(gradientNorm) > 0)).toBe(true);
    expect(await readdir(join(folder, 'whole'))).toEqual(
      expect.arrayContaining(['exact-match.svg', 'operations.svg']),
    );
    expect(await readdir(join(folder, 'whole/rollouts'))).toEqual(['update-000002']);
    expect(server.models()).toEqual([]);
    whole = await weightsAt(last('whole'), server, 'skyrl-jax');
    expect(whole).not.toEqual(await weightsAt(join(folder, 'sft/best'), server, 'skyrl-jax'));
  });

  it('resumes after Ctrl-C with the same result', async () => {
    const stopAt = (line: string, words: Words): Promise<CommandResult> => {
      const controller = new AbortController();
      const onStderr = (text: string): void => {
        if (text.includes(line)) controller.abort();
      };
      return run(words, { signal: controller.signal, onStderr });
    };
    const unbegun = await stopAt('training streams', grpo('stopped'));
    expect(unbegun.error?.message).toMatch(/interrupted before the first step/);
    const stopped = await stopAt('update 1/2', [...grpo('stopped'), '--resume']);
    expect(stopped.error?.message).toMatch(/interrupted at update 1 of 2; saved in .*--resume/);
    expect(server.models()).toEqual([]);
    expect((await run([...grpo('stopped'), '--resume', '--group', '4'])).error?.message).toMatch(
      /groupSize = 3, not 4/,
    );
    expect(await run([...grpo('stopped'), '--resume'])).toMatchObject({ error: undefined });
    expect(await weightsAt(last('stopped'), server, 'skyrl-jax')).toEqual(whole);
    expect(await readLog('stopped')).toEqual(await readLog('whole'));
  });

  it('Ctrl-C leaves a hanging server: at once while connecting, on the second press during a run', async () => {
    const stalled = await serve('skyrl-jax');
    stalled.stall();
    const connecting = new AbortController();
    const words = grpoWords(stalled, 'skyrl-jax', 'left');
    const unconnected = run(words, { signal: connecting.signal });
    await expect.poll(() => stalled.acts).toContain('create_model');
    connecting.abort();
    expect((await unconnected).error?.message).toMatch(/interrupted before the first step/);

    const other = await serve('skyrl-jax');
    const interrupts = createInterrupts(() => {});
    const onStderr = (text: string): void => {
      if (!text.includes('update 1/2') || interrupts.signal.aborted) return;
      other.stall();
      interrupts.interrupt();
      setTimeout(interrupts.interrupt, 200);
    };
    const { signal, onLeave } = interrupts;
    const left = await run(grpoWords(other, 'skyrl-jax', 'left'), { signal, onLeave, onStderr });
    expect(left.error?.message).toMatch(/interrupted at update 1 of 2.*--resume/);
    expect(other.acts).toContain('unload_model');
    expect(other.models()).toEqual([]);
  });

  it('resumes from the last checkpoint if the server lost session and model', async () => {
    let restarted = 0;
    const onStderr = (text: string): void => {
      if (text.includes('update 1/2') && restarted++ === 0) void server.restart();
    };
    const recovered = await run(grpo('recovered'), { onStderr });
    expect(recovered.error).toBeUndefined();
    expect(recovered.stderr).toMatch(/step 2: .*\ncontinuing from the last checkpoint/);
    expect(await weightsAt(last('recovered'), server, 'skyrl-jax')).toEqual(whole);
    expect((await readLog('recovered')).map(({ step }) => step)).toEqual([1, 2]);
  });

  it('reports a missing checkpoint and an operation that never finishes', async () => {
    server.loseCheckpoints();
    const gone = await run([...grpo('stopped'), '--resume', '--updates', '2']);
    expect(gone.error?.message).toMatch(/checkpoints\/step-000002\/engine was not loaded.*was not found/);
    const init = await run(grpo('unbegun'));
    expect(init.error?.message).toMatch(/sft\/best was not loaded/);
    const onStderr = (text: string): void => {
      if (text.includes('step 1/')) server.stall();
    };
    const endless = await run(
      [...sftWords(server, 'skyrl-jax', 'endless'), '--result-time', '0.3', '--recover', '0'],
      {
        onStderr,
      },
    );
    expect(endless.error?.message).toMatch(
      /step 2: .*has not finished .*in 0 s.*there is no good checkpoint yet/,
    );
  });
});

const NOT_STALE = { most: 0, mean: 0 };

it('rolls out ahead if the server can, with a KL term to the initial weights', async () => {
  const server = await serve('tuft');
  const released = [
    '--preset',
    'released',
    '--rules',
    'better',
    '--updates',
    '3',
    '--token-cost',
    '0.01',
    '--gradient-clip',
    '1',
  ];
  let restarted = 0;
  const onStderr = (text: string): void => {
    if (text.includes('update 2/3') && restarted++ === 0) void server.restart();
  };
  const ahead = await run([...grpoWords(server, 'tuft', 'ahead'), ...released], { onStderr });
  expect(ahead.error).toBeUndefined();
  expect(ahead.stderr).toMatch(/step 3: .*\ncontinuing from the last checkpoint/);
  expect(ahead.stderr).toMatch(/rollouts, at most 1 updates old/);
  const ages = (await readLog('ahead')).map(({ staleness }) => staleness as typeof NOT_STALE);
  // Rollouts ahead of the checkpoint are played again from its weights.
  expect(ages.map(({ most }) => most)).toEqual([0, 1, 0]);
  const { counters, settings } = JSON.parse(
    await readFile(join(folder, 'ahead/checkpoints/step-000003/state.json'), 'utf8'),
  );
  expect(counters).toEqual({ step: 3, nextTask: 6 });
  expect(settings).toMatchObject({
    klWeight: 0.001,
    topP: 0.99,
    answerReward: 'official',
    codec: 'atommem-8b',
  });
  // Unloading it would delete its checkpoints.
  expect(server.models()).toHaveLength(1);
  const weights = await weightsAt(join(folder, 'ahead/checkpoints/step-000003/engine'), server, 'tuft');
  expect(weights.every(Number.isFinite)).toBe(true);
});

it('trains on a task of the user, and resumes only with the same settings', async () => {
  const server = await serve('skyrl-jax');
  const words = grpoWords(server, 'skyrl-jax', 'own').flatMap((word, place, all) => {
    const option = word.startsWith('--') ? word : all[place - 1]!;
    if (['--data', '--docs', '--questions', '--chunk-size'].includes(option)) return [];
    return option === '--task' && word !== option ? [join(import.meta.dirname, 'own-task.ts')] : [word];
  });
  const trained = await run([...words, '--token-cost', '0.01', '--rollouts-every', '1', '--json']);
  expect(trained.error).toBeUndefined();
  expect(trained.stderr).toMatch(/^1 task, 2 held-out episodes; 2 updates of 2 × 3 rollouts/);
  expect(JSON.parse(trained.stdout)).toMatchObject({ stage: 'grpo', evaluation: { reward: 0, tasks: 2 } });
  const rollouts = join(folder, 'own/rollouts/update-000002');
  const rollout = await readTrajectory(join(rollouts, (await readdir(rollouts))[0]!));
  expect(rollout.header.task.id).toBe('bell');
  expect(rollout.steps.map(({ tokens }) => tokens?.reply.length)).toEqual([4, 4]);
  const other = await run([...words, '--token-cost', '0.02', '--resume']);
  expect(other.error?.message).toMatch(/was trained with tokenCost = 0\.01, not 0\.02/);
  const without = await run([...words, '--resume', '--token-cost', '0.01', '--k', '3']);
  expect(without.error?.message).toMatch(/was trained with k = 6, not 3/);
});

it('takes the reference policy from another server if its own holds one model', async () => {
  const [server, other] = [await serve('skyrl-fsdp'), await serve('skyrl-fsdp')];
  expect(await run(sftWords(server, 'skyrl-fsdp', 'fsdp-sft'))).toMatchObject({ error: undefined });
  const words = [
    ...grpoWords(server, 'skyrl-fsdp', 'fsdp'),
    ...['--kl', '0.1', '--reference-url', other.url, '--init', join(folder, 'fsdp-sft')],
  ];
  expect((await run(words)).error?.message).toMatch(
    /does not have the initial weights: .*was not found.* pass its name as --reference-model/,
  );
  expect(other.models()).toEqual([]);
  expect(await run([...words, '--reference-model', MODEL_NAME])).toMatchObject({ error: undefined });
  expect(other.acts.filter((act) => act === 'forward').length).toBeGreaterThan(0);
  expect(other.acts).not.toContain('optim_step');
  expect([...server.models(), ...other.models()]).toEqual([]);
});
