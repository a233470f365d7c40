/**
 * Compares what policies keep in a limited memory, through the product's own loop.
 *
 *     node bench/controller.ts --data FILES --policies rules,learned --budgets 6,10,20,2000ch,4000ch
 *
 * Prints the share of questions whose answer the final view shows, the share with all evidence shown, the characters
 * kept and shown, and paired differences from the first policy. With `--out FILE` finished rows are saved and not played
 * again. `--embedder` opens the embedder that weights were trained with.
 *
 * @module
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openEmbedder } from '../src/cli/open-embedder.ts';
import type { Ablation } from '../src/memory/ablate.ts';
import { createContender, type KeptScore, loadTasks, playTask } from './controller/play.ts';
import { compareToFirst, formatRow } from './controller/table.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    policies: { type: 'string', default: 'rules,learned' },
    budgets: { type: 'string', default: '6,10,20,2000ch,4000ch' },
    ablate: { type: 'string', default: 'scratchpad' },
    docs: { type: 'string', default: '200' },
    limit: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    embedder: { type: 'string' },
    out: { type: 'string' },
  },
});
if (options.data === undefined) throw new Error('pass --data with question files, separated by commas');

interface Row {
  readonly key: string;
  readonly file: string;
  readonly budget: string;
  readonly name: string;
  readonly scores: readonly KeptScore[];
  /** Milliseconds of processor time per document. The first policy also pays for results that are cached per document. */
  readonly cpu: number;
}

const { out, docs, limit, seed, ablate } = options;
const ablations = ablate === 'none' ? [] : (ablate.split(',') as readonly Ablation[]);
const names = options.policies.split(',');
const budgets = options.budgets.split(',');
const embedder = options.embedder === undefined ? undefined : await openEmbedder(options.embedder, undefined);
const saved = out !== undefined && existsSync(out) ? readFileSync(out, 'utf8').trim().split('\n') : [];
const rows = new Map(saved.map((line) => JSON.parse(line) as Row).map((row) => [row.key, row]));
const used: Row[] = [];
for (const file of options.data.split(',')) {
  let tasks: Awaited<ReturnType<typeof loadTasks>> | undefined;
  for (const budget of budgets)
    for (const name of names) {
      const key = [file, budget, name, docs, limit, seed, ablate].join(' ');
      if (!rows.has(key)) {
        tasks ??= await loadTasks(file, Number(docs), Number(limit), Number(seed));
        const policy = await createContender(name, embedder);
        const scores: KeptScore[] = [];
        const before = process.cpuUsage();
        for (const task of tasks) scores.push(await playTask(policy, task, budget, ablations));
        const { user, system } = process.cpuUsage(before);
        const cpu = (user + system) / 1000 / (tasks.length * Number(docs));
        rows.set(key, { key, file, budget, name, scores, cpu });
        if (out !== undefined) appendFileSync(out, `${JSON.stringify(rows.get(key))}\n`);
      }
      used.push(rows.get(key)!);
      console.log(formatRow(used.at(-1)!));
    }
}
for (const budget of budgets) {
  const pooled = new Map(
    names.map((name) => [
      name,
      used.filter((row) => row.budget === budget && row.name === name).flatMap(({ scores }) => scores),
    ]),
  );
  for (const line of compareToFirst(pooled, budget)) console.log(line);
}
