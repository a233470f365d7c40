import { expect, it } from 'vitest';
import type { Terminal } from './output.ts';
import { serverAccess } from './tinker-options.ts';

it('uses the key that is set and ignores empty ones', () => {
  const flags = { url: 'http://127.0.0.1:9', profile: 'tuft', model: 'tiny', seed: 1 } as const;
  const access = (environment: NodeJS.ProcessEnv): unknown =>
    serverAccess(flags, { environment } as Terminal).model;
  expect(() => access({})).toThrow(/requires an API key/);
  expect(() => access({ TINKER_API_KEY: ' ', ATOMMEM_API_KEY: '' })).toThrow(/requires an API key/);
  expect(access({ TINKER_API_KEY: '', ATOMMEM_API_KEY: 'tml-key' })).toBe('tiny');
  expect(access({ TINKER_API_KEY: 'tml-key' })).toBe('tiny');
});
