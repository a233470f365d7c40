/**
 * Options of an episode, and their defaults.
 *
 * @module
 */
import type { Ablation } from '../memory/ablate.ts';
import type { MemoryOptions } from '../memory/memory.ts';
import type { Policy } from '../policy/policy.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { type Clock, systemClock } from '../shared/clock.ts';
import type { JsonObject } from '../shared/json.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { storeRetriever } from '../store/store-retriever.ts';
import type { Observation } from '../task/observation.ts';
import type { Task } from '../task/task.ts';
import type { StepRecord } from '../trajectory/trajectory.ts';
import type { Budget } from './budget.ts';

export interface EpisodeOptions {
  readonly task: Task;
  readonly policy: Policy;
  /**
   * The memory to open. A new namespace starts empty; an existing one keeps its entries. Default: an in-memory store,
   * the task's id as namespace, lexical search. If `retriever` is not set, a given store uses its own search.
   */
  readonly memory?: Partial<Omit<MemoryOptions, 'clock'>>;
  /** Passed to `task.open`. Default: the task's own choice. */
  readonly seed?: number;
  /** Clock of the memory, in milliseconds. Default: wall time. */
  readonly clock?: Clock;
  /** Milliseconds of wall time, for latencies and the time budget. Default: `performance.now`. */
  readonly timer?: () => number;
  readonly budget?: Budget;
  /** Memory components to remove. */
  readonly ablations?: readonly Ablation[];
  /** Number of consecutive outside failures that ends the episode. Default: 3. */
  readonly failureLimit?: number;
  /** Whether steps record the text of chunks and situations. Default: false (documents are named by id). */
  readonly recordChunks?: boolean;
  /** Recorded in the trajectory's header. */
  readonly settings?: JsonObject;
  readonly signal?: AbortSignal;
  /** Called after each step. The next step waits for the returned promise. */
  readonly onStep?: (step: StepRecord, observation: Observation) => void | Promise<void>;
}

/** The options with every default filled in. */
export interface EpisodeSettings extends EpisodeOptions {
  readonly memory: Omit<MemoryOptions, 'clock'>;
  readonly clock: Clock;
  readonly timer: () => number;
  readonly ablations: readonly Ablation[];
  readonly failureLimit: number;
}

/** Fills in the defaults. */
export function resolveEpisodeOptions(options: EpisodeOptions): EpisodeSettings {
  const { memory = {} } = options;
  return {
    ...options,
    memory: {
      ...memory,
      store: memory.store ?? inMemoryStore(),
      namespace: memory.namespace ?? options.task.id,
      retriever: memory.retriever ?? (memory.store === undefined ? lexicalRetriever() : storeRetriever()),
    },
    clock: options.clock ?? systemClock,
    timer: options.timer ?? (() => performance.now()),
    ablations: options.ablations ?? [],
    failureLimit: options.failureLimit ?? 3,
  };
}
