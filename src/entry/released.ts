/**
 * The entry `atommem/released`: the dialect, prompts and rules of the released AtomMem-8B.
 *
 * @module
 */
export {
  ATOMMEM_8B_OFFICIAL,
  type Atommem8bOptions,
  createAtommem8bCodec,
} from '../released/atommem-8b-codec.ts';
export { createAtomMem8bPrompts, type PromptShape } from '../released/atommem-8b-prompts.ts';
export {
  BETTER,
  type Choice,
  type Compatibility,
  chunkOptionsFor,
  codecOptionsFor,
  memoryOptionsFor,
  OFFICIAL,
  parseCompatibility,
  streamRulesFor,
} from '../released/compatibility.ts';
