/** Tests of the command line that reports show. @module */
import { expect, it } from 'vitest';
import { commandLine } from './command-line.ts';

it('quotes words and hides absolute paths', () => {
  const words = ['eval', '--data', '/home/ada/work/data/a.jsonl', '--out=/tmp/secret/run', "it's"];
  expect(commandLine(words, '/home/ada/work')).toBe("atommem eval --data data/a.jsonl --out=run 'it'\\''s'");
  expect(commandLine(['--base-url', 'http://127.0.0.1:8000/v1'])).toBe(
    'atommem --base-url http://127.0.0.1:8000/v1',
  );
});
