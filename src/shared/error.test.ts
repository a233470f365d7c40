/** Tests of `AtomMemError`. @module */
import { expect, expectTypeOf, test, vi } from 'vitest';
import { AtomMemError } from './error.ts';

test('the message states the problem, then the remedy', () => {
  const cause = new Error('disk');
  const error = new AtomMemError('full', {
    problem: 'agent.db cannot grow',
    remedy: 'Free some space',
    cause,
  });
  expect(error.message).toBe('agent.db cannot grow. Free some space.');
  expect(error).toMatchObject({ name: 'AtomMemError', code: 'full', remedy: 'Free some space', cause });
});

test('isInstance recognises errors of another copy of the package and narrows by code', async () => {
  vi.resetModules();
  const copy = await import('./error.ts');
  const content = {
    problem: 'm9 was not updated',
    remedy: 'Read first',
    details: { reason: 'no-such-entry' },
  };
  const error: unknown = new copy.AtomMemError('operation-refused', content);
  expect(error).not.toBeInstanceOf(AtomMemError);
  if (!AtomMemError.isInstance(error, 'operation-refused')) throw new Error('not recognised');
  expectTypeOf(error.details.reason).toEqualTypeOf<string>();
  expect(error.details.reason).toBe('no-such-entry');
  for (const other of [null, 'text', {}, new Error('x')]) expect(AtomMemError.isInstance(other)).toBe(false);
  expect(AtomMemError.isInstance(error, 'full')).toBe(false);
});
