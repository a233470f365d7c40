/**
 * Fits the weights of the rules policy's answer candidates on questions of training files and prints the table of
 * `src/rules/candidate-weights.ts`: a linear score under a softmax, by gradient ascent
 * on the share that falls to candidates like an accepted answer. Same files, same table.
 *
 * node scripts/fit-extractive.ts hotpotqa.train.jsonl.gz 2wikimultihopqa.train.jsonl.gz musique.train.jsonl.gz
 *
 * @module
 */

import { documentTask } from '../src/agent/document-task.ts';
import { runEpisode } from '../src/agent/run-episode.ts';
import { loadDataset } from '../src/dataset/load-dataset.ts';
import { buildStreams, type DocumentStream } from '../src/dataset/stream-builder.ts';
import type { View } from '../src/memory/view.ts';
import { BETTER, memoryOptionsFor } from '../src/released/compatibility.ts';
import { candidates, type Features } from '../src/rules/candidates.ts';
import { profileQuestion } from '../src/rules/profile.ts';
import { rankMemory } from '../src/rules/recall.ts';
import { rulesPolicy } from '../src/rules/rules-policy.ts';
import { readScratchpad } from '../src/rules/scratchpad.ts';
import { ruleAnswer } from '../src/rules/span.ts';
import { f1 } from '../src/score/f1.ts';
import { lexicalRetriever } from '../src/search/lexical.ts';
import { createCountingClock } from '../src/shared/clock.ts';
import { inMemoryStore } from '../src/store/in-memory.ts';
import { loadDefaultTokenizer } from '../src/task/tokenizer.ts';

/** Documents per stream. Enough for misleading evidence to occur. */
const DOCUMENTS = 60;
const EPOCHS = 60;
/** Lowest F1 of a candidate that counts as correct. */
const ENOUGH = 0.6;

/** A question that no rule answers: the features of its candidates, and the gain of each. */
interface Case {
  readonly features: readonly Features[];
  readonly gains: readonly number[];
}

type Weights = Map<string, number>;

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error('no files: give training files, e.g. data/hotpotqa.train.jsonl.gz');
  process.exit(2);
}
const tokenizer = await loadDefaultTokenizer();
const cases: Case[] = [];
for (const path of paths) {
  const { records, extraPassages } = await loadDataset(path);
  for (const stream of buildStreams(records, { documents: DOCUMENTS, questions: 1, seed: 7, extraPassages }))
    cases.push(...(await readCases(stream)));
}
const usable = cases.filter(({ gains }) => gains.some((gain) => gain > 0));
const weights = fitWeights(usable);
console.error(`${cases.length} questions without a rule, ${usable.length} with a right candidate`);
console.error(`worth of the chosen candidates: ${meanGain(cases, weights).toFixed(3)}`);
for (const [name, weight] of [...weights].sort(([left], [right]) => (left < right ? -1 : 1)))
  console.log(`  ${/\W/.test(name) ? `'${name}'` : name}: ${weight.toFixed(2)},`);

/** Lists the answer candidates in memory at the time of the stream's question. */
async function readCases(stream: DocumentStream): Promise<Case[]> {
  const { steps } = await runEpisode({
    task: documentTask(stream, { tokenizer }),
    policy: rulesPolicy(),
    memory: {
      ...memoryOptionsFor(BETTER),
      store: inMemoryStore(),
      namespace: stream.id,
      retriever: lexicalRetriever(),
    },
    clock: createCountingClock(),
    timer: () => 0,
  });
  const last = steps.at(-1);
  return last === undefined
    ? []
    : stream.questions.flatMap((one) => toCases(one.text, one.answers, last.view));
}

function toCases(text: string, answers: readonly string[], view: View): Case[] {
  const question = profileQuestion(text);
  const noted = readScratchpad(view.scratchpad, view.scratchpadMeta);
  const ranking = rankMemory(question, noted, view.entries);
  if (ranking.length === 0 || ruleAnswer(question, ranking) !== undefined) return [];
  const found = candidates(question, ranking);
  const gains = found.map((candidate) => {
    const likeness = f1(candidate.text, answers);
    return likeness > ENOUGH ? likeness ** 2 : 0;
  });
  return [{ features: found.map(({ features }) => features), gains }];
}

function computeScore(features: Features, weights: Weights): number {
  return Object.entries(features).reduce((sum, [name, value]) => sum + (weights.get(name) ?? 0) * value, 0);
}

function fitWeights(cases: readonly Case[]): Weights {
  const weights: Weights = new Map();
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const rate = 0.25 / (1 + epoch / 12);
    for (const one of cases) {
      for (const [name, slope] of computeSlopes(one, weights)) {
        const shrunk = (weights.get(name) ?? 0) * (1 - 0.0004 * rate);
        weights.set(name, shrunk + 0.3 * rate * slope);
      }
    }
  }
  return weights;
}

/** Returns the gradient of the log-probability of candidates with a gain. */
function computeSlopes({ features, gains }: Case, weights: Weights): Map<string, number> {
  const scores = features.map((one) => computeScore(one, weights));
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const right = powers.reduce((sum, power, place) => sum + power * gains[place]!, 0) || 1e-9;
  const slopes = new Map<string, number>();
  for (const [place, power] of powers.entries()) {
    const slope = (power * gains[place]!) / right - power / total;
    for (const [name, value] of Object.entries(features[place]!))
      slopes.set(name, (slopes.get(name) ?? 0) + slope * value);
  }
  return slopes;
}

function meanGain(cases: readonly Case[], weights: Weights): number {
  const chosen = cases.map(({ features, gains }) => {
    const scores = features.map((one) => computeScore(one, weights));
    return gains[scores.indexOf(Math.max(...scores))] ?? 0;
  });
  return chosen.reduce((sum, gain) => sum + gain, 0) / Math.max(1, chosen.length);
}
