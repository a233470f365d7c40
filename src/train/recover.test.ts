/** Tests of recovery after a lost engine. @module */
import { expect, it } from 'vitest';
import { engineError } from '../engine/engine-error.ts';
import type { AtomMemError } from '../shared/error.ts';
import { withRecovery } from './recover.ts';
import { createTrainingError } from './training-error.ts';

const lost = engineError('model-lost', 'gone', 'Correct the call');
const failedAt = (step: number, cause: unknown = lost): AtomMemError<'training-stopped'> =>
  createTrainingError(step, { batch: 'x', checkpoint: null, cause });

/** Fails with one error after the other, then succeeds; tells how often it was tried, and with what. */
async function outcome(errors: readonly unknown[], times: number) {
  const resumes: boolean[] = [];
  const waits: number[] = [];
  const result = await withRecovery(
    async (resume) => {
      resumes.push(resume);
      if (resumes.length <= errors.length) throw errors[resumes.length - 1];
      return 'done';
    },
    { times, wait: async () => void waits.push(1), onRecovery: () => {} },
  ).catch((cause: unknown) => cause);
  return { result, resumes, waits: waits.length };
}

const unreachable = engineError('unreachable', 'no answer', 'Correct the call');

it.each([
  ['goes on from the checkpoint', [failedAt(3)], 1, 'done', [false, true]],
  ['counts tries at one step', [failedAt(3), failedAt(3)], 1, failedAt(3), [false, true]],
  ['counts afresh once it has come further', [failedAt(3), failedAt(4)], 1, 'done', [false, true, true]],
  [
    'waits for a server that restarts',
    [failedAt(3), unreachable, unreachable],
    3,
    'done',
    [false, true, true, true],
  ],
  ['gives up a server that stays away', [failedAt(3), unreachable], 1, unreachable, [false, true]],
  ['does not begin again what never began', [unreachable], 3, unreachable, [false]],
  [
    'leaves alone what a checkpoint cannot mend',
    [failedAt(3, new Error('bug'))],
    3,
    failedAt(3, new Error('bug')),
    [false],
  ],
  ['does nothing where it may not', [failedAt(3)], 0, failedAt(3), [false]],
])('%s', async (_, errors, times, result, resumes) => {
  expect(await outcome(errors, times)).toEqual({ result, resumes, waits: resumes.length - 1 });
});
