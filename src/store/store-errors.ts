import { StoreError } from '../memory/store-error.ts';

/** The failures that every store shares, worded once. */
export function closed(what: string): StoreError {
  return new StoreError({
    kind: 'closed',
    problem: `${what} is closed`,
    remedy: 'open it again, and close it only after the last call',
  });
}

export function notEmpty(namespace: string): StoreError {
  return new StoreError({
    kind: 'not-empty',
    problem: `namespace "${namespace}" holds records already`,
    remedy: 'choose a namespace without any; nothing was written',
  });
}

export function malformedLog(fault: string): StoreError {
  return new StoreError({
    kind: 'malformed-import',
    problem: `the records are no whole log: ${fault}`,
    remedy: 'give the records of one namespace from generation 1 on; nothing was written',
  });
}

/** A purge whose second half failed: the texts are erased, and their bytes not yet overwritten. */
export function erasedButKept(error: unknown): unknown {
  if (!(error instanceof StoreError)) return error;
  return new StoreError({
    kind: error.kind,
    problem: `the texts are erased, but their bytes are still on disk (${error.message})`,
    remedy: 'purge the same entries again when that is settled',
    cause: error,
    applied: 'yes',
  });
}
