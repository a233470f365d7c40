/**
 * Flags of `atommem ask`.
 *
 * @module
 */
import type { MemoryFlags } from './memory-options.ts';
import type { ModelFlags } from './model-options.ts';
import type { FileFlags } from './read-files.ts';

export interface AskFlags extends MemoryFlags, ModelFlags, FileFlags {
  readonly question?: readonly string[];
  readonly policy?: string;
  readonly preset?: string;
  readonly sentences: number;
  readonly stemming: boolean;
  readonly quiet?: boolean;
  readonly trajectory?: string;
  readonly maxSeconds?: number;
  readonly store?: string;
  readonly namespace: string;
  readonly json?: boolean;
}

/** Schema of the JSON document. */
export const ASK_SCHEMA = 'atommem.ask/2';
