/**
 * Fits the weights of `src/ask/confidence.ts` on test folders and prints them, with results for each folder when it is
 * held out. Each question is asked twice: of the folder, and of the folder without its evidence, where every answer is
 * wrong.
 *
 * node scripts/fit-files.ts test/files test/files/second …
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { isGold, isRight, readTestFolder, score } from '../bench/file-questions.ts';
import { readFileInputs, readFoundInputs } from '../src/ask/confidence.ts';
import { createEvidenceEngine, type ExplainedAnswer } from '../src/ask/evidence-engine.ts';
import { fitLogistic, type LabelledCase, predict } from './fit-logistic.ts';

const PENALTY = 1;
const FOUND = [0.5, 0.6];
const STATED = [0.6, 0.7, 0.8];

interface Case {
  readonly folder: string;
  /** Whether the folder has an answer, and the first three sentences show it. */
  readonly shown: boolean;
  /** Whether the question has an answer in the folder. */
  readonly answerable: boolean;
  /** Whether the evidence was removed. */
  readonly without: boolean;
  readonly evidence: Readonly<Record<string, number>> | undefined;
  readonly answer: Readonly<Record<string, number>> | undefined;
  readonly right: boolean;
}

function toCase({ candidate, evidence }: ExplainedAnswer): Pick<Case, 'evidence' | 'answer'> {
  return {
    evidence: evidence === null ? undefined : readFoundInputs(evidence),
    answer:
      candidate === null || candidate.source === 'passages' ? undefined : readFileInputs(candidate.features),
  };
}

async function readCases(folder: string): Promise<readonly Case[]> {
  const cases: Case[] = [];
  const { documents, questions } = await readTestFolder(folder);
  const engine = createEvidenceEngine(documents);
  for (const one of questions) {
    const whole = engine.explain(one.question);
    const { inThree: shown } = score(one, whole.sentences, whole);
    const right = whole.candidate !== null && isRight(one, whole.candidate.text);
    const answerable = one.answers.length > 0;
    cases.push({ folder, shown, answerable, without: false, right, ...toCase(whole) });
    // If the best row is removed, the second best is right.
    const second =
      /superlative|latest|current|list|now/.test(one.kind) || whole.candidate?.source === 'extreme';
    if (!answerable || second) continue;
    const rest = createEvidenceEngine(documents, { omit: (unit) => isGold(one, unit) });
    const none = { shown: false, answerable: false, without: true, right: false };
    cases.push({ folder, ...none, ...toCase(rest.explain(one.question)) });
  }
  return cases;
}

const labelEvidence = (cases: readonly Case[]): LabelledCase[] =>
  cases.flatMap(({ evidence, answerable, shown }) =>
    evidence === undefined || (answerable && !shown) ? [] : [{ inputs: evidence, right: answerable }],
  );
const labelAnswers = (cases: readonly Case[]): LabelledCase[] =>
  cases.flatMap(({ answer, right }) => (answer === undefined ? [] : [{ inputs: answer, right }]));

function print(name: string, weights: ReadonlyMap<string, number>): void {
  console.log(name);
  for (const [input, weight] of weights) console.log(`  ${input}: ${weight.toFixed(2)},`);
}

const { positionals } = parseArgs({ allowPositionals: true });
const cases: Case[] = [];
for (const folder of positionals) cases.push(...(await readCases(folder)));
print('FOUND_WEIGHTS', fitLogistic(labelEvidence(cases), PENALTY));
print('WEIGHTS', fitLogistic(labelAnswers(cases), PENALTY));

const share = (part: readonly unknown[], whole: readonly unknown[]): string =>
  ((100 * part.length) / Math.max(1, whole.length)).toFixed(1);
const rows = positionals.flatMap((folder) => {
  const rest = cases.filter((one) => one.folder !== folder);
  const [forFound, forAnswers] = [
    fitLogistic(labelEvidence(rest), PENALTY),
    fitLogistic(labelAnswers(rest), PENALTY),
  ];
  const held = cases
    .filter((one) => one.folder === folder)
    .map((one) => ({
      ...one,
      toFind: one.evidence === undefined ? 0 : predict(forFound, one.evidence),
      toState: one.answer === undefined ? 0 : predict(forAnswers, one.answer),
    }));
  const whole = held.filter(({ without }) => !without);
  const without = held.filter((one) => one.without);
  const open = whole.filter(({ answerable }) => !answerable);
  const answerable = whole.filter((one) => one.answerable);
  return FOUND.flatMap((least) =>
    STATED.map((threshold) => {
      const isFound = ({ toFind }: (typeof held)[number]): boolean => toFind >= least;
      const isStated = (one: (typeof held)[number]): boolean => isFound(one) && one.toState >= threshold;
      const stated = whole.filter(isStated);
      return {
        folder,
        found: least,
        stated: threshold,
        'stated %': share(stated, whole),
        'right %': share(
          stated.filter(({ right }) => right),
          stated,
        ),
        'flatly wrong %': share(
          stated.filter(({ right }) => !right),
          whole,
        ),
        'declined %': share(
          open.filter((one) => !isFound(one)),
          open,
        ),
        'found if there %': share(answerable.filter(isFound), answerable),
        'without: declined %': share(
          without.filter((one) => !isFound(one)),
          without,
        ),
        'without: stated %': share(without.filter(isStated), without),
      };
    }),
  );
});
console.table(rows);
