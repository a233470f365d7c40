/**
 * The entry `atommem/trajectories`: read, write, replay, export and import records of episodes.
 *
 * @module
 */
export {
  type ColumnType,
  type ExportFormat,
  type ExportFormatName,
  type ExportRow,
  exportFormat,
  exportFormatNames,
  type FieldsType,
  type ListType,
} from '../trajectory/export-formats.ts';
export { type Imported, type ImportOptions, importTrajectories } from '../trajectory/import-trajectory.ts';
export { parseTrajectory, readTrajectory } from '../trajectory/read-trajectory.ts';
export {
  type ReplayDifference,
  type ReplayOptions,
  replayTrajectory,
} from '../trajectory/replay-trajectory.ts';
export type * from '../trajectory/trajectory.ts';
export { formatTrajectory, writeTrajectory } from '../trajectory/write-trajectory.ts';
