/**
 * The frame that all charts share: axes, grid, title and legend.
 *
 * @module
 */
import { type Axis, createScale, type Scale } from './axis.ts';
import { escapeText } from './escape-text.ts';

/** Width of every chart in its own units. A page scales it to the available width. */
export const CHART_WIDTH = 460;

const PLOT = { left: 50, top: 46, right: 14, height: 190 };
const PLOT_WIDTH = CHART_WIDTH - PLOT.left - PLOT.right;
/** Distance from the plot's lower edge to the first row of the legend. */
const BELOW = 52;
const ROW = 20;

export interface Legend {
  readonly name: string;
  /** SVG of a sample, drawn around (0, 0), 22 wide. */
  readonly sample: string;
}

export interface ChartFrame {
  readonly x: Scale;
  readonly y: Scale;
  /** Return coordinates in the drawing. */
  toX(value: number): number;
  toY(value: number): number;
  /** Returns the whole drawing with these marks. */
  draw(marks: string, legend: readonly Legend[]): string;
}

export interface FrameOptions {
  readonly title: string;
  /** Description for screen readers. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly values: { readonly x: readonly number[]; readonly y: readonly number[] };
}

/** Creates the axes, grid, title and legend of a chart. */
export function createChartFrame({
  title,
  description,
  x: xAxis,
  y: yAxis,
  values,
}: FrameOptions): ChartFrame {
  const x = createScale(xAxis, values.x);
  const y = createScale(yAxis, values.y);
  const toX = (value: number): number => tenth(PLOT.left + x.share(value) * PLOT_WIDTH);
  const toY = (value: number): number => tenth(PLOT.top + (1 - y.share(value)) * PLOT.height);
  const bottom = PLOT.top + PLOT.height;
  const grid = [
    ...y.ticks.map((tick) => {
      const at = toY(tick);
      const line = `<line class="chart-grid" x1="${PLOT.left}" x2="${CHART_WIDTH - PLOT.right}" y1="${at}" y2="${at}"/>`;
      return `${line}${label(PLOT.left - 7, at + 4, y.format(tick), 'end')}`;
    }),
    ...x.ticks.map((tick) => label(toX(tick), bottom + 18, x.format(tick), 'middle')),
  ];
  return {
    x,
    y,
    toX,
    toY,
    draw(marks, legend) {
      const { svg, rows } = drawLegend(legend, bottom + BELOW);
      const height = bottom + BELOW + (rows === 0 ? -8 : (rows - 1) * ROW + 10);
      return [
        `<svg class="chart" viewBox="0 0 ${CHART_WIDTH} ${height}" role="img" aria-label="${escapeText(`${title}. ${description}`)}">`,
        `<text class="chart-title" x="0" y="14">${escapeText(title)}</text>`,
        ...grid,
        label(PLOT.left, PLOT.top - 12, yAxis.label, 'start'),
        label(PLOT.left + PLOT_WIDTH / 2, bottom + 35, xAxis.label, 'middle'),
        `<line class="chart-axis" x1="${PLOT.left}" x2="${CHART_WIDTH - PLOT.right}" y1="${bottom}" y2="${bottom}"/>`,
        marks,
        svg,
        '</svg>',
      ].join('');
    },
  };
}

/** Rounds to one decimal, which is precise enough for a drawing. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function label(x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text class="chart-label" x="${tenth(x)}" y="${tenth(y)}" text-anchor="${anchor}">${escapeText(text)}</text>`;
}

/** Draws names with samples in rows. Text widths are estimates, because SVG cannot measure text here. */
function drawLegend(legend: readonly Legend[], top: number): { readonly svg: string; readonly rows: number } {
  let x = 4;
  let row = 0;
  const parts = legend.map(({ name, sample }) => {
    const short = name.length > 52 ? `${name.slice(0, 51)}…` : name;
    const width = 30 + short.length * 6.6 + 14;
    if (x > 4 && x + width > CHART_WIDTH) {
      x = 4;
      row += 1;
    }
    const at = `translate(${tenth(x + 11)} ${top + row * ROW})`;
    x += width;
    return `<g transform="${at}">${sample}${label(17, 4, short, 'start')}</g>`;
  });
  return { svg: parts.join(''), rows: legend.length === 0 ? 0 : row + 1 };
}
