/**
 * Reads trajectory files and checks their records.
 *
 * @module
 */
import { AtomMemError, type AtomMemErrorCode } from '../shared/error.ts';
import { type JsonLine, parseJsonLines, requireValue } from '../shared/json-lines.ts';
import { readJsonLinesFile } from '../shared/json-lines-file.ts';
import { findRecordProblem } from './check-record.ts';
import { type EpisodeRecord, type StepRecord, TRAJECTORY_SCHEMA, type Trajectory } from './trajectory.ts';

/**
 * Reads a trajectory file.
 *
 * @throws AtomMemError with the path and the line:
 * `missing-file` or `unreadable-file`;
 * `malformed-json` or `malformed-record` for a damaged line;
 * `unknown-format` for a file that is not a trajectory, or has another schema version.
 */
export async function readTrajectory(path: string): Promise<Trajectory> {
  const records: Parsed[] = [];
  for await (const line of readJsonLinesFile(path)) records.push(toRecord(line, path));
  return assemble(records, path);
}

/**
 * Parses the text of a trajectory file.
 *
 * @param name names the text in errors. Default: `trajectory`.
 * @throws AtomMemError, as `readTrajectory` does
 */
export function parseTrajectory(text: string, name = 'trajectory'): Trajectory {
  return assemble(
    Array.from(parseJsonLines(text), (line) => toRecord(line, name)),
    name,
  );
}

function assemble(records: readonly Parsed[], name: string): Trajectory {
  const [header, ...rest] = records;
  if (!isHeader(header)) {
    throw fileError('unknown-format', name, 1, {
      problem: 'the first line has no kind "episode"',
      remedy: 'Give a trajectory, as `atommem eval --out` writes it',
    });
  }
  if (header.schema !== TRAJECTORY_SCHEMA) {
    throw fileError('unknown-format', name, 1, {
      problem: `has schema ${header.schema}, and this version reads ${TRAJECTORY_SCHEMA}`,
      remedy: 'Read it with the version that wrote it',
    });
  }
  const end = rest.at(-1);
  if (end?.kind !== 'end') {
    throw fileError('malformed-record', name, undefined, {
      problem: 'has no end record, so its episode was interrupted',
      remedy: 'Run the episode again',
    });
  }
  const steps = rest.filter((record): record is StepRecord => record.kind === 'step');
  return { header, steps, end };
}

type Parsed = EpisodeRecord | StepRecord | Trajectory['end'];

function isHeader(record: Parsed | undefined): record is EpisodeRecord {
  return record?.kind === 'episode';
}

function toRecord(line: JsonLine, name: string): Parsed {
  const record = requireValue(line, name);
  const problem = findRecordProblem(record);
  if (problem === undefined) return record as Parsed;
  throw fileError('malformed-record', name, line.line, {
    problem,
    remedy: 'Correct the line, or run the episode again',
  });
}

function fileError(
  code: Extract<AtomMemErrorCode, 'unknown-format' | 'malformed-record'>,
  path: string,
  line: number | undefined,
  { problem, ...content }: { readonly problem: string; readonly remedy: string },
): AtomMemError {
  const place = line === undefined ? path : `${path}:${line}`;
  return new AtomMemError(code, { problem: `${place}: ${problem}`, ...content, details: { path, line } });
}
