/**
 * Draws the learning curves of a run.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LineChart, renderLineChart, type Series } from '../chart/line.ts';
import { svgFile } from '../chart/style.ts';
import type { JsonObject } from '../shared/json.ts';
import { createOperationSeries, createSeries } from './curve-series.ts';
import { readLog } from './run-log.ts';

/**
 * Draws the charts of a run's `log.jsonl` into its folder: `loss.svg`, or `exact-match.svg` and
 * `operations.svg`.
 */
export async function writeTrainingCurves(directory: string): Promise<void> {
  const points = await readLog(join(directory, 'log.jsonl'));
  for (const [name, chart] of Object.entries(createCurves(points))) {
    await writeFile(join(directory, `${name}.svg`), svgFile(renderLineChart(chart)));
  }
}

/** Returns the charts by file name. */
function createCurves(points: readonly JsonObject[]): Readonly<Record<string, LineChart>> {
  const heldOut: Series = {
    name: 'held out',
    points: points.flatMap(({ step, evaluation }): Series['points'] =>
      evaluation === undefined ? [] : [{ x: Number(step), y: Number((evaluation as JsonObject).exactMatch) }],
    ),
  };
  const imitating = points.some(({ loss }) => loss !== undefined);
  const x = { label: imitating ? 'step' : 'update', min: 0 };
  const scores = { title: 'Exact match', x, y: { label: 'percent', min: 0 } };
  if (imitating) {
    const loss = createSeries(points, 'replies', (point) => Number(point.loss));
    const y = { label: 'nats', min: 0 };
    return {
      loss: { title: 'Cross-entropy of reply tokens', x, y, series: [loss] },
      'exact-match': { ...scores, series: [heldOut] },
    };
  }
  const rollouts = createSeries(points, 'rollouts', ({ exactMatch }) => 100 * Number(exactMatch));
  return {
    'exact-match': { ...scores, series: [rollouts, heldOut] },
    operations: {
      title: 'Operations per step of the rollouts',
      ...{ x, y: { label: 'operations per step', min: 0 } },
      series: createOperationSeries(points),
    },
  };
}
