/**
 * All estimators of credit per operation, with their defaults.
 *
 * @module
 */
import { broadcastOperations } from './broadcast-operations.ts';
import { counterfactual } from './counterfactual.ts';
import type { OperationCredit } from './credit-rollout.ts';
import { lineageOperations, provenanceDecay } from './lineage-operations.ts';
import { localRerollout } from './local-rerollout.ts';
import { propensityWeighted } from './propensity-weighted.ts';
import { stepGrouped } from './step-grouped.ts';

/** Creators of all estimators. The first is the baseline. */
export const CREDITS: readonly (() => OperationCredit)[] = [
  broadcastOperations,
  stepGrouped,
  lineageOperations,
  provenanceDecay,
  localRerollout,
  propensityWeighted,
  counterfactual,
];
