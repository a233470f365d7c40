/**
 * Draws the learning curves of a controller.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderLineChart } from '../../chart/line.ts';
import { svgFile } from '../../chart/style.ts';
import { createSeries } from '../curve-series.ts';
import { readLog } from '../run-log.ts';

const OPERATIONS = ['creates', 'reads', 'updates', 'deletes'] as const;

/** Draws `reward.svg` and `operations.svg` from a run's `log.jsonl` into its folder. */
export async function writeControllerCurves(directory: string): Promise<void> {
  const points = await readLog(join(directory, 'log.jsonl'));
  const x = { label: 'update', min: 0 };
  const charts = {
    reward: {
      title: 'Reward of rollouts',
      ...{ x, y: { label: 'reward', min: 0 } },
      series: [createSeries(points, 'rollouts', ({ reward }) => Number(reward))],
    },
    operations: {
      title: 'Operations per chunk',
      ...{ x, y: { label: 'operations per chunk', min: 0 } },
      series: OPERATIONS.map((name) => createSeries(points, name, (point) => Number(point[name]))),
    },
  };
  for (const [name, chart] of Object.entries(charts))
    await writeFile(join(directory, `${name}.svg`), svgFile(renderLineChart(chart)));
}
