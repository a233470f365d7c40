/**
 * The failures that all stores share, and the shape in which a driver's failures are described.
 *
 * @module
 */
import { type Applied, AtomMemError, type AtomMemErrorDetails } from '../shared/error.ts';

/** Codes whose details are those of a store. */
export type StoreErrorCode = {
  [Code in keyof AtomMemErrorDetails]: AtomMemErrorDetails[Code] extends { readonly applied?: Applied }
    ? Code
    : never;
}[keyof AtomMemErrorDetails];

/** What a driver's error means. */
export interface FailureText {
  readonly code: StoreErrorCode;
  readonly problem: string;
  readonly remedy: string;
}

export function toAtomMemError({ code, problem, remedy }: FailureText, cause: unknown): AtomMemError {
  return new AtomMemError(code, { problem, remedy, cause });
}

export function closed(what: string): AtomMemError<'closed'> {
  return new AtomMemError('closed', {
    problem: `${what} is closed`,
    remedy: 'Open it again, and close it after the last call',
  });
}

export function notEmpty(namespace: string): AtomMemError<'not-empty'> {
  return new AtomMemError('not-empty', {
    problem: `namespace "${namespace}" already holds records`,
    remedy: 'Choose an empty namespace. Nothing was written',
  });
}

export function fileExists(path: string): AtomMemError<'not-empty'> {
  return new AtomMemError('not-empty', {
    problem: `${path} already exists`,
    remedy: 'Name a file that does not exist. Nothing was written',
  });
}

export function noFolder(path: string): AtomMemError<'unreachable'> {
  return new AtomMemError('unreachable', {
    problem: `${path} is in a folder that does not exist`,
    remedy: 'Create the folder, or name another file. Nothing was written',
  });
}

export function malformedLog(fault: string): AtomMemError<'malformed-import'> {
  return new AtomMemError('malformed-import', {
    problem: `the records are not a complete log: ${fault}`,
    remedy: 'Pass all records of one namespace, from generation 1 on. Nothing was written',
  });
}

/** Describes a purge that erased the texts but failed to overwrite their bytes. */
export function erasedButKept(error: unknown): unknown {
  if (!AtomMemError.isInstance(error)) return error;
  return new AtomMemError(error.code as StoreErrorCode, {
    problem: `the texts are erased, but their bytes are still on disk (${error.message})`,
    remedy: 'Purge the same entries again once the cause is removed',
    cause: error,
    details: { applied: 'yes' },
  });
}
