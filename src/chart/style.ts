/**
 * Colours and styles of charts.
 *
 * @module
 */
/** Each colour in light and in dark. */
const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  'chart-text': ['#3d3f45', '#dcdcdf'],
  'chart-muted': ['#666a74', '#a0a2ab'],
  'chart-grid': ['#e7e5df', '#34363d'],
  'chart-paper': ['#ffffff', '#1c1d21'],
  'chart-0': ['#2563a8', '#7fb2ec'],
  'chart-1': ['#c2601a', '#f0a065'],
  'chart-2': ['#2f855a', '#6fcf9b'],
  'chart-3': ['#7d4fb3', '#bb99e8'],
  'chart-4': ['#b83a4b', '#f08a97'],
  'chart-5': ['#0f7f8c', '#5fcbd6'],
  'chart-6': ['#8a7413', '#d6bf58'],
  'chart-7': ['#a8407f', '#e690c4'],
  'op-create': ['#2f855a', '#6fcf9b'],
  'op-read': ['#2563a8', '#7fb2ec'],
  'op-update': ['#a8700a', '#e8b84f'],
  'op-delete': ['#b83a4b', '#f08a97'],
  'op-refused': ['#70737c', '#9a9da6'],
};

const VARIABLES = Object.entries(COLOURS)
  .map(([name, [light, dark]]) => `  --${name}: light-dark(${light}, ${dark});`)
  .join('\n');

const SERIES = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `.chart-${n} { --ink: var(--chart-${n}); }`).join('\n');

const OPERATIONS = ['create', 'read', 'update', 'delete', 'refused']
  .map((name) => `.chart-${name} { --ink: var(--op-${name}); }`)
  .join('\n');

/** CSS of charts, for light and dark. `color-scheme` selects one. A page includes it; `svgFile` embeds it. */
export const CHART_STYLE: string = `
:root {
${VARIABLES}
}
.chart { display: block; width: 100%; height: auto; font: 12px 'Inter', ui-sans-serif, system-ui, sans-serif; }
.chart-title { font-size: 13px; font-weight: 600; fill: var(--chart-text); }
.chart-label { fill: var(--chart-muted); font-variant-numeric: tabular-nums; }
.chart-grid { stroke: var(--chart-grid); }
.chart-axis { stroke: var(--chart-muted); }
.chart-line { fill: none; stroke: var(--ink); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.chart-whisker { stroke: var(--ink); stroke-width: 1.5; opacity: 0.55; }
.chart-band { fill: var(--ink); opacity: 0.1; }
.chart-mark { fill: var(--ink); stroke: var(--chart-paper); stroke-width: 1; }
.chart-column { fill: var(--ink); }
.chart-dash-1 { stroke-dasharray: 6 4; }
.chart-dash-2 { stroke-dasharray: 2 4; }
${SERIES}
${OPERATIONS}
`;

/** Turns a chart into a stand-alone SVG file that follows the viewer's light or dark mode. */
export function svgFile(chart: string): string {
  const style = `<style>:root { color-scheme: light dark; }${CHART_STYLE}</style><rect width="100%" height="100%" fill="var(--chart-paper)"/>`;
  return chart
    .replace(
      '<svg class="chart" viewBox="0 0 ',
      '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="-10 -10 ',
    )
    .replace(/viewBox="-10 -10 (\d+) ([\d.]+)"/, (_, width: string, height: string) => {
      return `viewBox="-10 -10 ${Number(width) + 20} ${Number(height) + 20}"`;
    })
    .replace('>', `>${style.replace('<rect ', '<rect x="-10" y="-10" ')}`)
    .concat('\n');
}
