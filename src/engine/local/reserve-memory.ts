import { availableParallelism } from 'node:os';
import { EngineError } from '../engine-error.ts';
import type { MemoryPlan, MemorySizes } from './memory-plan.ts';
import type { ModelConfig } from './model-config.ts';

const PAGE_BYTES = 65536;
/** What 32-bit addresses reach. */
const LARGEST_MEMORY = 2 ** 32;
const SHARD_COUNTS = [1, 2, 4, 8, 16];
/** About what a processor's share of the last cache holds. */
const CACHE_BYTES = 2 ** 23;

/** How an engine runs, whatever it computes. Workers and slots never change a result. */
export interface LocalRunOptions {
  /** Threads. Default: as many as processors, at most `gradientShards`. */
  readonly workers?: number;
  /** Parts in which gradients are summed: 1, 2, 4, 8 or 16. Default 4. */
  readonly gradientShards?: number;
  /**
   * Replies that a worker continues at a time; more are sampled one lot after another. Default: 8 to 64, as
   * many as have their keys and values in 8 MiB, because larger lots wait for memory.
   */
  readonly slotsPerWorker?: number;
}

/** The numbers that the memory depends on, with defaults; throws `bad-config`. */
export function fillSizes(options: LocalRunOptions, model: ModelConfig): MemorySizes {
  const { gradientShards: shards = 4, slotsPerWorker = defaultSlots(model) } = options;
  const workers = options.workers ?? Math.min(availableParallelism(), shards);
  if (!SHARD_COUNTS.includes(shards)) {
    throw new EngineError(
      'bad-config',
      `gradientShards is ${shards}; use one of ${SHARD_COUNTS.join(', ')}.`,
    );
  }
  for (const [name, value] of Object.entries({ workers, slotsPerWorker })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new EngineError('bad-config', `${name} is ${value}; use a positive integer.`);
  }
  return { workers, shards, slotsPerWorker };
}

function defaultSlots({ layers, context, width }: ModelConfig): number {
  const bytesPerReply = 4 * layers * 2 * context * width;
  return Math.min(Math.max(Math.floor(CACHE_BYTES / bytesPerReply), 8), 64);
}

/** The shared memory for a plan; throws `out-of-memory` with the size and what makes it smaller. */
export function reserveMemory(plan: MemoryPlan): WebAssembly.Memory {
  const wanted = `The engine needs ${Math.ceil(plan.bytes / 2 ** 20)} MiB of shared memory`;
  const remedy = 'use a smaller model, a shorter context or fewer workers';
  if (plan.bytes > LARGEST_MEMORY) {
    throw new EngineError('out-of-memory', `${wanted}, and can address 4096; ${remedy}.`);
  }
  const pages = Math.ceil(plan.bytes / PAGE_BYTES);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new EngineError('out-of-memory', `${wanted}, and the system gives none; ${remedy}.`, { cause });
  }
}
