import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { listRunFiles, renderRunFile } from './run-files.ts';

const root = mkdtempSync(join(tmpdir(), 'atommem-run-files-'));
const folder = join(root, 'runs');
mkdirSync(join(folder, 'one', 'trajectories'), { recursive: true });
writeFileSync(join(root, 'report.html'), 'outside');
writeFileSync(join(folder, 'one', 'report.html'), '<p>inside</p>');
writeFileSync(join(folder, 'one', 'trajectories', 'a.jsonl'), 'no trajectory');
writeFileSync(join(folder, 'one', 'secret.txt'), 'secret');
afterAll(() => rmSync(root, { recursive: true }));

it('lists reports and episodes, and shows nothing else', async () => {
  expect(await listRunFiles(folder)).toEqual([
    { path: 'one/report.html', kind: 'report' },
    { path: 'one/trajectories/a.jsonl', kind: 'episode' },
  ]);
  expect(await renderRunFile(folder, 'one/report.html')).toBe('<p>inside</p>');
  for (const path of ['../report.html', 'one/secret.txt', 'one/../../report.html', '', 'one'])
    expect(await renderRunFile(folder, path)).toBeUndefined();
  await expect(renderRunFile(folder, 'one/trajectories/a.jsonl')).rejects.toThrow('a.jsonl');
  await expect(listRunFiles(join(root, 'none'))).rejects.toThrow('--out folder');
});
