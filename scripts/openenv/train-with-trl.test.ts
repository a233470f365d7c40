/** The guide shows the script that the test runs. @module */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('docs/guides/scaling.md contains train-with-trl.py unchanged', () => {
  const lines = read('train-with-trl.py').trimEnd().split('\n');
  const indented = lines.map((line) => (line === '' ? '' : `   ${line}`)).join('\n');
  expect(read('../../docs/guides/scaling.md')).toContain(`\`\`\`python\n${indented}\n   \`\`\``);
});
