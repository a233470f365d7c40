/**
 * How many answers `ask` states on benchmark questions, and how many of them are right.
 *
 * node bench/stated.ts [--documents 200] [--limit 200] [--skip 0] hotpotqa.dev.jsonl.gz …
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { createEvidenceEngine } from '../src/ask/evidence-engine.ts';
import { loadDataset } from '../src/dataset/load-dataset.ts';
import { buildStreams } from '../src/dataset/stream-builder.ts';
import { toFileDocument } from '../src/documents/to-file-document.ts';
import { exactMatch } from '../src/score/exact-match.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: 'string', default: '200' },
    limit: { type: 'string', default: '200' },
    /** Questions to leave out at the start of each file. */
    skip: { type: 'string', default: '0' },
    /** Prints wrong answers. */
    wrong: { type: 'boolean', default: false },
  },
});
const rows = [];
for (const path of positionals) {
  const { name, records, extraPassages } = await loadDataset(path);
  const limit = Math.min(records.length, Number(values.skip) + Number(values.limit));
  const options = { documents: Number(values.documents), limit, questions: 1, seed: 1, extraPassages };
  let [asked, stated, right, candidates] = [0, 0, 0, 0];
  for (const stream of buildStreams(records, options).slice(Number(values.skip))) {
    const engine = createEvidenceEngine(stream.documents.map(toFileDocument));
    for (const { text, answers } of stream.questions) {
      const { answer, candidate } = engine.explain(text);
      asked += 1;
      if (candidate !== null) candidates += exactMatch(candidate.text, answers);
      if (answer === null) continue;
      stated += 1;
      right += exactMatch(answer, answers);
      if (values.wrong && exactMatch(answer, answers) === 0)
        console.log(`${text} | ${answer} | ${answers[0]}`);
    }
  }
  const share = (part: number, whole: number): string => ((100 * part) / Math.max(1, whole)).toFixed(1);
  rows.push({
    dataset: name,
    asked,
    'stated %': share(stated, asked),
    'EM of stated': share(right, stated),
    'EM if all were stated': share(candidates, asked),
  });
}
console.table(rows);
