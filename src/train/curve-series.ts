import type { Series } from '../chart/line.ts';
import type { JsonObject } from '../shared/json.ts';
import { average } from './advantage.ts';

/**
 * A value of the lines of a training log, as the line of a chart: at most forty points, each the mean of its
 * neighbours, because single steps scatter.
 */
export function createSeries(
  points: readonly JsonObject[],
  name: string,
  value: (point: JsonObject) => number,
): Series {
  const window = Math.max(1, Math.ceil(points.length / 40));
  const chunks = Array.from({ length: Math.ceil(points.length / window) }, (_, index) =>
    points.slice(index * window, (index + 1) * window),
  );
  return {
    name,
    points: chunks.map((chunk) => ({
      x: average(chunk.map(({ step }) => Number(step))),
      y: average(chunk.map(value)),
    })),
  };
}

const OPERATIONS = ['create', 'read', 'update', 'delete', 'note'] as const;

/** How often each operation stands in a step of the rollouts, a line for each. */
export function createOperationSeries(points: readonly JsonObject[]): readonly Series[] {
  return OPERATIONS.map((name) =>
    createSeries(points, name, ({ behaviour }) => Number((behaviour as JsonObject)[name])),
  );
}
