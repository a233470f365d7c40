/**
 * Compares the rules policy with retrieval alone on the bundled sample.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { loadDataset } from '../dataset/load-dataset.ts';
import { sampleDatasetPath } from '../dataset/sample.ts';
import { buildStreams } from '../dataset/stream-builder.ts';
import { evaluate } from '../eval/evaluate.ts';
import { answerFromTexts } from './answer-from-texts.ts';
import { ragPolicy } from './rag-policy.ts';
import { rulesPolicy } from './rules-policy.ts';

test('keeps more of what the sample asks for than retrieval alone, and fewer entries', async () => {
  const { records, extraPassages } = await loadDataset(sampleDatasetPath());
  const streams = buildStreams(records, { documents: 200, questions: 1, limit: 16, seed: 1, extraPassages });
  const { rows } = await evaluate({
    tasks: streams,
    policies: [rulesPolicy(), ragPolicy({ answerFrom: answerFromTexts })],
  });
  const [extractive, rag] = rows.map(({ metrics }) => metrics.answerInMemory?.mean ?? 0);
  expect(extractive).toBeGreaterThanOrEqual(0.8);
  expect(extractive).toBeGreaterThan(rag!);
  const { kept, documentsRead } = rows[0]!.entries;
  expect(kept! / documentsRead!).toBeLessThan(0.5);
});
