/**
 * Runs the store conformance suite on the in-memory store.
 *
 * @module
 */
import { describe, test } from 'vitest';
import { storeCases } from '../conformance/store-conformance.ts';
import { inMemoryStore } from './in-memory.ts';

describe('in-memory store', () => {
  for (const { name, run } of storeCases)
    test(name, () => run({ open: async () => inMemoryStore(), longestText: 140_000 }));
});
