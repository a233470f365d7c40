/**
 * Fits the weights of `src/ask/confidence.ts` on test folders and prints them, with the share of stated and wrong
 * answers on each folder when it is held out. Each question is asked twice: of the folder, and of the folder without
 * its evidence, where every answer is wrong.
 *
 * node scripts/fit-files.ts test/files test/files/second …
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { isGold, isRight, readTestFolder } from '../bench/file-questions.ts';
import { readFileInputs } from '../src/ask/confidence.ts';
import { createEvidenceEngine, type ExplainedAnswer } from '../src/ask/evidence-engine.ts';
import { fitLogistic, predict } from './fit-logistic.ts';

const PENALTY = 1;
const THRESHOLDS = [0.5, 0.6, 0.65, 0.7, 0.75, 0.8];

interface Case {
  readonly folder: string;
  readonly inputs: Readonly<Record<string, number>>;
  readonly found: boolean;
  readonly right: boolean;
  /** Whether the folder lacked the evidence. */
  readonly without: boolean;
}

const cases: Case[] = [];
const asked = new Map<string, { whole: number; without: number }>();

function add(folder: string, { candidate, found }: ExplainedAnswer, right: boolean, without: boolean): void {
  if (candidate === null || candidate.source === 'passages') return;
  cases.push({ folder, inputs: readFileInputs(candidate.features), found, right, without });
}

const { positionals } = parseArgs({ allowPositionals: true });
for (const folder of positionals) {
  const { documents, questions } = await readTestFolder(folder);
  const engine = createEvidenceEngine(documents);
  const counts = { whole: questions.length, without: 0 };
  asked.set(folder, counts);
  for (const one of questions) {
    const whole = engine.explain(one.question);
    add(folder, whole, whole.candidate !== null && isRight(one, whole.candidate.text), false);
    // Without the best row, the second best is right.
    const second = /superlative|latest|current|list/.test(one.kind) || whole.candidate?.source === 'extreme';
    if (one.answers.length === 0 || second) continue;
    counts.without += 1;
    const rest = createEvidenceEngine(documents, { omit: (unit) => isGold(one, unit) });
    add(folder, rest.explain(one.question), false, true);
  }
}

for (const [name, weight] of fitLogistic(cases, PENALTY)) console.log(`  ${name}: ${weight.toFixed(2)},`);
const rows = positionals.flatMap((folder) => {
  const weights = fitLogistic(
    cases.filter((one) => one.folder !== folder),
    PENALTY,
  );
  const held = cases
    .filter((one) => one.folder === folder)
    .map((one) => ({ ...one, confidence: predict(weights, one.inputs) }));
  const { whole, without } = asked.get(folder)!;
  const share = (part: number, all: number): string => ((100 * part) / Math.max(1, all)).toFixed(1);
  return THRESHOLDS.map((threshold) => {
    const stated = held.filter((one) => one.found && one.confidence >= threshold);
    const here = stated.filter((one) => !one.without);
    return {
      folder,
      threshold,
      'stated %': share(here.length, whole),
      'stated right %': share(here.filter((one) => one.right).length, here.length),
      'flatly wrong %': share(here.filter((one) => !one.right).length, whole),
      'without evidence, stated %': share(stated.length - here.length, without),
    };
  });
});
console.table(rows);
