/**
 * Trains, measures and shows a policy of the lab on the command line.
 *
 * @module
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-train-'));
});
afterAll(() => rm(folder, { recursive: true }));

const QUICK = ['--preset', 'smoke', '--tasks', '8', '--workers', '1'];

it('runs SFT and GRPO, then evaluates and shows the policy', async () => {
  const [sft, grpo] = [join(folder, 'sft'), join(folder, 'grpo')];
  const changes = ['--steps', '3', '--learning-rate', '0.001'];
  const taught = await runCli(['train', 'sft', ...QUICK, ...changes, '--out', sft]);
  expect(taught).toMatchObject({ code: 0, stdout: expect.stringContaining(`weights: ${join(sft, 'best')}`) });
  expect(taught.stderr).toMatch(/step 1\/3 · loss \d/);
  expect(taught.stderr).toMatch(/step 3: EM .* on development tasks/);
  expect(await readdir(sft)).toEqual(expect.arrayContaining(['loss.svg', 'exact-match.svg', 'log.jsonl']));

  const state = await readFile(join(sft, 'checkpoints', 'step-000003', 'state.json'), 'utf8');
  expect(JSON.parse(state).settings).toMatchObject({ steps: 3, learningRate: 0.001 });

  const again = await runCli(['train', 'sft', ...QUICK, '--steps', '3', '--out', sft]);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/holds a run\. Resume it/) });

  const learnt = await runCli([
    'train',
    'grpo',
    ...QUICK,
    '--updates',
    '1',
    '--init',
    sft,
    '--out',
    grpo,
    '--json',
  ]);
  expect(JSON.parse(learnt.stdout)).toMatchObject({
    schema: 'atommem.train/1',
    stage: 'grpo',
    weights: join(grpo, 'best'),
    evaluation: { tasks: 8 },
  });

  const played = await runCli(['lab', 'play', '--weights', grpo, '--tasks', '5', '--workers', '1', '--json']);
  expect(JSON.parse(played.stdout)).toMatchObject({ schema: 'atommem.lab-play/1', scores: { tasks: 5 } });

  const show = ['lab', 'show', '--preset', 'smoke', '--weights', grpo, '--length', '2', '--workers', '1'];
  const shown = await runCli(show);
  expect(shown.stdout).toMatch(/<chunk>.* c1[\s\S]*reply[\s\S]*of \d right/);
  const command = /again: atommem (.*)/.exec(shown.stdout)![1]!.replaceAll('"', '').split(' ');
  expect((await runCli(command)).stdout).toBe(shown.stdout);
});

it('saves on Ctrl-C and resumes from there', async () => {
  const out = join(folder, 'stopped');
  const train = ['train', 'sft', ...QUICK, '--steps', '12', '--out', out];
  let told = false;
  const stopped = await runCli(train, {
    onStderr: (text, interrupt) => {
      if (told || !text.includes('step 1/')) return;
      told = true;
      interrupt();
    },
  });
  expect(stopped.code).toBe(130);
  const step = Number(/interrupted at step (\d+) of 12; saved in/.exec(stopped.stderr)?.[1]);
  expect(step).toBeGreaterThan(0);
  const fused = await runCli([...train, '--resume', '--arithmetic', 'fused']);
  expect(fused).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /was trained with arithmetic = "reproducible", not "fused"\. Resume with the same/,
    ),
  });
  const started = await runCli([...train, '--resume', '--init', join(folder, 'sft')]);
  expect(started).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/was trained with init = null, not/),
  });
  expect(await runCli([...train, '--resume'])).toMatchObject({ code: 0 });
  const log = await readFile(join(out, 'log.jsonl'), 'utf8');
  const steps = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).step);
  expect(steps).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
});

it('rejects weights of another shape', async () => {
  const words = ['lab', 'play', '--preset', 'paper-shape', '--tasks', '1', '--weights'];
  const other = await runCli([...words, join(folder, 'sft')]);
  expect(other).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/holds a model of .*: use the preset/),
  });
});
