/**
 * Credit estimators by name.
 *
 * @module
 */
import { broadcast } from './broadcast.ts';
import type { CreditEstimator } from './credit.ts';
import { lineage } from './lineage.ts';

/** Creates the named estimator with its defaults. */
export function createCredit(name: 'broadcast' | 'lineage'): CreditEstimator {
  return name === 'lineage' ? lineage() : broadcast();
}
