/**
 * Fits the weights of `src/ask/passage-confidence.ts` on training questions and prints them, with the share of
 * stated and right answers on held-out folds. Same files, same weights. Takes about four minutes of processor time.
 *
 * node scripts/fit-ask.ts hotpotqa.train.jsonl.gz 2wikimultihopqa.train.jsonl.gz musique.train.jsonl.gz
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { createEvidenceEngine } from '../src/ask/evidence-engine.ts';
import { mayState, readInputs, STATED_FROM_PASSAGES } from '../src/ask/passage-confidence.ts';
import { loadDataset } from '../src/dataset/load-dataset.ts';
import { buildStreams } from '../src/dataset/stream-builder.ts';
import { toFileDocument } from '../src/documents/to-file-document.ts';
import { exactMatch } from '../src/score/exact-match.ts';
import { fitLogistic, predict } from './fit-logistic.ts';

const FOLDS = 10;
const PENALTY = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: 'string', default: '200' },
    /** Questions of each file. */
    limit: { type: 'string', default: '600' },
    seed: { type: 'string', default: '7' },
  },
});

interface Case {
  readonly dataset: string;
  readonly inputs: Readonly<Record<string, number>>;
  /** Whether the answer is found and may be stated. */
  readonly allowed: boolean;
  readonly right: boolean;
}

const cases: Case[] = [];
const asked = new Map<string, number>();
for (const path of positionals) {
  const { name, records, extraPassages } = await loadDataset(path);
  const options = {
    documents: Number(values.documents),
    limit: Math.min(Number(values.limit), records.length),
    seed: Number(values.seed),
    questions: 1,
    extraPassages,
  };
  for (const stream of buildStreams(records, options)) {
    const engine = createEvidenceEngine(stream.documents.map(toFileDocument));
    for (const { text, answers } of stream.questions) {
      asked.set(name, (asked.get(name) ?? 0) + 1);
      const { candidate, found } = engine.explain(text);
      if (candidate?.features.passages === undefined) continue;
      const inputs = readInputs(candidate.features.passages, candidate.features);
      const allowed = found && mayState(candidate.features.passages);
      cases.push({ dataset: name, inputs, allowed, right: exactMatch(candidate.text, answers) > 0 });
    }
  }
}

for (const [name, weight] of fitLogistic(cases, PENALTY))
  console.log(`  ${/\W/.test(name) ? `'${name}'` : name}: ${weight.toFixed(2)},`);

const held = Array.from({ length: FOLDS }, (_, fold) => {
  const weights = fitLogistic(
    cases.filter((_one, place) => place % FOLDS !== fold),
    PENALTY,
  );
  return cases
    .filter((_one, place) => place % FOLDS === fold)
    .map((one) => ({ ...one, confidence: predict(weights, one.inputs) }));
}).flat();
const share = (part: number, whole: number): string => ((100 * part) / Math.max(1, whole)).toFixed(1);
const rows = [...asked].flatMap(([dataset, count]) =>
  [0.7, STATED_FROM_PASSAGES, 0.9].map((threshold) => {
    const stated = held.filter(
      (one) => one.dataset === dataset && one.allowed && one.confidence >= threshold,
    );
    const right = stated.filter((one) => one.right).length;
    return {
      dataset,
      threshold,
      asked: count,
      'stated %': share(stated.length, count),
      n: stated.length,
      'right %': share(right, stated.length),
    };
  }),
);
console.table(rows);
