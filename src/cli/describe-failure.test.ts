/**
 * Tests `describeFailure`.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { describeFailure } from './describe-failure.ts';

const notFound = (name: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from /app/x.js`), {
    code: 'ERR_MODULE_NOT_FOUND',
  });

it.each([
  [notFound('ai'), 'The package ai is not installed. Run: npm install ai @ai-sdk/openai-compatible'],
  [notFound('pg'), 'The package pg is not installed. Run: npm install pg'],
  [new Error("Cannot find package 'pg'"), "Cannot find package 'pg'"],
  ['text', 'text'],
  [new Error('no namespace "a\u001b[31m\u202e\u009b"'), 'no namespace "a\\u001b[31m\\u202e\\u009b"'],
])('describes %s', (error, line) => {
  expect(describeFailure(error)).toBe(line);
});
