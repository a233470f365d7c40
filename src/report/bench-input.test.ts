import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBenchFolder } from '../eval/bench/bench-folder.ts';
import { benchReport } from '../eval/bench/bench-report.ts';
import { questionDataset } from '../eval/bench/bench-stream.ts';
import { createBenchParts, TOY_SUITE, toyDataset } from '../eval/bench/fixtures/toy-bench.ts';
import { benchSettings, runBench } from '../eval/bench/run-bench.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import { benchInput } from './bench-input.ts';
import { loadEpisodes } from './load-episodes.ts';
import { measureEpisode } from './measure-episode.ts';
import { writeReport } from './write-report.ts';

describe('benchInput', () => {
  it('makes the report of a bench, its episodes read from the folder', async () => {
    const path = await mkdtemp(join(tmpdir(), 'atommem-report-'));
    const parts = {
      ...(await createBenchParts({ policies: ['rag', 'closed-book'] })),
      measure: measureEpisode,
    };
    const options = { suite: TOY_SUITE, datasets: [questionDataset('toy', toyDataset(6))], parts };
    const folder = await openBenchFolder(path, benchSettings(options));
    const run = await runBench({ ...options, folder, keepTrajectories: 1 });
    const report = benchReport(run);
    const { keys, ...input } = benchInput(run, report);
    expect(input.digests).toHaveLength(6 * report.rows.length);
    expect(new Set(input.digests.map(({ policy }) => policy))).toEqual(
      new Set(report.rows.map(({ policy, variant }) => `${policy}, ${variant}`)),
    );
    const episodes = await loadEpisodes(input.digests, {
      trajectoryOf: (_, place) => readTrajectory(folder.trajectoryPath(keys[place]!)!).catch(() => undefined),
    });
    expect(episodes).toHaveLength(report.rows.length);
    const [page, markdown] = await writeReport(path, { title: report.suite, ...input, episodes });
    const text = await readFile(markdown!, 'utf8');
    expect(text).toContain('toy, 4 documents: On the same 6 questions');
    expect(text).toContain('rag, without storage');
    expect(await readFile(page!, 'utf8')).toContain(`id="episode-data-${report.rows.length}"`);
    await rm(path, { recursive: true });
  });
});
