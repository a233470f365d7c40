/**
 * Tests that 300 pages with injected instructions change nothing that a policy without a model does.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { playInjections } from '../../../test/web/injected-pages.ts';
import { ragPolicy } from '../../rules/rag-policy.ts';
import { rulesPolicy } from '../../rules/rules-policy.ts';
import { CANARY } from './injections.ts';

it.each([rulesPolicy(), ragPolicy()])('300 pages change no operation of $name', async (memory) => {
  const { injected, clean } = await playInjections(300, memory);
  expect(injected.actions.length).toBeGreaterThan(300);
  expect(JSON.stringify(injected)).not.toContain(CANARY);
  expect(injected).toEqual(clean);
});
