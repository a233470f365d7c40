/**
 * Fits the weights of `src/ask/rank-weights.ts` on test folders and prints them, with the places of the evidence for
 * each folder when it is held out.
 *
 * node scripts/fit-ranking.ts test/files test/files/second …
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { type FileQuestion, isGold, readTestFolder, shows } from '../bench/file-questions.ts';
import { createEvidenceIndex } from '../src/ask/evidence-index.ts';
import { ALL_PARTS } from '../src/ask/parts.ts';
import { readQuestion } from '../src/ask/question.ts';
import { readTerms } from '../src/ask/question-terms.ts';
import { rankUnits } from '../src/ask/rank.ts';
import type { RankFeatures } from '../src/ask/rank-features.ts';
import { weighFeatures } from '../src/ask/rank-weights.ts';
import { snowballStemming } from '../src/ask/stemming.ts';

const CANDIDATES = 40;
const STEPS = 400;
const RATE = 0.3;

/** The candidates of one question. */
interface Pool {
  readonly folder: string;
  readonly features: readonly RankFeatures[];
  readonly gold: readonly boolean[];
}

/** Reads the candidates of every question whose evidence is among them. */
async function readPools(folder: string): Promise<readonly Pool[]> {
  const { documents, questions } = await readTestFolder(folder);
  const stemming = snowballStemming();
  const index = createEvidenceIndex(documents, stemming, ALL_PARTS);
  return questions
    .filter((one) => one.answers.length > 0)
    .map((one: FileQuestion): Pool => {
      const question = readQuestion(one.question);
      const terms = readTerms(question, index, stemming, ALL_PARTS);
      const ranked = rankUnits(question, terms, index, ALL_PARTS).slice(0, CANDIDATES);
      const gold = ranked.map(({ unit }) => shows(one, unit.text) && isGold(one, unit));
      return { folder, features: ranked.map(({ features }) => features), gold };
    });
}

function weigh(weights: ReadonlyMap<string, number>, features: RankFeatures): number {
  let sum = 0;
  for (const name in features) sum += (weights.get(name) ?? 0) * features[name]!;
  return sum;
}

/** Maximises the share of the evidence in a softmax over the candidates. */
function fitWeights(pools: readonly Pool[], penalty: number): Map<string, number> {
  const names = [...new Set(pools.flatMap(({ features }) => Object.keys(features[0] ?? {})))];
  const useful = pools
    .filter(({ gold }) => gold.includes(true) && gold.includes(false))
    .map(({ features, gold }) => ({
      gold,
      rows: features.map((one) => Float64Array.from(names, (name) => one[name] ?? 0)),
    }));
  const weights = Float64Array.from(names, (name) => (name === 'match' ? 1 : 0));
  const scale = new Float64Array(names.length).fill(1e-9);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight) => -penalty * weight);
    for (const { rows, gold } of useful) {
      const scores = rows.map((row) => Math.exp(multiply(weights, row)));
      const whole = scores.reduce((sum, score) => sum + score, 0);
      const right = scores.reduce((sum, score, at) => sum + (gold[at] ? score : 0), 0);
      for (const [at, row] of rows.entries()) {
        const pull = (gold[at] ? scores[at]! / right : 0) - scores[at]! / whole;
        for (let name = 0; name < row.length; name++) gradient[name]! += pull * row[name]!;
      }
    }
    for (let name = 0; name < names.length; name++) {
      scale[name]! += gradient[name]! ** 2;
      weights[name]! += (RATE * gradient[name]!) / Math.sqrt(scale[name]!);
    }
  }
  return new Map(names.map((name, at) => [name, weights[at]!]));
}

function multiply(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at]! * right[at]!;
  return sum;
}

/** Returns the share of questions whose evidence is among the first `count`, in percent. */
function measure(pools: readonly Pool[], rank: (features: RankFeatures) => number, count: number): string {
  const hits = pools.filter(({ features, gold }) => {
    const order = features
      .map((one, at) => ({ score: rank(one), gold: gold[at]! }))
      .sort((left, right) => right.score - left.score);
    return order.slice(0, count).some((one) => one.gold);
  });
  return ((100 * hits.length) / Math.max(1, pools.length)).toFixed(1);
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { penalty: { type: 'string', default: '1' } },
});
const penalty = Number(values.penalty);
const pools: Pool[] = [];
for (const folder of positionals) pools.push(...(await readPools(folder)));
const rows = positionals.map((folder) => {
  const weights = fitWeights(
    pools.filter((one) => one.folder !== folder),
    penalty,
  );
  const held = pools.filter((one) => one.folder === folder);
  return {
    folder,
    'in pool': measure(held, () => 0, CANDIDATES),
    'first, in use': measure(held, weighFeatures, 1),
    'first, held out': measure(held, (one) => weigh(weights, one), 1),
    'three, in use': measure(held, weighFeatures, 3),
    'three, held out': measure(held, (one) => weigh(weights, one), 3),
  };
});
console.table(rows);
const weights = fitWeights(pools, penalty);
/** The spread of scores in use, so that shares of the best score keep their meaning. */
const spread = (rank: (features: RankFeatures) => number): number =>
  pools.reduce((sum, { features }) => {
    const order = features.map(rank).sort((left, right) => right - left);
    return sum + (order[0] ?? 0) - (order[Math.min(9, order.length - 1)] ?? 0);
  }, 0);
const factor = spread(weighFeatures) / spread((one) => weigh(weights, one));
console.log(`WEIGHTS (times ${factor.toFixed(3)})`);
for (const [name, weight] of weights) console.log(`  ${name}: ${(weight * factor).toFixed(2)},`);
