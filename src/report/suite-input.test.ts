/** Tests of the input of a suite report. @module */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRunParts, TOY_SUITE, toyDataset } from '../eval/fixtures/toy-suite.ts';
import { openResultsFolder } from '../eval/results-folder.ts';
import { readResultsSettings, runSuite } from '../eval/run-suite.ts';
import { reportSuite } from '../eval/suite-report.ts';
import { questionSource } from '../eval/task-source.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import { loadEpisodes } from './load-episodes.ts';
import { measureEpisode } from './measure-episode.ts';
import { readSuiteInput } from './suite-input.ts';
import { writeReport } from './write-report.ts';

describe('readSuiteInput', () => {
  it('makes the report of a bench, its episodes read from the folder', async () => {
    const path = await mkdtemp(join(tmpdir(), 'atommem-report-'));
    const parts = {
      ...(await createRunParts({ policies: ['rag', 'closed-book'] })),
      measure: measureEpisode,
    };
    const options = { suite: TOY_SUITE, sources: [questionSource('toy', toyDataset(6))], parts };
    const folder = await openResultsFolder(path, readResultsSettings(options));
    const run = await runSuite({ ...options, folder, keepTrajectories: 1 });
    const report = reportSuite(run);
    const { keys, ...input } = readSuiteInput(run, report);
    expect(input.digests).toHaveLength(6 * report.rows.length);
    expect(new Set(input.digests.map(({ policy }) => policy))).toEqual(
      new Set(report.rows.map(({ policy, variant }) => `${policy}, ${variant}`)),
    );
    const episodes = await loadEpisodes(input.digests, {
      loadTrajectory: (_, place) =>
        readTrajectory(folder.trajectoryPath(keys[place]!)!).catch(() => undefined),
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
