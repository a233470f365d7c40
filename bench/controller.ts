/**
 * Compares what policies keep in a limited memory, through the product's own loop.
 *
 *     node bench/controller.ts --data FILES --policies rules,learned --budgets 6,10,20,2000ch,4000ch
 *
 * Prints the share of questions whose answer the final view shows, the share with all evidence shown, the characters
 * kept and shown, and paired differences from the first policy.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { createContender, type KeptScore, loadTasks, playTask } from './controller/play.ts';
import { compareToFirst, formatRow } from './controller/table.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    policies: { type: 'string', default: 'rules' },
    budgets: { type: 'string', default: '6,10,20,2000ch,4000ch' },
    ablate: { type: 'string', default: 'scratchpad' },
    docs: { type: 'string', default: '200' },
    limit: { type: 'string', default: '400' },
    seeds: { type: 'string', default: '1' },
  },
});
if (options.data === undefined) throw new Error('pass --data with question files, separated by commas');
const ablations = options.ablate === 'none' ? [] : (options.ablate.split(',') as 'scratchpad'[]);
const seeds = options.seeds.split(',').map(Number);
const files = options.data.split(',');
const names = options.policies.split(',');
const policies = new Map(
  await Promise.all(names.map(async (name) => [name, await createContender(name)] as const)),
);
const results: { readonly budget: string; readonly name: string; readonly scores: readonly KeptScore[] }[] =
  [];
for (const file of files) {
  const tasks = [];
  for (const seed of seeds)
    tasks.push(...(await loadTasks(file, Number(options.docs), Number(options.limit), seed)));
  for (const budget of options.budgets.split(','))
    for (const [name, policy] of policies) {
      const scores: KeptScore[] = [];
      for (const task of tasks) scores.push(await playTask(policy, task, budget, ablations));
      console.log(formatRow(name, budget, file, scores));
      results.push({ budget, name, scores });
    }
}
for (const budget of options.budgets.split(',')) {
  const pooled = new Map(
    names.map((name) => [
      name,
      results.filter((each) => each.budget === budget && each.name === name).flatMap(({ scores }) => scores),
    ]),
  );
  for (const line of compareToFirst(pooled, budget)) console.log(line);
}
