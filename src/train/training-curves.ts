import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../memory/json.ts';
import { meanOf } from './advantage.ts';
import { type LinePlot, type PlotLine, renderLinePlot } from './line-plot.ts';

/** Draws a run's `log.jsonl` into its folder: `loss.svg` or `exact-match.svg` and `operations.svg`. */
export async function writeTrainingCurves(directory: string): Promise<void> {
  const text = await readFile(join(directory, 'log.jsonl'), 'utf8');
  const points = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);
  for (const [name, plot] of Object.entries(curvesOf(points))) {
    await writeFile(join(directory, `${name}.svg`), renderLinePlot(plot));
  }
}

const OPERATIONS = ['create', 'read', 'update', 'delete', 'note'];

/** Plots by file name. */
export function curvesOf(points: readonly JsonObject[]): Readonly<Record<string, LinePlot>> {
  const heldOut: PlotLine = {
    name: 'held-out streams',
    points: points.flatMap(({ step, evaluation }): PlotLine['points'] =>
      evaluation === undefined ? [] : [[Number(step), Number((evaluation as JsonObject).exactMatch)]],
    ),
  };
  const scores = { title: 'Exact match', y: 'percent' };
  if (points.some(({ loss }) => loss !== undefined)) {
    const loss = lineOf(points, 'replies', (point) => Number(point.loss));
    return {
      loss: { title: 'Cross-entropy of a reply token', x: 'step', y: 'nats', lines: [loss] },
      'exact-match': { ...scores, x: 'step', lines: [heldOut] },
    };
  }
  const rollouts = lineOf(points, 'rollouts', ({ exactMatch }) => 100 * Number(exactMatch));
  const operations = OPERATIONS.map((name) =>
    lineOf(points, name, ({ behaviour }) => Number((behaviour as JsonObject)[name])),
  );
  return {
    'exact-match': { ...scores, x: 'update', lines: [rollouts, heldOut] },
    operations: {
      title: 'Operations of a step of the rollouts',
      x: 'update',
      y: 'operations a step',
      lines: operations,
    },
  };
}

/** At most forty points, each the mean of its neighbours: single steps scatter. */
function lineOf(points: readonly JsonObject[], name: string, value: (point: JsonObject) => number): PlotLine {
  const window = Math.max(1, Math.ceil(points.length / 40));
  const chunks = Array.from({ length: Math.ceil(points.length / window) }, (_, index) =>
    points.slice(index * window, (index + 1) * window),
  );
  return {
    name,
    points: chunks.map((chunk) => [meanOf(chunk.map(({ step }) => Number(step))), meanOf(chunk.map(value))]),
  };
}
