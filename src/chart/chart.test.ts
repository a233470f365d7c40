/** Tests of charts. @module */
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { createScale, shortNumber } from './axis.ts';
import { renderColumnChart } from './columns.ts';
import { renderLineChart, renderScatterChart } from './line.ts';
import { svgFile } from './style.ts';

const value = fc.oneof(
  fc.double({ min: -1e6, max: 1e6 }),
  fc.constantFrom(0, 1, 5e-324, Number.NaN, Infinity),
);
const point = fc.record({ x: value, y: value, low: value, high: value });
const chart = fc.record({
  title: fc.string(),
  x: fc.record({ label: fc.string(), scale: fc.constantFrom('linear' as const, 'log' as const) }),
  y: fc.record({ label: fc.string(), scale: fc.constantFrom('linear' as const, 'log' as const) }),
  series: fc.array(fc.record({ name: fc.string(), points: fc.array(point, { maxLength: 5 }) }), {
    maxLength: 12,
  }),
});

/** Tags opened and closed in order, and the values of attributes that hold places. */
function wellFormed(svg: string): boolean {
  const open: string[] = [];
  let good = true;
  const parser = new Parser(
    {
      onopentag: (name) => open.push(name),
      onclosetag: (name) => {
        good &&= open.pop() === name;
      },
    },
    { xmlMode: true },
  );
  parser.end(svg);
  return good && open.length === 0;
}

describe('charts', () => {
  it('are well formed and have only finite coordinates, for any data', () => {
    fc.assert(
      fc.property(chart, (input) => {
        for (const svg of [
          renderLineChart(input),
          renderScatterChart(input),
          svgFile(renderLineChart(input)),
        ]) {
          expect(wellFormed(svg)).toBe(true);
          const drawn = svg.replace(/<(title|text)[^>]*>[^<]*|aria-label="[^"]*"|<style>[^<]*/g, '');
          expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
        }
      }),
    );
  });

  it('leave a gap for a missing value', () => {
    const points = [1, 2, Number.NaN, 4, 5].map((y, x) => ({ x, y }));
    const svg = renderLineChart({
      title: 't',
      x: { label: 'x' },
      y: { label: 'y' },
      series: [{ name: 's', points }],
    });
    expect(svg.match(/<path class="chart-line/g)).toHaveLength(2);
  });

  it('stack columns on one another', () => {
    const svg = renderColumnChart({
      title: 't',
      x: { label: 'chunk' },
      y: { label: 'n', max: 10 },
      parts: [
        { name: 'create', style: 'chart-create' },
        { name: 'delete', style: 'chart-delete' },
      ],
      columns: [{ x: 1, values: [4, 6] }],
    });
    const boxes = [...svg.matchAll(/y="([\d.]+)" width="[\d.]+" height="([\d.]+)"><title/g)];
    const [lower, upper] = boxes.map(([, y, height]) => [Number(y), Number(height)] as const);
    expect(upper![0] + upper![1]).toBeCloseTo(lower![0]);
    expect(lower![1] / upper![1]).toBeCloseTo(4 / 6);
  });
});

describe('createScale', () => {
  it('has round ticks within its ends, and shows all values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1 }),
        fc.boolean(),
        (values, log) => {
          const scale = createScale({ label: '', scale: log ? 'log' : 'linear' }, values);
          for (const shown of [...values, ...scale.ticks]) {
            expect(scale.share(shown)).toBeGreaterThanOrEqual(-1e-9);
            expect(scale.share(shown)).toBeLessThanOrEqual(1 + 1e-9);
          }
          expect(scale.ticks.length).toBeLessThanOrEqual(12);
          expect(scale.ticks.length).toBeGreaterThanOrEqual(log ? 0 : 2);
        },
      ),
    );
  });

  it.each([
    [0.05, '0.05'],
    [1234, '1234'],
    [12_000, '12k'],
    [1_234_567, '1.2M'],
  ])('%d is written %s', (number, text) => {
    expect(shortNumber(number)).toBe(text);
  });
});
