/**
 * Reads and writes the results of a study.
 *
 * @module
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type LineChart, renderLineChart, type Series } from '../../chart/line.ts';
import { svgFile } from '../../chart/style.ts';
import { AtomMemError } from '../../shared/error.ts';
import { average } from '../../train/advantage.ts';
import { createOperationSeries, createSeries } from '../../train/curve-series.ts';
import { writeWhole } from '../../train/run-checkpoints.ts';
import { LAB_LENGTHS } from '../options.ts';
import { type LabStudy, type StudyRow, seedRun } from './study.ts';

const SAVED = z.object({
  preset: z.string(),
  seeds: z.array(z.number()),
  tasks: z.number(),
  curves: z.array(z.object({ run: z.string() })),
});

/** The options of a study that determine its results. */
export interface StudyRequest extends Pick<LabStudy, 'preset' | 'seeds' | 'tasks'> {
  readonly variants: readonly string[];
}

/**
 * Checks that a study contains all results that the folder already holds.
 *
 * @throws AtomMemError `run-exists` if results would be lost
 */
export async function requireNothingLost(
  directory: string,
  { preset, seeds, tasks, variants }: StudyRequest,
): Promise<void> {
  const text = await readFile(join(directory, 'study.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const old = readStudy(text);
  if (old === undefined) {
    const file = join(directory, 'study.json');
    throw new AtomMemError('malformed-record', {
      problem: `${file} is damaged`,
      remedy: 'Delete it and run the study again. Finished runs are not trained again',
      details: { path: file },
    });
  }
  const contained =
    old.preset === preset &&
    old.tasks <= tasks &&
    old.seeds.every((seed) => seeds.includes(seed)) &&
    old.variants.every((name) => variants.includes(name));
  if (contained) return;
  const asked = [`--seeds ${old.seeds.join(',')}`, `--tasks ${old.tasks}`];
  if (old.variants.length > 0) asked.push(`--variants ${old.variants.join(',')}`);
  throw new AtomMemError('run-exists', {
    problem: `${directory} holds a study of preset ${old.preset} with ${asked.join(' ')}`,
    remedy: 'Include at least these, or choose another folder',
    details: { path: directory },
  });
}

function readStudy(text: string): StudyRequest | undefined {
  try {
    const { curves, ...asked } = SAVED.parse(JSON.parse(text));
    const seedRuns = asked.seeds.map(seedRun);
    const variants = curves.map(({ run }) => run).filter((run) => !seedRuns.includes(run));
    return { ...asked, variants };
  } catch {
    return undefined;
  }
}

/** Writes `study.json`, `study.md` and the plots. */
export async function writeStudy(study: LabStudy, directory: string): Promise<void> {
  await writeWhole(join(directory, 'study.json'), `${JSON.stringify(study, null, 2)}\n`);
  await writeWhole(join(directory, 'study.md'), renderMarkdown(study));
  for (const [name, plot] of Object.entries(drawPlots(study))) {
    await writeFile(join(directory, `${name}.svg`), svgFile(renderLineChart(plot)));
  }
}

/** Renders a table of all policies and settings: mean over seeds, and the range for several seeds. */
export function renderMarkdown({ preset, seeds, tasks, minutes, rows }: LabStudy): string {
  const lines = [...groupRows(rows)].map(([, group]) => renderRow(group));
  return [
    `# Lab study: ${preset}`,
    '',
    `${tasks} test tasks, seeds ${seeds.join(', ')}. Exact match in percent: mean over seeds (range) and standard`,
    `error of one run. Operations are means per step. This call took ${minutes.toFixed(0)} minutes, without the training`,
    'of earlier calls.',
    '',
    '| policy | setting | exact match | ± | create | read | update | delete | note | entries |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    '![Exact match against updates](exact-match.svg)',
    '![Operations against updates](operations.svg)',
    '![Exact match against length](lengths.svg)',
    '',
  ].join('\n');
}

function groupRows(rows: readonly StudyRow[]): ReadonlyMap<string, readonly StudyRow[]> {
  const groups = new Map<string, StudyRow[]>();
  for (const row of rows) {
    const key = `${row.policy} / ${row.setting}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

function renderRow(group: readonly StudyRow[]): string {
  const { policy, setting, scores } = group[0]!;
  const found = group.map((row) => row.scores.exactMatch);
  const range =
    found.length > 1 ? ` (${Math.min(...found).toFixed(1)} to ${Math.max(...found).toFixed(1)})` : '';
  const mean = (name: 'create' | 'read' | 'update' | 'delete' | 'note'): string =>
    average(group.map((row) => row.scores.behaviour[name])).toFixed(3);
  const entries = average(group.map((row) => row.scores.behaviour.entries)).toFixed(1);
  const operations = [mean('create'), mean('read'), mean('update'), mean('delete'), mean('note')];
  const cells = [policy, setting, `${average(found).toFixed(1)}${range}`, scores.standardError.toFixed(1)];
  return `| ${[...cells, ...operations, entries].join(' | ')} |`;
}

/** Returns the plots by file name. */
export function drawPlots({ rows, curves }: LabStudy): Readonly<Record<string, LineChart>> {
  const first = curves[0];
  return {
    'exact-match': {
      title: 'Exact match of rollouts against updates',
      x: { label: 'update', min: 0 },
      y: { label: 'percent', min: 0 },
      series: curves.map(({ run, points }) =>
        createSeries(points, run, ({ exactMatch }) => 100 * Number(exactMatch)),
      ),
    },
    operations: {
      title: `Operations per step against updates (${first?.run ?? 'no run'})`,
      x: { label: 'update', min: 0 },
      y: { label: 'operations per step', min: 0 },
      series: first ? createOperationSeries(first.points) : [],
    },
    lengths: {
      title: 'Exact match against stream length',
      x: { label: 'multiple of the training length', ticks: LAB_LENGTHS },
      y: { label: 'percent', min: 0 },
      series: [...new Set(rows.map(({ policy }) => policy))].map((policy) => lengthLine(policy, rows)),
    },
  };
}

function lengthLine(policy: string, rows: readonly StudyRow[]): Series {
  const lengths = [...new Set(rows.map(({ setting }) => setting))].filter((setting) =>
    /^\d+×$/.test(setting),
  );
  const points = lengths.flatMap((setting): Series['points'] => {
    const own = rows.filter((row) => row.policy === policy && row.setting === setting);
    return own.length === 0
      ? []
      : [{ x: Number.parseInt(setting, 10), y: average(own.map((row) => row.scores.exactMatch)) }];
  });
  return { name: policy, points };
}
