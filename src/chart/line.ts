/**
 * Line and scatter charts.
 *
 * @module
 */
import type { Axis } from './axis.ts';
import { escapeText } from './escape-text.ts';
import { createChartFrame, tenth } from './frame.ts';

/** A named sequence of points. */
export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  /** Index into the palette. Default: the position of the series. Give one name the same colour in all charts. */
  readonly colour?: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Ends of the interval around `y`, if there is one. */
  readonly low?: number;
  readonly high?: number;
  /** Shown in the tooltip next to the value. */
  readonly note?: string;
}

export interface LineChart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Whether to mark points. Default: if a series has at most 12. */
  readonly marks?: boolean;
}

/** With more series, bands would cover each other, so intervals appear in tooltips only. */
const MOST_BANDS = 3;

/** Colours of the palette. Further series also differ in dashes and marks. */
const COLOURS = 8;

/**
 * Renders lines with intervals as bands, as SVG for a page that has `CHART_STYLE`. `svgFile` turns it into a
 * file. Points that are not finite leave a gap. Equal input gives equal SVG.
 *
 * @example
 * renderLineChart({
 *   title: 'Loss',
 *   x: { label: 'step' },
 *   y: { label: 'nats per token', scale: 'log' },
 *   series: [{ name: 'train', points: losses.map((y, x) => ({ x, y })) }],
 * });
 */
export function renderLineChart(chart: LineChart): string {
  return render(chart, (series, place, toX, toY) => {
    const points = series.points.filter((point) => shows(point, chart));
    const runs = splitRuns(series.points, chart);
    const bands = chart.series.length > MOST_BANDS ? [] : runs.map((run) => band(run, place, toX, toY));
    const lines = runs.map((run) => {
      const path = run.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${toX(x)} ${toY(y)}`).join('');
      return `<path class="chart-line ${readStyle(place)}" d="${path}"/>`;
    });
    const marked = chart.marks ?? points.length <= 12;
    const marks =
      marked || points.length === 1 ? points.map((point) => dot(series, point, place, chart, toX, toY)) : [];
    return [...bands, ...lines, ...marks].join('');
  });
}

/** Renders points with intervals as whiskers. Otherwise like `renderLineChart`. */
export function renderScatterChart(chart: LineChart): string {
  return render(chart, (series, place, toX, toY) =>
    series.points
      .filter((point) => shows(point, chart))
      .map((point) => {
        const { x, low, high } = point;
        const whisker =
          low === undefined || high === undefined
            ? ''
            : `<line class="chart-whisker ${readStyle(place)}" x1="${toX(x)}" x2="${toX(x)}" y1="${toY(low)}" y2="${toY(high)}"/>`;
        return `${whisker}${dot(series, point, place, chart, toX, toY)}`;
      })
      .join(''),
  );
}

type ToPlace = (value: number) => number;

function render(
  chart: LineChart,
  draw: (series: Series, place: number, toX: ToPlace, toY: ToPlace) => string,
): string {
  const { title, x, y } = chart;
  const series = chart.series.map((each) => ({
    ...each,
    points: each.points.map((point) => whole(point, y)),
  }));
  const points = series.flatMap((each) => each.points.filter((point) => shows(point, chart)));
  const frame = createChartFrame({
    title,
    description: `${series.length} series: ${series.map(({ name }) => name).join(', ')}`,
    x,
    y,
    values: {
      x: points.map((point) => point.x),
      y: points.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]),
    },
  });
  const readPlace = (each: Series, index: number): number => each.colour ?? index;
  const marks = series.map((each, index) => draw(each, readPlace(each, index), frame.toX, frame.toY));
  const legend = series.map((each, index) => {
    const place = readPlace(each, index);
    const line = `<path class="chart-line ${readStyle(place)}" d="M-10 0H10"/>`;
    return { name: each.name, sample: `${line}${shape(0, 0, place)}` };
  });
  return frame.draw(marks.join(''), series.length > 1 ? legend : []);
}

function shows({ x, y }: Point, chart: LineChart): boolean {
  return fits(x, chart.x) && fits(y, chart.y);
}

function fits(value: number, axis: Axis): boolean {
  return Number.isFinite(value) && (axis.scale !== 'log' || value > 0);
}

/** Removes an interval that the axis cannot show. */
function whole({ low, high, ...point }: Point, axis: Axis): Point {
  if (low === undefined || high === undefined || !fits(low, axis) || !fits(high, axis)) return point;
  return { ...point, low, high };
}

/** Splits the points into runs at points that the axes cannot show. */
function splitRuns(points: readonly Point[], chart: LineChart): readonly (readonly Point[])[] {
  const runs: Point[][] = [[]];
  for (const point of points) {
    if (shows(point, chart)) runs.at(-1)!.push(point);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function band(run: readonly Point[], place: number, toX: ToPlace, toY: ToPlace): string {
  if (run.length < 2 || run.some(({ low, high }) => low === undefined || high === undefined)) return '';
  const over = run.map(({ x, high }) => `${toX(x)} ${toY(high!)}`);
  const under = run.toReversed().map(({ x, low }) => `${toX(x)} ${toY(low!)}`);
  return `<path class="chart-band chart-${place % COLOURS}" d="M${[...over, ...under].join('L')}Z"/>`;
}

function dot(
  series: Series,
  point: Point,
  place: number,
  chart: LineChart,
  toX: ToPlace,
  toY: ToPlace,
): string {
  const write = (value: number, axis: Axis): string =>
    axis.format === undefined ? String(Number(value.toPrecision(4))) : axis.format(value);
  const { low, high, note } = point;
  const interval =
    low === undefined || high === undefined ? '' : ` (${write(low, chart.y)} to ${write(high, chart.y)})`;
  const told = `${series.name}${note === undefined ? '' : `, ${note}`}: ${write(point.y, chart.y)}${interval} at ${write(point.x, chart.x)}`;
  return `<g>${shape(toX(point.x), toY(point.y), place)}<title>${escapeText(told)}</title></g>`;
}

function readStyle(place: number): string {
  const round = Math.floor(place / COLOURS);
  return round === 0 ? `chart-${place}` : `chart-${place % COLOURS} chart-dash-${1 + ((round - 1) % 2)}`;
}

/** Circle, square, diamond or triangle, so that colour is never the only difference. */
function shape(x: number, y: number, place: number): string {
  const style = `class="chart-mark chart-${place % COLOURS}"`;
  const at = (dx: number, dy: number): string => `${tenth(x + dx)} ${tenth(y + dy)}`;
  switch (place % 4) {
    case 0:
      return `<circle ${style} cx="${tenth(x)}" cy="${tenth(y)}" r="4"/>`;
    case 1:
      return `<path ${style} d="M${at(-3.6, -3.6)}h7.2v7.2h-7.2Z"/>`;
    case 2:
      return `<path ${style} d="M${at(0, -5)}L${at(5, 0)}L${at(0, 5)}L${at(-5, 0)}Z"/>`;
    default:
      return `<path ${style} d="M${at(0, -5)}L${at(4.6, 3.6)}H${tenth(x - 4.6)}Z"/>`;
  }
}
