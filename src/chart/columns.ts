/**
 * Stacked column charts.
 *
 * @module
 */
import { type Axis, pickTicks } from './axis.ts';
import { escapeText } from './escape-text.ts';
import { createChartFrame, tenth } from './frame.ts';

export interface ColumnChart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Parts of each column, from bottom to top. `style` is a class of `CHART_STYLE`. */
  readonly parts: readonly { readonly name: string; readonly style: string }[];
  /** Columns from left to right. `values[i]` belongs to `parts[i]`. */
  readonly columns: readonly { readonly x: number; readonly values: readonly number[] }[];
}

/** Renders stacked columns as SVG for a page that has `CHART_STYLE`. Equal input gives equal SVG. */
export function renderColumnChart({ title, x, y, parts, columns }: ColumnChart): string {
  const places = columns.map((column) => column.x);
  const first = Math.min(...places);
  const last = Math.max(...places);
  const frame = createChartFrame({
    title,
    description: `${columns.length} columns of ${parts.map(({ name }) => name).join(', ')}`,
    x: { min: first - 0.5, max: last + 0.5, ticks: pickTicks(places), ...x },
    y: { min: 0, ...y },
    values: { x: places, y: columns.map(({ values }) => values.reduce((sum, value) => sum + value, 0)) },
  });
  const width = Math.max(1, (frame.toX(first + 1) - frame.toX(first)) * 0.78);
  const marks = columns.flatMap((column) => {
    let below = 0;
    return column.values.map((value, index) => {
      if (!(value > 0)) return '';
      const [top, bottom] = [frame.toY(below + value), frame.toY(below)];
      below += value;
      const { name, style } = parts[index]!;
      const told = `${frame.x.format(column.x)}: ${Number(value.toPrecision(3))} ${name}`;
      const box = `x="${tenth(frame.toX(column.x) - width / 2)}" y="${top}" width="${tenth(width)}" height="${tenth(bottom - top)}"`;
      return `<rect class="chart-column ${style}" ${box}><title>${escapeText(told)}</title></rect>`;
    });
  });
  const legend = parts.map(({ name, style }) => ({
    name,
    sample: `<rect class="chart-column ${style}" x="-6" y="-6" width="12" height="12" rx="2"/>`,
  }));
  return frame.draw(marks.join(''), legend);
}
