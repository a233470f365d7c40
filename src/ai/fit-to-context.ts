/**
 * Fits the sizes of a run to the context of its model.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

/** Sizes in tokens, and the number of entries that a read shows. */
export interface RunSizes {
  readonly chunkSize: number;
  readonly maxOutputTokens: number;
  readonly k: number;
}

/** Tokens of the instructions. The longest prompt, `tags`, has 930 with a small tokenizer. */
const INSTRUCTIONS = 1100;
/** Tokens of an entry as it is shown. */
const ENTRY = 80;
/** Token counts of two tokenizers differ by this factor at most, on ordinary text. */
const DIFFERENCE = 1.15;
const SMALLEST_CHUNK = 256;
const SMALLEST_REPLY = 256;

/**
 * Reduces sizes until instructions, chunk, shown entries and reply fit the context together. The reply gets at most a
 * quarter of it, then the chunk shrinks, then fewer entries are shown.
 *
 * @throws AtomMemError `context-exceeded` if the smallest chunk does not fit
 */
export function fitToContext(sizes: RunSizes, contextSize: number): RunSizes {
  const { k, chunkSize } = sizes;
  const instructions = Math.min(INSTRUCTIONS, Math.ceil(contextSize / 3));
  const needed = (entries: number, chunk: number, reply: number): number =>
    instructions + (entries * ENTRY + chunk) * DIFFERENCE + reply;
  if (needed(k, chunkSize, sizes.maxOutputTokens) <= contextSize) return sizes;
  const reply = Math.min(sizes.maxOutputTokens, Math.max(SMALLEST_REPLY, Math.floor(contextSize / 4)));
  const left = (entries: number): number =>
    Math.floor((contextSize - reply - instructions) / DIFFERENCE) - entries * ENTRY;
  let entries = k;
  while (entries > 1 && left(entries) < Math.min(SMALLEST_CHUNK, chunkSize)) entries--;
  const chunk = Math.min(chunkSize, left(entries));
  if (chunk >= Math.min(SMALLEST_CHUNK, chunkSize))
    return { k: entries, chunkSize: chunk, maxOutputTokens: reply };
  const least = Math.ceil(needed(1, Math.min(SMALLEST_CHUNK, chunkSize), SMALLEST_REPLY));
  throw new AtomMemError('context-exceeded', {
    problem: `A context of ${contextSize} tokens is smaller than the instructions, one chunk and a reply, which need ${least}`,
    remedy:
      'Use a model with a longer context, or raise it (gguf: --context; Ollama: num_ctx; llama.cpp: -c)',
  });
}
