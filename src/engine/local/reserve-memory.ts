/**
 * Allocates the shared memory of a local engine.
 *
 * @module
 */

import { availableParallelism } from 'node:os';
import { engineError } from '../engine-error.ts';
import type { MemoryPlan, MemorySizes } from './memory-plan.ts';
import type { ModelConfig } from './model-config.ts';

const PAGE_BYTES = 65536;
/** Limit of 32-bit addresses. */
const LARGEST_MEMORY = 2 ** 32;
const SHARD_COUNTS = [1, 2, 4, 8, 16];
/** Roughly one processor's share of the last-level cache. */
const CACHE_BYTES = 2 ** 23;

/** Options of execution. Workers and slots never change a result; `gradientShards` changes its last bits. */
export interface LocalRunOptions {
  /** Number of threads. Default: the number of processors, at most `gradientShards`. */
  readonly workers?: number;
  /** Number of parts in which gradients are summed: 1, 2, 4, 8 or 16. Default 4. */
  readonly gradientShards?: number;
  /**
   * Number of replies that a worker continues at a time. Further replies wait for the next batch. Default:
   * 8 to 64, as many as have their keys and values in 8 MiB. Larger batches are limited by memory speed.
   */
  readonly slotsPerWorker?: number;
}

/**
 * Fills in the defaults of the sizes that determine the memory.
 *
 * @throws AtomMemError `bad-config`
 */
export function fillSizes(options: LocalRunOptions, model: ModelConfig): MemorySizes {
  const { gradientShards: shards = 4, slotsPerWorker = defaultSlots(model) } = options;
  const workers = options.workers ?? Math.min(availableParallelism(), shards);
  if (!SHARD_COUNTS.includes(shards)) {
    throw engineError('bad-config', `gradientShards is ${shards}`, `use one of ${SHARD_COUNTS.join(', ')}`);
  }
  for (const [name, value] of Object.entries({ workers, slotsPerWorker })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw engineError('bad-config', `${name} is ${value}`, `use a positive integer`);
  }
  return { workers, shards, slotsPerWorker };
}

function defaultSlots({ layers, context, width }: ModelConfig): number {
  const bytesPerReply = 4 * layers * 2 * context * width;
  return Math.min(Math.max(Math.floor(CACHE_BYTES / bytesPerReply), 8), 64);
}

/**
 * Allocates the shared memory for a plan.
 *
 * @throws AtomMemError `out-of-memory` with the size and how to reduce it
 */
export function reserveMemory(plan: MemoryPlan): WebAssembly.Memory {
  const wanted = `The engine needs ${Math.ceil(plan.bytes / 2 ** 20)} MiB of shared memory`;
  const remedy = 'use a smaller model, a shorter context or fewer workers';
  if (plan.bytes > LARGEST_MEMORY) {
    throw engineError('out-of-memory', `${wanted}, but can address only 4096`, remedy);
  }
  const pages = Math.ceil(plan.bytes / PAGE_BYTES);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw engineError('out-of-memory', `${wanted}, but the system cannot allocate it`, remedy, {
      cause,
    });
  }
}
