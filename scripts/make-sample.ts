/**
 * Makes the bundled sample from a HotpotQA file. It takes a seeded, even choice of questions with all their paragraphs,
 * and passages of other questions as distractors. Equal arguments give equal files.
 *
 *     node scripts/make-sample.ts hotpotqa.dev.jsonl.gz
 *
 * @module
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadDataset } from '../src/dataset/load-dataset.ts';
import type { QuestionRecord } from '../src/dataset/question-record.ts';
import { SAMPLE_FOLDER } from '../src/dataset/sample.ts';
import { createRandom } from '../src/shared/random.ts';
import type { SourceDocument } from '../src/task/observation.ts';

const QUESTIONS = 32;
const PASSAGES = 120;
const SEED = 1;
const MOST_BYTES = 500_000;

const source = process.argv[2];
if (source === undefined) {
  console.error('usage: node scripts/make-sample.ts HOTPOTQA-FILE');
  process.exit(2);
}
const { name, records } = await loadDataset(source, { extraPassages: false });
const [chosen, passages] = choose(records);
const files = {
  [`${name}.sample.jsonl.gz`]: pack(chosen.map(toLine)),
  [`${name}.extra_passages.jsonl.gz`]: pack(passages.map(({ title, text }) => ({ title, text }))),
};
const folder = join(import.meta.dirname, '..', SAMPLE_FOLDER);
mkdirSync(folder, { recursive: true });
for (const [file, bytes] of Object.entries(files)) {
  if (bytes.length > MOST_BYTES) throw new Error(`${file}: ${bytes.length} bytes; at most ${MOST_BYTES}`);
  writeFileSync(join(folder, file), bytes);
  console.log(`${SAMPLE_FOLDER}/${file}: ${bytes.length} bytes`);
}

function choose(all: readonly QuestionRecord[]): [readonly QuestionRecord[], readonly SourceDocument[]] {
  const [...order] = createRandom(SEED).permutation(all.length);
  const picked = order.slice(0, QUESTIONS).sort((a, b) => a - b);
  const own = new Set(picked.flatMap((place) => all[place]!.documents.map(({ document }) => document.id)));
  const further = new Map<string, SourceDocument>();
  for (const place of order.slice(QUESTIONS)) {
    for (const { document } of all[place]!.documents) {
      if (further.size < PASSAGES && !own.has(document.id)) further.set(document.id, document);
    }
  }
  return [picked.map((place) => all[place]!), [...further.values()]];
}

function toLine({ documents, ...record }: QuestionRecord): unknown {
  const paragraphs = documents.map(({ document: { title, text }, supporting }) => ({
    title,
    text,
    supporting,
  }));
  return { ...record, paragraphs };
}

function pack(lines: readonly unknown[]): Buffer {
  return gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { level: 9 });
}
