/**
 * The charts of a report.
 *
 * @module
 */
import { type Axis, percentNumber, pickTicks } from '../chart/axis.ts';
import { renderColumnChart } from '../chart/columns.ts';
import { type Point, renderLineChart, renderScatterChart, type Series } from '../chart/line.ts';
import type { EvalRow } from '../eval/eval-row.ts';
import { OPERATION_NAMES } from '../memory/operation.ts';
import { bootstrap } from '../score/bootstrap.ts';
import type { RetainedDocument } from '../score/retention.ts';
import { createRandom } from '../shared/random.ts';
import type { ChunkMeasure } from './measure-episode.ts';
import { type EpisodeDigest, type ReportInput, streamsTitle } from './report-input.ts';

/** A group of charts. */
export interface FigureGroup {
  readonly title: string;
  readonly note: string;
  /** SVG. */
  readonly charts: readonly string[];
}

/** Number of bins in charts by position. */
const PARTS = 5;
const RESAMPLES = 300;
const SHARE: Axis = {
  label: 'F1, percent',
  min: 0,
  max: 1,
  ticks: [0, 0.25, 0.5, 0.75, 1],
  format: percentNumber,
};
const KEPT: Axis = { ...SHARE, label: 'evidence kept, percent' };
const PLACE: Axis = {
  label: 'position of the evidence in the stream, percent',
  min: 0,
  max: 1,
  ticks: Array.from({ length: PARTS }, (_, part) => findMiddle(part)),
  format: (middle) =>
    `${Math.round(100 * (middle - 0.5 / PARTS))}–${Math.round(100 * (middle + 0.5 / PARTS))}`,
};

/** Makes the charts of a report: accuracy by cost, length and position, and operations over time. */
export function reportFigures(input: ReportInput): readonly FigureGroup[] {
  const policies = [...new Set([...input.rows, ...input.digests].map(({ policy }) => policy))];
  const named = (policy: string): Pick<Series, 'name' | 'colour'> => ({
    name: policy,
    colour: policies.indexOf(policy),
  });
  const settings = listSettings(input);
  const groups: FigureGroup[] = [
    {
      title: 'Accuracy against cost',
      note: 'Higher and further left is better. Whiskers are 95% intervals.',
      charts: settings.map(({ title, rows }) => costChart(title, rows, named)),
    },
    {
      title: 'Accuracy by length of the stream',
      note: 'The same questions among more documents.',
      charts: lengthCharts(input.rows, named),
    },
    {
      title: 'Accuracy by position of the evidence',
      note: 'Each evidence document counts its question once, at its own position.',
      charts: settings.flatMap(({ title, digests }) =>
        positionChart(title, SHARE, seriesByPart(digests, policies, named, readScore)),
      ),
    },
    {
      title: 'Evidence kept, by its position',
      note: 'Evidence documents that are still a source of something in memory at the end.',
      charts: settings.flatMap(({ title, digests }) =>
        positionChart(
          title,
          KEPT,
          seriesByPart(digests, policies, named, ({ kept }) => Number(kept)),
        ),
      ),
    },
    {
      title: 'Entries over time',
      note: 'Stored entries after each chunk, mean over episodes.',
      charts: settings.flatMap(({ title, digests }) => entriesChart(title, digests, policies, named)),
    },
    {
      title: 'Operations per chunk',
      note: 'Mean over episodes.',
      charts: settings.flatMap(({ title, digests }) =>
        policies.flatMap((policy) =>
          operationsChart(
            `${policy} · ${title}`,
            digests.filter((each) => each.policy === policy),
          ),
        ),
      ),
    },
  ];
  return groups.filter(({ charts }) => charts.length > 0);
}

interface Setting {
  readonly title: string;
  readonly rows: readonly EvalRow[];
  readonly digests: readonly EpisodeDigest[];
}

type Named = (policy: string) => Pick<Series, 'name' | 'colour'>;

/** Data sets and lengths, in the order of the table. */
function listSettings({ rows, digests }: ReportInput): readonly Setting[] {
  const nameSetting = ({ dataset, documents }: EvalRow | EpisodeDigest): string =>
    streamsTitle(dataset, documents);
  const titles = [...new Set([...rows, ...digests].map(nameSetting))];
  return titles.map((title) => ({
    title,
    rows: rows.filter((row) => nameSetting(row) === title),
    digests: digests.filter((digest) => nameSetting(digest) === title),
  }));
}

function costChart(title: string, rows: readonly EvalRow[], named: Named): string {
  const tokens = rows.every(({ cost }) => cost.promptTokens + cost.completionTokens > 0);
  const readCost = ({ cost }: EvalRow): number =>
    tokens ? cost.promptTokens + cost.completionTokens : cost.wallMs / 1000;
  const costs = rows.map(readCost);
  const wide = Math.min(...costs) > 0 && Math.max(...costs) / Math.min(...costs) > 8;
  return renderScatterChart({
    title,
    x: {
      label: tokens ? 'tokens per episode' : 'seconds per episode',
      ...(wide ? { scale: 'log' } : { min: 0 }),
    },
    y: SHARE,
    series: rows.map((row) => ({ ...named(row.policy), points: estimatePoint(readCost(row), row) })),
  });
}

function lengthCharts(rows: readonly EvalRow[], named: Named): readonly string[] {
  return [...new Set(rows.map(({ dataset }) => dataset))].flatMap((dataset) => {
    const own = rows.filter((row) => row.dataset === dataset);
    const lengths = [...new Set(own.map(({ documents }) => documents))].sort((one, other) => one - other);
    if (lengths.length < 2) return [];
    const policies = [...new Set(own.map(({ policy }) => policy))];
    return renderLineChart({
      title: dataset,
      x: { label: 'documents in the stream', min: 0, ticks: lengths },
      y: SHARE,
      series: policies.map((policy) => ({
        ...named(policy),
        points: own
          .filter((row) => row.policy === policy)
          .sort((one, other) => one.documents - other.documents)
          .flatMap((row) => estimatePoint(row.documents, row)),
      })),
    });
  });
}

function estimatePoint(x: number, { metrics: { f1 } }: EvalRow): readonly Point[] {
  return f1 === null ? [] : [{ x, y: f1.mean, low: f1.low, high: f1.high }];
}

type Value = (document: RetainedDocument, digest: EpisodeDigest) => number;

/** Returns the F1 of the question that a document is evidence for. */
const readScore: Value = ({ question }, { score }) => score.questions[question]?.f1 ?? 0;

function positionChart(title: string, y: Axis, series: readonly Series[]): readonly string[] {
  return series.length === 0 ? [] : [renderLineChart({ title, x: PLACE, y, series })];
}

function seriesByPart(
  digests: readonly EpisodeDigest[],
  policies: readonly string[],
  named: Named,
  value: Value,
): readonly Series[] {
  return policies.flatMap((policy) => {
    const own = digests.filter((digest) => digest.policy === policy);
    const points = pointsByPart(own, value);
    return points.length === 0 ? [] : [{ ...named(policy), points }];
  });
}

function pointsByPart(digests: readonly EpisodeDigest[], value: Value): readonly Point[] {
  // One list of values per stream, because values of one stream are not independent.
  const parts = Array.from({ length: PARTS }, () => new Map<string, number[]>());
  for (const digest of digests) {
    for (const document of digest.measure.retention.documents) {
      if (document.position === null) continue;
      const groups = parts[Math.min(PARTS - 1, Math.floor(document.position * PARTS))]!;
      const group = groups.get(digest.score.stream) ?? [];
      group.push(value(document, digest));
      groups.set(digest.score.stream, group);
    }
  }
  return parts.flatMap((groups, part) => {
    const random = createRandom(`report/${part}`).next;
    const estimate = bootstrap([...groups.values()], { random, resamples: RESAMPLES, values: 'share' });
    if (estimate === null) return [];
    const { mean, low, high, n } = estimate;
    return [{ x: findMiddle(part), y: mean, low, high, note: `n ${n}` }];
  });
}

function findMiddle(part: number): number {
  return (part + 0.5) / PARTS;
}

function entriesChart(
  title: string,
  digests: readonly EpisodeDigest[],
  policies: readonly string[],
  named: Named,
): readonly string[] {
  const series = policies.flatMap((policy) => {
    const own = digests.filter((digest) => digest.policy === policy);
    const means = meansByChunk(own, ({ entries }) => entries);
    return means.length === 0
      ? []
      : [{ ...named(policy), points: means.map((y, index) => ({ x: index + 1, y })) }];
  });
  if (series.length === 0) return [];
  return [
    renderLineChart({
      title,
      x: { label: 'chunk', ticks: pickTicks(chunkNumbers(series)) },
      y: { label: 'entries', min: 0 },
      series,
      marks: false,
    }),
  ];
}

function chunkNumbers(series: readonly Series[]): readonly number[] {
  return Array.from(
    { length: Math.max(...series.map(({ points }) => points.length)) },
    (_, index) => index + 1,
  );
}

function operationsChart(title: string, digests: readonly EpisodeDigest[]): readonly string[] {
  const parts = [...OPERATION_NAMES, 'refused' as const];
  const means = parts.map((name) => meansByChunk(digests, ({ operations }) => operations[name]));
  const chunks = means[0]!.length;
  if (chunks === 0) return [];
  return [
    renderColumnChart({
      title,
      x: { label: 'chunk' },
      y: { label: 'operations' },
      parts: parts.map((name) => ({ name, style: `chart-${name}` })),
      columns: Array.from({ length: chunks }, (_, index) => ({
        x: index + 1,
        values: means.map((values) => values[index]!),
      })),
    }),
  ];
}

/** Returns one mean per chunk, over the episodes that reached it. */
function meansByChunk(
  digests: readonly EpisodeDigest[],
  pick: (chunk: ChunkMeasure) => number,
): readonly number[] {
  const longest = Math.max(0, ...digests.map(({ measure }) => measure.chunks.length));
  return Array.from({ length: longest }, (_, index) => {
    const values = digests.flatMap(({ measure }) => {
      const chunk = measure.chunks[index];
      return chunk === undefined ? [] : [pick(chunk)];
    });
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}
