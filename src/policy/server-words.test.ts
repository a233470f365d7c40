/**
 * Error bodies of servers, in every shape seen so far.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { attemptCall } from './model-attempts.ts';
import { classifyModelError } from './model-failure.ts';
import { readServerWords } from './server-words.ts';

const thrown = (statusCode: number, responseBody: string, responseHeaders: object = {}): object => ({
  name: 'AI_APICallError',
  message: 'Bad Request',
  statusCode,
  responseBody,
  responseHeaders,
});

describe('readServerWords', () => {
  test.each([
    ['{"error":"model not loaded"}', 'model not loaded'],
    ['{"detail":"Not authenticated"}', 'Not authenticated'],
    ['{"detail":[{"loc":["body","temperature"],"msg":"too high","type":"x"}]}', 'body.temperature: too high'],
    ['{"object":"error","message":"context is 4096 tokens","code":400}', 'context is 4096 tokens'],
    [
      '[{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT"}}]',
      'API key not valid',
    ],
    ['{"error":{"message":"{\\"error\\":{\\"message\\":\\"upstream is down\\"}}"}}', 'upstream is down'],
    ['{"errors":[{"message":"one"},{"message":"two"}]}', 'one; two'],
    ['{"message":"no such deployment"}', 'no such deployment'],
    ['{"type":"about:blank","title":"Too large","status":413}', 'Too large'],
    ['model "qwen" not found, try pulling it first', 'model "qwen" not found, try pulling it first'],
    [
      '<html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>',
      '502 Bad Gateway nginx',
    ],
    ['{"unexpected":true}', '{"unexpected":true}'],
  ])('%s', (body, words) => {
    expect(readServerWords(body).text).toBe(words);
  });

  it('keeps 300 characters on one line, without keys and escapes, whatever the body', () => {
    const secret = 'abcdef0123456789abcdef';
    const body = `{"error":"Incorrect API key provided: ${secret}. \\u001b[31m${'long '.repeat(200)}"}`;
    const { text } = readServerWords(body);
    expect(text).not.toContain(secret);
    expect(text).not.toContain('\u001b');
    expect(text.length).toBeLessThan(310);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (any) => {
        expect(readServerWords(any).text).not.toMatch(/\n/);
      }),
    );
  });
});

describe('classifyModelError', () => {
  test.each([
    [200, '{"error":{"code":429,"message":"slow down"}}', 'refused', true],
    [200, '{"error":{"code":"rate_limit_exceeded","message":"slow down"}}', 'refused', true],
    [200, '{"error":{"type":"overloaded_error","message":"try later"}}', 'server', true],
    [200, '{"error":{"code":401,"message":"bad key"}}', 'refused', false],
    [200, '{"error":"something broke"}', 'server', false],
    [400, '{"error":"wrong"}', 'refused', false],
    [429, '{"error":{"code":"insufficient_quota","message":"pay"}}', 'refused', false],
    [429, '{"message":"slow down"}', 'refused', true],
    [503, 'busy', 'server', true],
    [200, '{"choices":[]}', 'malformed', false],
  ] as const)('%i %s is %s', (status, body, kind, transient) => {
    expect(classifyModelError(thrown(status, body))).toMatchObject({ failure: { kind }, transient });
  });

  test.each([
    [{ 'retry-after': '2, 2' }, 2000],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after-ms': '350', 'retry-after': '9' }, 350],
    [{ 'Retry-After': '7' }, 7000],
    [{ 'retry-after': '2026-10-21' }, undefined],
  ] as const)('waits for %j', (headers, wait) => {
    expect(classifyModelError(thrown(429, '{}', headers)).retryAfter).toBe(wait);
  });

  test('a wait over a minute ends the call, and the error names it', async () => {
    const result = await attemptCall(async () => {
      throw thrown(429, '{"message":"slow down"}', { 'retry-after': '120' });
    });
    expect(result).toMatchObject({
      attempts: 1,
      failure: { message: expect.stringContaining('wait 120 s; the longest wait is 60 s') },
    });
  });
});
