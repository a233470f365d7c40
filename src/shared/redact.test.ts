/** Tests of redaction. @module */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteText, redact, stripControls } from './redact.ts';

test('keys disappear, whether they are known or only look like keys', () => {
  expect(redact('GET https://user:pw@host/v1 with Bearer abcdefghijkl and sk-12345678')).toBe(
    'GET https://[key]@host/v1 with Bearer [key] and [key]',
  );
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 8 }), fc.string(), (before, secret, after) => {
      // What is left of a replaced key may touch its surroundings, so the whole key must be gone.
      fc.pre(!'[key]'.includes(secret) && !secret.includes('[key]'));
      expect(redact(`${before} ${secret} ${after}`, [secret])).not.toContain(` ${secret} `);
    }),
  );
});

test('a quotation is one line without controls, cut in the middle', () => {
  expect(quoteText('\u001b[31mred\u001b[0m\n at\u202e line\u009b31m 2')).toBe('red at line 2');
  const quoted = quoteText(`start ${'x'.repeat(1000)} end`);
  expect(quoted.length).toBeLessThanOrEqual(310);
  expect(quoted).toMatch(/^start .* … .* end$/);
  expect(stripControls('tab\tand\nline')).toBe('tab\tand\nline');
});
