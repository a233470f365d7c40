/**
 * Retrieves the view of a step. If retrieval fails, the view is empty and the failure is returned.
 *
 * @module
 */
import type { Memory } from '../memory/memory.ts';
import type { View } from '../memory/view.ts';
import { createFailure } from '../policy/create-failure.ts';
import type { Failure } from '../policy/policy.ts';

export async function lookUp(
  memory: Memory,
  signal?: AbortSignal,
): Promise<{ readonly view: View; readonly failure?: Failure }> {
  try {
    return { view: await memory.observe(signal) };
  } catch (cause) {
    const scratchpad = await memory.scratchpad().catch(() => undefined);
    const view: View = {
      scratchpad: scratchpad?.text ?? '',
      scratchpadMeta: scratchpad?.meta ?? {},
      query: null,
      entries: [],
    };
    return { view, failure: createFailure('embedder', cause) };
  }
}
