/**
 * The tools that a model may call in a step.
 *
 * @module
 */
import { MEMORY_TOOLS } from '../codec/tool-set.ts';
import type { Observation } from '../task/observation.ts';
import type { OfferedTool } from './generate-reply.ts';

/** Returns the memory tools, identical at every step for prompt caches, and the tools of the situation. */
export function offerTools(observation: Observation): readonly OfferedTool[] {
  return observation.stage === 'act' ? [...MEMORY_TOOLS, ...observation.situation.tools] : MEMORY_TOOLS;
}
