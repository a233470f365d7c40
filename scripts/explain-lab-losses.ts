/**
 * Prints which questions trained policies of the lab answer, where they lose the others, and what their Reads ask for.
 * The limits in docs/guides/lab.md come from it. It uses development tasks only.
 *
 *     node scripts/explain-lab-losses.ts runs/grpo
 *     node scripts/explain-lab-losses.ts runs/grpo --length 4                # on streams four times as long
 *     node scripts/explain-lab-losses.ts runs/narrow/grpo --preset narrow    # weights of another preset
 *
 * @module
 */

import { parseArgs } from 'node:util';
import { createLocalEngine } from '../src/engine/local/create-local-engine.ts';
import { playLab } from '../src/lab/evaluate.ts';
import { findWeights } from '../src/lab/find-weights.ts';
import { withLength } from '../src/lab/options.ts';
import { labSeed } from '../src/lab/seeds.ts';
import { createLabTask, writeFact } from '../src/lab/task.ts';
import { openLabEngine } from '../src/lab/training.ts';
import { exactMatch } from '../src/score/exact-match.ts';
import type { StepRecord, Trajectory } from '../src/trajectory/trajectory.ts';
import { labPreset } from './lab-preset.ts';

const TASKS = 400;
const ORDINALS = ['first', 'second', 'third'];
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { preset: { type: 'string', default: 'small' }, length: { type: 'string', default: '1' } },
});
const [folder] = positionals;
const preset = labPreset(values.preset);
if (folder === undefined) throw new Error('give the folder of a training run or of a checkpoint');
const options = withLength(preset.lab, Number(values.length));
const { codec, engine } = await openLabEngine(preset, 1, (request) =>
  createLocalEngine({ ...request, arithmetic: 'fused' }),
);
await engine.load(await findWeights(folder), { optimizer: false });
const episodes = await playLab({ kind: 'model', engine, codec }, { options, tasks: TASKS });
await engine.close();

const asked = new Map<string, number>();
/** Outcomes of questions, by their hops and by their place in the task. */
const fates = new Map<string, Map<string, number>>();
const count = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};
for (const [index, episode] of episodes.entries()) {
  const { questions, sentences } = createLabTask(labSeed('development', index), options).story;
  for (const [place, { relations, answer, support }] of questions.entries()) {
    const right = exactMatch(episode.end.answers[place] ?? '', [answer]) === 1;
    const facts = support.map((sentence) => writeFact(sentences[sentence]!));
    const title = `${relations.length} hop, question ${place + 1} of ${questions.length}`;
    if (!fates.has(title)) fates.set(title, new Map());
    count(fates.get(title)!, right ? 'answered right' : findLoss(episode, place, facts));
  }
  const reading = episode.steps.filter(({ stage, view }) => stage === 'memorise' && view.scratchpad !== '');
  for (const step of reading) count(asked, describeForm(codec.text(step.tokens!.reply)));
}
console.log(`${TASKS} development tasks`);
for (const [title, counts] of [...fates].sort()) printShares(title, counts);
printShares('Reads of steps in which something is noted', asked);

/** Returns the first fact that the policy lacks when it must answer, and how far that fact had come. */
function findLoss({ steps }: Trajectory, place: number, facts: readonly string[]): string {
  const { view } = steps.filter(({ stage }) => stage === 'answer')[place]!;
  const known = [...view.scratchpad.split('\n'), ...view.entries.map(({ text }) => text)];
  const hop = facts.findIndex((fact) => !known.includes(fact));
  if (hop < 0) return 'all facts there, answered wrong';
  return `${ORDINALS[hop]} fact ${describeFate(steps, facts[hop]!)}`;
}

function describeFate(steps: readonly StepRecord[], fact: string): string {
  if (steps.some(({ view }) => view.scratchpad.split('\n').includes(fact))) return 'noted, then dropped';
  const stored = steps.some(({ effects }) =>
    effects.some(({ applied, operation }) => applied && operation.op === 'create' && operation.text === fact),
  );
  if (!stored) return 'never written';
  const shown = steps.some(({ view }) => view.entries.some(({ text }) => text === fact));
  return shown ? 'stored and shown, not noted' : 'stored, never shown';
}

/** Turns "read q1 n2" into "a question and a note". */
function describeForm(reply: string): string {
  const words = reply
    .match(/\bread((?: [qnvc]\d)+)/)?.[1]
    ?.trim()
    .split(' ');
  if (words === undefined) return 'none';
  const names: Record<string, string> = { q: 'question', n: 'note', v: 'entry', c: 'sentence just told' };
  return [...new Set(words.map((word) => names[word[0]!]!))].join(' and ');
}

function printShares(title: string, counts: ReadonlyMap<string, number>): void {
  const all = [...counts.values()].reduce((sum, each) => sum + each, 0);
  console.log(`${title}: ${all}`);
  for (const [name, each] of [...counts].sort(([, one], [, other]) => other - one)) {
    console.log(`  ${((100 * each) / all).toFixed(1).padStart(5)} %  ${name}`);
  }
}
