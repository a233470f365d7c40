/**
 * Turns training logs into chart series.
 *
 * @module
 */
import type { Series } from '../chart/line.ts';
import type { JsonObject } from '../shared/json.ts';
import { average } from './advantage.ts';

/**
 * Turns a value of a training log into a chart series of at most 40 points. Each point is the mean of
 * neighbouring steps, because single steps are noisy.
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

/** Creates one series per operation with its mean number per step. */
export function createOperationSeries(points: readonly JsonObject[]): readonly Series[] {
  return OPERATIONS.map((name) =>
    createSeries(points, name, ({ behaviour }) => Number((behaviour as JsonObject)[name])),
  );
}
