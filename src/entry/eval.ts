/**
 * The entry `atommem/eval`: evaluation runs, suites, scores, comparisons, charts and reports.
 *
 * @module
 */
export {
  type LineChart,
  type Point,
  renderLineChart,
  renderScatterChart,
  type Series,
} from '../chart/line.ts';
export { CHART_STYLE, svgFile } from '../chart/style.ts';
export {
  type BenchReport,
  type BenchReportOptions,
  type BenchRow,
  benchReport,
  type TypeScore,
} from '../eval/bench/bench-report.ts';
export { openCallFolder } from '../eval/bench/call-folder.ts';
export { type BenchOptions, type BenchRun, benchSettings, runBench } from '../eval/bench/run-bench.ts';
export {
  PAPER_DATASETS,
  SUITES,
  type Suite,
  type SuiteName,
  type Variant,
  type VariantSettings,
} from '../eval/bench/suites.ts';
export {
  COUNTED,
  countOperations,
  type EpisodeCost,
  type EpisodeScore,
  judgeEpisode,
  type OperationCounts,
  type QuestionScore,
  scoreEpisode,
  viewAtAnswer,
} from '../eval/episode-score.ts';
export { type EvaluationOptions, evaluate, type FinishedEpisode } from '../eval/evaluate.ts';
export { type ChunkMeasure, type EpisodeMeasure, measureEpisode } from '../report/measure-episode.ts';
export { writeReport } from '../report/write-report.ts';
