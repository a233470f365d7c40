import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { collectEpisodes, type Measure } from './collect-episodes.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-collect-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Three episodes of two questions each, as `eval --out` keeps them; the last was judged once. */
const QUESTIONS = [
  [
    { em: 1, f1: 1, judge: 1 },
    { em: 0, f1: 0.5, judge: 1 },
  ],
  [
    { em: 0, f1: 0.5, judge: 0 },
    { em: 0, f1: 0, judge: 1 },
  ],
  [
    { em: 1, f1: 1, judge: null },
    { em: 1, f1: 1, judge: 0 },
  ],
];
const from = join(folder, 'out');
mkdirSync(join(from, 'trajectories/p/d'), { recursive: true });
const lines = QUESTIONS.map((questions, index) => {
  writeFileSync(join(from, `trajectories/p/d/s${index}.jsonl`), `trajectory ${index}`);
  return JSON.stringify({ key: `p/d/s${index}`, score: { questions } });
});
writeFileSync(join(from, 'episodes.jsonl'), `${lines.join('\n')}\n`);

it.each([
  ['em', 0.5, ['s0', 's2']],
  ['f1', 0.76, ['s2']],
  ['judge', 0.5, ['s0', 's1']],
  ['em', 2, []],
] as const)('keeps episodes by %s from %d on', async (by: Measure, atLeast, kept) => {
  const out = join(folder, `${by}-${atLeast}`);
  const collection = await collectEpisodes(from, { out, by, atLeast });
  expect(collection).toEqual({ kept: kept.length, left: 3 - kept.length, unscored: 0 });
  for (const name of kept) {
    const copy = readFileSync(join(out, `trajectories/p/d/${name}.jsonl`), 'utf8');
    expect(copy).toBe(`trajectory ${name.slice(1)}`);
  }
  const scores = kept.length === 0 ? '' : readFileSync(join(out, 'episodes.jsonl'), 'utf8');
  expect(scores.split('\n').filter(Boolean)).toEqual(
    lines.filter((line) => kept.some((name) => line.includes(`/${name}"`))),
  );
});

it('rejects a score that no episode has', async () => {
  const call = collectEpisodes(from, { out: join(folder, 'no'), by: 'official', atLeast: 0.5 });
  await expect(call).rejects.toThrow('no episode has a score by official');
});
