/**
 * Turns a choice between the released agent's rules and this project's into plain options. Only the command
 * line and presets know the choice; everything below them takes the options.
 *
 * @module
 */
import type { MemoryOptions } from '../memory/memory.ts';
import type { ChunkOptions } from '../task/chunk-documents.ts';
import type { StreamRules } from '../task/stream-rules.ts';
import type { Atommem8bOptions } from './atommem-8b-codec.ts';
import {
  type Compatibility,
  chunkOptionsFor,
  codecOptionsFor,
  memoryOptionsFor,
  streamRulesFor,
} from './compatibility.ts';

/** Plain options for everything that the choice affects. */
export interface ResolvedRules {
  /** How a document stream is cut and which rules it follows. */
  readonly reading: {
    readonly streamRules: StreamRules;
    readonly boundary: NonNullable<ChunkOptions['boundary']>;
    readonly chunkOverlap: number;
    readonly maxTokens?: number;
  };
  readonly memory: Required<Pick<MemoryOptions, 'identity' | 'slotZero' | 'duplicates'>>;
  readonly codec: Required<Pick<Atommem8bOptions, 'slotZero' | 'malformed'>>;
  /** Whether the episodes of a batch share one store, as in the released evaluator. */
  readonly sharedStore: boolean;
}

/**
 * Returns the options that a choice of rules stands for.
 *
 * @example
 * const { memory, reading } = resolveRules(parseCompatibility('official,store=better'));
 */
export function resolveRules(rules: Compatibility): ResolvedRules {
  const { overlap, ...cut } = chunkOptionsFor(rules);
  return {
    reading: { streamRules: streamRulesFor(rules), chunkOverlap: overlap, ...cut },
    memory: memoryOptionsFor(rules),
    codec: codecOptionsFor(rules),
    sharedStore: rules.store === 'official',
  };
}
