/** One line of a plot. */
export interface PlotLine {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LinePlot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly PlotLine[];
}

const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 56;
const RIGHT = 140;
const TOP = 36;
const BOTTOM = 44;
// Okabe and Ito's palette: told apart by nearly all readers.
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

/** A plot as an SVG document; no line, no axis numbers: an empty plot stays an empty plot. */
export function renderLinePlot({ title, x, y, lines }: LinePlot): string {
  const points = lines.flatMap((line) => line.points);
  const across = scaleOf(
    points.map(([value]) => value),
    LEFT,
    WIDTH - RIGHT,
    false,
  );
  const up = scaleOf(
    points.map(([, value]) => value),
    HEIGHT - BOTTOM,
    TOP,
    true,
  );
  const body = [
    text(LEFT, 20, title, 'start', 14),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x, 'middle'),
    text(LEFT, TOP - 6, y, 'start', 10),
    ...up.ticks.flatMap((tick) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${up.at(tick)}" y2="${up.at(tick)}" stroke="#ddd"/>`,
      text(LEFT - 6, up.at(tick) + 4, number(tick), 'end', 10),
    ]),
    ...across.ticks.map((tick) => text(across.at(tick), HEIGHT - BOTTOM + 16, number(tick), 'middle', 10)),
    ...lines.flatMap(({ name, points: own }, index) => {
      const colour = COLOURS[index % COLOURS.length]!;
      const path = own.map(([px, py]) => `${across.at(px)},${up.at(py)}`).join(' ');
      return [
        `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        text(WIDTH - RIGHT + 10, TOP + 16 * index + 8, name, 'start', 11, colour),
      ];
    }),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif">`,
    '<rect width="100%" height="100%" fill="white"/>',
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

interface Scale {
  readonly ticks: readonly number[];
  at(value: number): number;
}

function scaleOf(values: readonly number[], from: number, to: number, fromZero: boolean): Scale {
  if (values.length === 0) return { ticks: [], at: () => from };
  const least = fromZero ? Math.min(0, ...values) : Math.min(...values);
  const most = Math.max(...values, least + 1e-6);
  const step = niceStep((most - least) / 5);
  const end = fromZero ? Math.ceil(most / step) * step : most;
  const first = Math.ceil(least / step) * step;
  const ticks = Array.from(
    { length: Math.floor((end - first) / step + 1e-9) + 1 },
    (_, i) => first + i * step,
  );
  return { ticks, at: (value) => round(from + ((value - least) / (end - least)) * (to - from)) };
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough)!;
  return factor * power;
}

function text(x: number, y: number, value: string, anchor: string, size = 12, colour = '#222'): string {
  const safe = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${colour}">${safe}</text>`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
