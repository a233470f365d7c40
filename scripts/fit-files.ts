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
import { isFound, readFileInputs, readFoundInputs, toQuarterLogit } from '../src/ask/confidence.ts';
import { createEvidenceEngine, type ExplainedAnswer } from '../src/ask/evidence-engine.ts';
import { fitLogistic, type LabelledCase, predict } from './fit-logistic.ts';

const PENALTY = 1;
const STATED = [0.55, 0.6, 0.65, 0.7, 0.75];

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
    const rest = engine.explain(one.question, 3, { omit: (unit) => isGold(one, unit) });
    const none = { shown: false, answerable: false, without: true, right: false };
    cases.push({ folder, ...none, ...toCase(rest) });
  }
  return cases;
}

const labelEvidence = (cases: readonly Case[]): LabelledCase[] =>
  cases.flatMap(({ evidence, answerable, shown }) =>
    evidence === undefined || (answerable && !shown) ? [] : [{ inputs: evidence, right: answerable }],
  );

/** Returns the inputs of an answer, with the estimate of a fit that did not see it. */
function readAnswerInputs(
  { answer, evidence }: Case,
  forFound: ReadonlyMap<string, number>,
): Readonly<Record<string, number>> | undefined {
  if (answer === undefined || evidence === undefined) return undefined;
  return { ...answer, found: toQuarterLogit(predict(forFound, evidence)) };
}

const labelAnswers = (cases: readonly Case[], forFound: ReadonlyMap<string, number>): LabelledCase[] =>
  cases.flatMap((one) => {
    const inputs = readAnswerInputs(one, forFound);
    return inputs === undefined ? [] : [{ inputs, right: one.right }];
  });

function print(name: string, weights: ReadonlyMap<string, number>): void {
  console.log(name);
  for (const [input, weight] of weights) console.log(`  ${input}: ${weight.toFixed(2)},`);
}

const { positionals } = parseArgs({ allowPositionals: true });
const cases: Case[] = [];
for (const folder of positionals) cases.push(...(await readCases(folder)));
const allFound = fitLogistic(labelEvidence(cases), PENALTY);
print('FOUND_WEIGHTS', allFound);
print('WEIGHTS', fitLogistic(labelAnswers(cases, allFound), PENALTY));

const share = (part: readonly unknown[], whole: readonly unknown[]): string =>
  ((100 * part.length) / Math.max(1, whole.length)).toFixed(1);
const rows = positionals.flatMap((folder) => {
  const rest = cases.filter((one) => one.folder !== folder);
  const forFound = fitLogistic(labelEvidence(rest), PENALTY);
  const forAnswers = fitLogistic(labelAnswers(rest, forFound), PENALTY);
  const held = cases
    .filter((one) => one.folder === folder)
    .map((one) => {
      const inputs = readAnswerInputs(one, forFound);
      return {
        ...one,
        toFind: one.evidence === undefined ? 0 : predict(forFound, one.evidence),
        toState: inputs === undefined ? 0 : predict(forAnswers, inputs),
      };
    });
  const whole = held.filter(({ without }) => !without);
  const without = held.filter((one) => one.without);
  const open = whole.filter(({ answerable }) => !answerable);
  const answerable = whole.filter((one) => one.answerable);
  return STATED.map((threshold) => {
    const decide = ({ toFind, toState }: (typeof held)[number]) => {
      const confident = toState >= threshold;
      const found = isFound(toFind, confident);
      return { found, stated: found && confident };
    };
    const stated = whole.filter((one) => decide(one).stated);
    return {
      folder,
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
        open.filter((one) => !decide(one).found),
        open,
      ),
      'found if there %': share(
        answerable.filter((one) => decide(one).found),
        answerable,
      ),
      'without: declined %': share(
        without.filter((one) => !decide(one).found),
        without,
      ),
      'without: stated %': share(
        without.filter((one) => decide(one).stated),
        without,
      ),
    };
  });
});
console.table(rows);
