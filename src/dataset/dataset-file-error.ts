/**
 * Errors about a record of a data set file.
 *
 * @module
 */
import { AtomMemError, type AtomMemErrorDetails, type FileFailure } from '../shared/error.ts';

/** Codes of errors about a file and its records. */
export type DatasetErrorCode = {
  [Code in keyof AtomMemErrorDetails]: FileFailure extends AtomMemErrorDetails[Code] ? Code : never;
}[keyof AtomMemErrorDetails];

/**
 * Makes an error that names the file and the place in it.
 *
 * @param place `line 12`, or `record 12` of an array.
 */
export function createDatasetError(
  code: DatasetErrorCode,
  {
    path,
    place,
    line,
    problem,
    remedy,
  }: {
    readonly path: string;
    readonly place?: string;
    readonly line?: number;
    readonly problem: string;
    readonly remedy: string;
  },
): AtomMemError<DatasetErrorCode> {
  const where = place === undefined ? path : `${path}, ${place}`;
  // A problem that starts with a verb continues the sentence: "line 2 is not valid JSON".
  const mark = STARTS_WITH_VERB.test(problem) ? '' : ':';
  return new AtomMemError(code, { problem: `${where}${mark} ${problem}`, remedy, details: { path, line } });
}

const STARTS_WITH_VERB = /^(?:is|has|does|holds|lacks) /;
