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
import { compareToFirst, formatRow } from './controller/table.ts';
import { createContender, loadStreams, playStream } from './controller/play.ts';

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
for (const budget of options.budgets.split(',')) {
  const pooled = new Map<string, Awaited<ReturnType<typeof playStream>>[]>();
  for (const file of options.data.split(',')) {
    for (const name of options.policies.split(',')) {
      const policy = await createContender(name);
      const scores = [];
      for (const seed of seeds)
        for (const stream of await loadStreams(file, Number(options.docs), Number(options.limit), seed))
          scores.push(await playStream(policy, stream, budget, ablations));
      console.log(formatRow(name, budget, file, scores));
      pooled.set(name, [...(pooled.get(name) ?? []), ...scores]);
    }
  }
  for (const line of compareToFirst(pooled, budget)) console.log(line);
}
