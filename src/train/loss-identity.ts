/**
 * Identifies the loss of a run, so that a resumed run has the same one.
 *
 * @module
 */
import type { Loss } from '../engine/engine.ts';
import type { JsonValue } from '../shared/json.ts';
import { digestData } from './digest-data.ts';

/** Returns the loss as JSON. A custom loss is its label and a digest of its expression. */
export function identifyLoss(loss: Loss): JsonValue {
  return loss.name === 'custom' ? `${loss.label} ${digestData(loss.nodes)}` : { ...loss };
}
