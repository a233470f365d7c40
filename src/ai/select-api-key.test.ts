/**
 * Keys go to the servers that they belong to.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { selectApiKey } from './select-api-key.ts';

const both = { OPENAI_API_KEY: 'openai', ATOMMEM_API_KEY: 'own' };

test.each([
  'http://127.0.0.1:8000/v1',
  'https://api.openai.com.evil.example/v1',
  'https://evil.example/api.openai.com/v1',
  'https://api.openai.com@evil.example/v1',
  'https://xapi.openai.com/v1',
  'http://api.openai.com/v1',
  'https://api.openai.com:8443/v1',
  'not an address',
  '',
])('OPENAI_API_KEY does not go to %s', (address) => {
  expect(selectApiKey(address, { OPENAI_API_KEY: 'openai' })).toBeUndefined();
  expect(selectApiKey(address, { OPENAI_API_KEY: 'openai' }, 'embedding')).toBeUndefined();
  expect(selectApiKey(address, both)).toBe('own');
});

test.each(['https://api.openai.com/v1', 'https://API.OpenAI.com:443/v1/'])(
  '%s gets its own key',
  (address) => {
    expect(selectApiKey(address, both)).toBe('openai');
    expect(selectApiKey(address, { ...both, OPENAI_API_KEY: ' ' })).toBe('own');
  },
);

test('embedding servers may have a key of their own', () => {
  const all = { ...both, ATOMMEM_EMBEDDING_API_KEY: 'vectors' };
  expect(selectApiKey('http://127.0.0.1:1/v1', all, 'embedding')).toBe('vectors');
  expect(selectApiKey('http://127.0.0.1:1/v1', all)).toBe('own');
});
