/**
 * `recallBlock`: recalls the entries for a message and writes them as a block for a prompt.
 *
 * @module
 */
import type { Memory } from '../memory/memory.ts';
import { loadDefaultTokenizer, type Tokenizer } from '../task/tokenizer.ts';
import { buildMemoryBlock } from './memory-block.ts';
import { recallEntries } from './recall-entries.ts';

export interface RecallBlockOptions {
  /** Limits the block. Default: 1,200 tokens. */
  readonly tokens?: number;
  /** Tokenizer for the budget. Default: `o200k_base`. */
  readonly tokenizer?: Pick<Tokenizer, 'count'>;
  /** Purpose of this showing, for the live view. Default: `recalled for a model call`. */
  readonly purpose?: string;
}

/** Maximum length of a query, in characters. */
const LONGEST_QUERY = 2000;

/** Returns the block for a message, or `''` if nothing relevant is remembered or nothing fits. */
export async function recallBlock(
  memory: Memory,
  message: string,
  { tokens = 1200, tokenizer, purpose = 'recalled for a model call' }: RecallBlockOptions = {},
): Promise<string> {
  const counter = tokenizer ?? (await loadDefaultTokenizer());
  const query = message.slice(0, LONGEST_QUERY);
  const found = await recallEntries({ memory, query, entries: () => memory.entries() });
  const { text, entries } = buildMemoryBlock(found, { tokens, countTokens: (text) => counter.count(text) });
  memory.noteShown(entries, purpose);
  return text;
}
