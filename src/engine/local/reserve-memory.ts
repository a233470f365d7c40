import { availableParallelism } from 'node:os';
import { EngineError } from '../engine-error.ts';
import type { MemoryPlan, MemorySizes } from './memory-plan.ts';

const PAGE_BYTES = 65536;
/** What 32-bit addresses reach. */
const LARGEST_MEMORY = 2 ** 32;
const SHARD_COUNTS = [1, 2, 4, 8, 16];

/** How an engine runs, whatever it computes. Workers and slots never change a result. */
export interface LocalRunOptions {
  /** Threads. Default: as many as processors, at most `gradientShards`. */
  readonly workers?: number;
  /** Parts in which gradients are summed: 1, 2, 4, 8 or 16. Default 4. */
  readonly gradientShards?: number;
  /** Replies sampled at a time; more are sampled one lot after another. Default 128. */
  readonly slots?: number;
}

/** The numbers that the memory depends on, with defaults; throws `bad-config`. */
export function sizesOf(options: LocalRunOptions): MemorySizes {
  const { gradientShards: shards = 4, slots = 128 } = options;
  const workers = options.workers ?? Math.min(availableParallelism(), shards);
  if (!SHARD_COUNTS.includes(shards)) {
    throw new EngineError(
      'bad-config',
      `gradientShards is ${shards}; use one of ${SHARD_COUNTS.join(', ')}.`,
    );
  }
  for (const [name, value] of Object.entries({ workers, slots })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new EngineError('bad-config', `${name} is ${value}; use a positive integer.`);
  }
  return { workers, shards, slotsPerWorker: Math.ceil(slots / workers) };
}

/** The shared memory for a plan; throws `out-of-memory` with the size and what makes it smaller. */
export function reserveMemory(plan: MemoryPlan): WebAssembly.Memory {
  const wanted = `The engine needs ${Math.ceil(plan.bytes / 2 ** 20)} MiB of shared memory`;
  const remedy = 'use a smaller model, a shorter context, fewer workers or fewer slots';
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
