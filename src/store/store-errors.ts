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
