/**
 * Fits the confidence of `src/ask/confidence.ts` on training questions and prints its weights, and what share
 * of answers is stated and right. Same files, same weights.
 *
 * node scripts/fit-ask.ts hotpotqa.train.jsonl.gz 2wikimultihopqa.train.jsonl.gz musique.train.jsonl.gz
 *
 * @module
 */
import { type AnswerFeatures, estimateConfidence, isStated } from '../src/ask/confidence.ts';
import { createEvidenceEngine } from '../src/ask/evidence-engine.ts';
import { loadDataset } from '../src/dataset/load-dataset.ts';
import { buildStreams } from '../src/dataset/stream-builder.ts';
import { toFileDocument } from '../src/documents/to-file-document.ts';
import { f1 } from '../src/score/f1.ts';

const DOCUMENTS = 60;
const EPOCHS = 400;
const RATE = 0.3;
const DECAY = 0.002;
/** An answer with less of an accepted answer than this (F1) counts as wrong. */
const ENOUGH = 0.6;

interface Case {
  readonly features: AnswerFeatures;
  readonly right: boolean;
  readonly found: boolean;
}

const cases: Case[] = [];
let asked = 0;
for (const path of process.argv.slice(2)) {
  const { records, extraPassages } = await loadDataset(path);
  for (const stream of buildStreams(records, {
    documents: DOCUMENTS,
    questions: 1,
    seed: 7,
    extraPassages,
  })) {
    const engine = createEvidenceEngine(stream.documents.map(toFileDocument));
    for (const { text, answers } of stream.questions) {
      asked += 1;
      const { candidate, found } = engine.explain(text);
      if (candidate === null) continue;
      const right = f1(candidate.text, answers) >= ENOUGH;
      cases.push({ features: candidate.features, right, found });
    }
  }
}

/** One number a feature, and one a source. */
function readInputs({ source, contradicted, ...numbers }: AnswerFeatures): Readonly<Record<string, number>> {
  return { bias: 1, ...numbers, contradicted: contradicted ? 1 : 0, [`source:${source}`]: 1 };
}

const weights = new Map<string, number>();
const predict = (inputs: Readonly<Record<string, number>>): number =>
  1 /
  (1 +
    Math.exp(
      -Object.entries(inputs).reduce((sum, [name, value]) => sum + (weights.get(name) ?? 0) * value, 0),
    ));
for (let epoch = 0; epoch < EPOCHS; epoch++) {
  const gradient = new Map<string, number>();
  for (const { features, right } of cases) {
    const inputs = readInputs(features);
    const error = (right ? 1 : 0) - predict(inputs);
    for (const [name, value] of Object.entries(inputs))
      gradient.set(name, (gradient.get(name) ?? 0) + error * value);
  }
  for (const [name, value] of gradient)
    weights.set(name, (weights.get(name) ?? 0) * (1 - DECAY) + (RATE * value * 10) / cases.length);
}

console.log(
  `${asked} questions, ${cases.length} candidates, ${cases.filter(({ right }) => right).length} right`,
);
for (const [name, value] of [...weights].sort(([left], [right]) => (left < right ? -1 : 1)))
  console.log(`  ${name}: ${value.toFixed(2)}`);
for (const threshold of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
  const stated = cases.filter(({ features, found }) => found && predict(readInputs(features)) >= threshold);
  const right = stated.filter((one) => one.right).length;
  console.log(
    `from ${threshold}: ${((100 * stated.length) / asked).toFixed(1)} % stated, ${((100 * right) / Math.max(1, stated.length)).toFixed(1)} % of them right`,
  );
}

const shipped = cases.filter(
  ({ features, found }) => found && isStated(features, estimateConfidence(features)),
);
const shippedRight = shipped.filter(({ right }) => right).length;
console.log(`as shipped: ${shipped.length} of ${asked} stated, ${shippedRight} right`);
for (const source of new Set(cases.map(({ features }) => features.source))) {
  const own = cases.filter(({ features }) => features.source === source);
  const stated = own.filter((one) => shipped.includes(one));
  const share = (part: readonly Case[]): string =>
    `${part.filter(({ right }) => right).length} of ${part.length}`;
  console.log(`  ${source}: right ${share(own)}, stated and right ${share(stated)}`);
}
