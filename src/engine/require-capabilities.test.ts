/** Tests of capability checks. @module */
import { expect, it } from 'vitest';
import { requireCapabilities } from './require-capabilities.ts';

it('names everything that an engine lacks, and nothing else', () => {
  const engine = {
    name: 'small',
    capabilities: {
      losses: ['cross_entropy'],
      context: 128,
      deterministic: false,
      topP: false,
      honouredAdamParams: ['learningRate'],
    },
  } as const;
  expect(() => requireCapabilities(engine, { losses: ['cross_entropy'], context: 128 })).not.toThrow();
  expect(() =>
    requireCapabilities(engine, {
      losses: ['cross_entropy', 'ppo'],
      adamParams: ['learningRate', 'gradientClip'],
      context: 129,
      topP: true,
      overlaps: true,
    }),
  ).toThrow(
    'Engine small does not have the loss ppo, gradientClip, a context of 129 (it has 128), top-p, sampling while it trains. Change the settings, or use another engine.',
  );
});
