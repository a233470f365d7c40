/**
 * Tests the bundled sample.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { loadDataset } from './load-dataset.ts';
import { sampleDatasetPath } from './sample.ts';
import { buildStreams } from './stream-builder.ts';

it('bundles enough of HotpotQA for streams of 200 documents, with mixed questions', async () => {
  const { records, extraPassages } = await loadDataset(sampleDatasetPath());
  expect(records.length).toBeGreaterThanOrEqual(24);
  expect(new Set(records.map(({ type }) => type))).toContain('bridge');
  expect(new Set(records.map(({ type }) => type))).toContain('comparison');
  const streams = buildStreams(records, { documents: 200, extraPassages });
  expect(streams).toHaveLength(records.length);
  expect(streams.every(({ questions }) => questions[0]!.support.length === 2)).toBe(true);
});
