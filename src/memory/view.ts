/**
 * What a policy sees of the memory in one step.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import type { Entry } from './entry.ts';

/**
 * What the memory shows in one step: the scratchpad, the query that stands, and the top-K entries for it.
 * `entries[slot - 1]` is what `{ slot }` means in this step's operations.
 */
export interface View {
  readonly scratchpad: string;
  /** What is recorded beside the scratchpad (`sources`); no part of the text that a policy is shown. */
  readonly scratchpadMeta: JsonObject;
  /** `null` until the first Read. */
  readonly query: string | null;
  readonly entries: readonly Entry[];
}
