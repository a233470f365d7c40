/** Tests of the prefix cache report. @module */
import { expect, it } from 'vitest';
import { loadDataset } from '../dataset/load-dataset.ts';
import { sampleDatasetPath } from '../dataset/sample.ts';
import { buildStreams } from '../dataset/stream-builder.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import type { Tokenizer } from '../task/tokenizer.ts';
import { reportPrefixCache } from './prefix-cache-report.ts';

/** A word or sign is a token: ten times as fast as a model's tokenizer, and cut at much the same places. */
function wordTokenizer(): Tokenizer {
  const ids = new Map<string, number>();
  const words: string[] = [];
  const encode = (text: string): readonly number[] =>
    (text.match(/\s?\w+|\W/g) ?? []).map((word) => {
      const id = ids.get(word) ?? words.push(word) - 1;
      ids.set(word, id);
      return id;
    });
  return {
    name: 'words',
    encode,
    count: (text) => encode(text).length,
    decode: (tokens) => tokens.map((id) => words[id]).join(''),
  };
}

it('a group of 16 shares at least 80 % of its memorising prompts where the chunk stands before the memory', async () => {
  const { records, extraPassages } = await loadDataset(sampleDatasetPath());
  const streams = buildStreams(records, { documents: 80, questions: 1, limit: 1, seed: 1, extraPassages });
  const rows = await reportPrefixCache({
    datasets: new Map([['sample', streams]]),
    tokenizer: wordTokenizer(),
    retriever: lexicalRetriever(),
    seed: 1,
  });
  const readShare = (layout: string, memory: string): number =>
    rows.find((row) => row.layout === layout && row.memory === memory)!.memorising.share;
  expect(rows).toHaveLength(4);
  expect(readShare('shared-prefix', 'terse')).toBeGreaterThanOrEqual(0.8);
  // The first of 16 misses everything, whatever the layout.
  expect(readShare('shared-prefix', 'terse')).toBeLessThan(15 / 16);
  for (const memory of ['terse', 'whole'])
    expect(readShare('released', memory)).toBeLessThan(readShare('shared-prefix', memory) / 2);
  for (const { memorising, answering, rollouts } of rows) {
    expect(memorising.prompts % rollouts).toBe(0);
    expect(answering.prompts).toBeGreaterThanOrEqual(rollouts);
  }
});
