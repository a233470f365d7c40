/**
 * What a policy sees of the memory in one step.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import type { Entry } from './entry.ts';

/**
 * What the memory shows in one step: the scratchpad, the standing query and its top-K entries. In the
 * operations of this step, `{ slot }` refers to `entries[slot - 1]`.
 */
export interface View {
  readonly scratchpad: string;
  /** `meta` of the scratchpad, which the policy does not see as text. */
  readonly scratchpadMeta: JsonObject;
  /** `null` until the first Read. */
  readonly query: string | null;
  readonly entries: readonly Entry[];
}
