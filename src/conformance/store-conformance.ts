/**
 * All conformance cases for `Store` implementations.
 * @module
 */

import type { StoreCase, StoreContext } from './store-case.ts';
import { historyCases } from './store-cases-history.ts';
import { memoryCases } from './store-cases-memory.ts';
import { searchCases } from './store-cases-search.ts';
import { writeCases } from './store-cases-write.ts';

/**
 * Conformance cases for `Store`, for any test runner. A store conforms if every case passes.
 * @example
 * for (const { name, run } of storeCases) test(name, () => run({ open: async () => createMyStore() }));
 */
export const storeCases: readonly StoreCase[] = [
  ...writeCases,
  ...historyCases,
  ...searchCases,
  ...memoryCases,
];

export type { StoreCase, StoreContext };
