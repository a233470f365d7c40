/**
 * Prints the operations of a step during reinforcement in the lab, from the curves of studies: means over seeds and over
 * ten updates.
 *
 *     node scripts/print-lab-operations.ts data/checkpoints/lab-narrow/study.json data/checkpoints/lab-narrow/dynamics.json
 *
 * @module
 */
import { readFile } from 'node:fs/promises';

const OPERATIONS = ['create', 'read', 'update', 'delete', 'note'] as const;

interface Point {
  readonly step: number;
  readonly reward: number;
  readonly behaviour: Readonly<Record<(typeof OPERATIONS)[number] | 'entries', number>>;
}

interface Study {
  readonly curves: readonly { readonly run: string; readonly points: readonly Point[] }[];
}

/** Updates at the end of each row. */
const ROWS = [10, 30, 50, 70, 100];

for (const path of process.argv.slice(2)) {
  const { curves } = JSON.parse(await readFile(path, 'utf8')) as Study;
  const seeds = curves.filter(({ run }) => /^seed-\d+$/.test(run));
  console.log(`\n${path}, ${seeds.length} seeds\n`);
  console.log(`| updates | ${OPERATIONS.join(' | ')} | entries | reward |`);
  console.log(`| --- |${' --: |'.repeat(OPERATIONS.length + 2)}`);
  for (const last of ROWS) {
    const points = seeds.flatMap((curve) =>
      curve.points.filter(({ step }) => step > last - 10 && step <= last),
    );
    const mean = (read: (point: Point) => number): number =>
      points.reduce((sum, point) => sum + read(point), 0) / points.length;
    const cells = OPERATIONS.map((name) => mean(({ behaviour }) => behaviour[name]).toFixed(3));
    const entries = mean(({ behaviour }) => behaviour.entries).toFixed(1);
    const reward = mean((point) => point.reward).toFixed(3);
    console.log(`| ${last - 9} to ${last} | ${cells.join(' | ')} | ${entries} | ${reward} |`);
  }
}
