/**
 * Estimates the memory of a model before it is loaded, so that a model that cannot fit ends with advice and does not
 * bring down the process.
 *
 * @module
 */
import { freemem, platform, totalmem } from 'node:os';
import { AtomMemError } from '../shared/error.ts';
import type { GgufHeader } from './gguf.ts';

/** Working memory of llama.cpp besides weights, keys and values, in bytes. A low estimate. */
const WORKING_BYTES = 64 * 2 ** 20;
/** Bytes of one key or value: they are kept in 16 bits. */
const KEY_BYTES = 2;
/** Tensors that write keys and values, with the share of their output that is kept. */
const KEY_TENSORS = /^blk\.\d+\.attn_(?:k|v|kv_a_mqa)\.weight$/;
const FUSED_TENSORS = /^blk\.\d+\.attn_qkv\.weight$/;
/** The share of layers that see the whole context in models with a sliding window. The lowest in use. */
const WHOLE_LAYERS = 1 / 6;
/** The smallest context that is suggested, in tokens. */
const SMALLEST_CONTEXT = 512;

/**
 * Checks that weights and context fit the available memory. The estimate is low rather than high, so that a model that
 * would run is never refused.
 *
 * @param available in bytes, as `readAvailableMemory` returns it
 * @throws AtomMemError `out-of-memory`
 */
export function checkMemory(header: GgufHeader, path: string, contextSize: number, available: number): void {
  const weights = header.bytes + WORKING_BYTES;
  const needed = weights + estimateContext(header, contextSize);
  if (needed <= available) return;
  const smaller = findFittingContext(header, contextSize, available - weights);
  throw new AtomMemError('out-of-memory', {
    problem: `${path} needs ${inGigabytes(needed)} with a context of ${contextSize} tokens, and ${inGigabytes(available)} are available`,
    remedy:
      smaller === undefined
        ? 'Use a smaller quantisation of the model or a smaller model'
        : `Pass a contextSize of at most ${smaller} (on the command line: --context ${smaller})`,
  });
}

/** Estimates the bytes of the keys and values of a context. */
export function estimateContext(header: GgufHeader, contextSize: number): number {
  let perToken = 0;
  for (const [name, shape] of header.tensors) {
    const output = shape[1] ?? 0;
    if (KEY_TENSORS.test(name)) perToken += output * KEY_BYTES;
    else if (FUSED_TENSORS.test(name)) perToken += Math.max(0, output - (header.width ?? output)) * KEY_BYTES;
  }
  const { slidingWindow } = header;
  if (slidingWindow === undefined) return perToken * contextSize;
  const windowed = Math.min(contextSize, slidingWindow);
  return perToken * (WHOLE_LAYERS * contextSize + (1 - WHOLE_LAYERS) * windowed);
}

/** Returns the longest power of two that fits, or `undefined` if none does. */
function findFittingContext(header: GgufHeader, contextSize: number, room: number): number | undefined {
  for (let size = 2 ** Math.ceil(Math.log2(contextSize) - 1); size >= SMALLEST_CONTEXT; size /= 2) {
    if (estimateContext(header, size) <= room) return size;
  }
  return undefined;
}

/** Returns the memory that this process can still take, in bytes: the free memory, or less in a container. */
export function readAvailableMemory(): number {
  // macOS reports memory that holds cached files as used, so the figure would refuse models that run.
  const free = platform() === 'darwin' ? totalmem() : freemem();
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? Math.min(free, limit - process.memoryUsage.rss()) : free;
}

/** Writes bytes for a message. */
export function inGigabytes(bytes: number): string {
  return `${(Math.max(0, bytes) / 2 ** 30).toFixed(1)} GB`;
}
