/**
 * `summariseWebRuns`: figures of repeated runs of a web benchmark, with mean and spread.
 *
 * @module
 */
import type { WebEnding } from './web-ending.ts';

/** The result of one question in one run. */
export interface WebResult {
  readonly id: string;
  /** Which run; 1, 2, 3 … */
  readonly run: number;
  /** Kind for results by kind. */
  readonly type?: string;
  readonly ending: WebEnding;
  /** 1 right, 0 wrong, `undefined` if it was not judged. */
  readonly score: number | undefined;
  /** Whether memory shows the answer at the end; `undefined` if it cannot be told. */
  readonly answerInMemory?: number;
  /** Tool calls used. */
  readonly calls: number;
}

export interface WebSummary {
  readonly type: string;
  /** Questions that were scored in at least one run. */
  readonly questions: number;
  /** Mean over the runs; `null` if nothing was scored. */
  readonly mean: number | null;
  /** Standard deviation over the runs (n − 1); `null` for fewer than two runs. */
  readonly spread: number | null;
  /** Score of each run, in order. */
  readonly runs: readonly (number | null)[];
  /** Answers without a verdict. They are in no mean. */
  readonly unjudged: number;
  /** Episodes that failed by an outage. They are in no mean, and a repeated run plays them again. */
  readonly outages: number;
  /** Share of episodes in which memory shows the answer at the end; `null` if it cannot be told. */
  readonly inMemory: number | null;
  /** Number of episodes by ending. */
  readonly endings: Readonly<Record<string, number>>;
  /** Mean tool calls of scored episodes. */
  readonly calls: number | null;
}

const NOT_SCORED: ReadonlySet<WebEnding> = new Set(['outage', 'failed', 'aborted']);

/**
 * Summarises results: first all questions (`all`), then every kind. A question that was not judged, or whose episode
 * failed, is counted and left out of the means.
 *
 * @example
 * const [all] = summariseWebRuns(results);
 * console.log(`${all.mean} ± ${all.spread}, ${all.unjudged} unjudged`);
 */
export function summariseWebRuns(results: readonly WebResult[]): readonly WebSummary[] {
  const types = [...new Set(results.flatMap(({ type }) => (type === undefined ? [] : [type])))].sort();
  return [
    summarise('all', results),
    ...types.map((type) =>
      summarise(
        type,
        results.filter((each) => each.type === type),
      ),
    ),
  ];
}

function summarise(type: string, results: readonly WebResult[]): WebSummary {
  const whole = results.filter(({ ending }) => !NOT_SCORED.has(ending));
  const scored = whole.filter(({ score }) => score !== undefined);
  const numbers = [...new Set(results.map(({ run }) => run))].sort((one, other) => one - other);
  const runs = numbers.map((run) =>
    mean(scored.filter((each) => each.run === run).map(({ score }) => score!)),
  );
  const known = runs.filter((score) => score !== null);
  const endings: Record<string, number> = {};
  for (const { ending } of results) endings[ending] = (endings[ending] ?? 0) + 1;
  return {
    type,
    questions: new Set(scored.map(({ id }) => id)).size,
    mean: mean(known),
    spread: measureSpread(known),
    runs,
    unjudged: whole.length - scored.length,
    outages: endings.outage ?? 0,
    inMemory: mean(whole.flatMap(({ answerInMemory }) => answerInMemory ?? [])),
    endings,
    calls: mean(scored.map(({ calls }) => calls)),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function measureSpread(values: readonly number[]): number | null {
  const middle = mean(values);
  if (middle === null || values.length < 2) return null;
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
