/**
 * Runs a workflow through the whole loop on the toy stream.
 *
 * @module
 */
import type { Budget } from '../../src/agent/budget.ts';
import { runEpisode } from '../../src/agent/run-episode.ts';
import { hashingEmbedder } from '../../src/embed/hashing.ts';
import type { Retriever } from '../../src/memory/retriever.ts';
import type { Store } from '../../src/memory/store.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { vectorRetriever } from '../../src/search/vector.ts';
import { createCountingClock } from '../../src/shared/clock.ts';
import { inMemoryStore } from '../../src/store/in-memory.ts';
import type { Trajectory } from '../../src/trajectory/trajectory.ts';
import { embedderSimilarity, type Similarity } from '../../src/workflow/similarity.ts';
import { toyTask } from './toy-stream.ts';

const embedder = hashingEmbedder();

export const retriever: Retriever = vectorRetriever({ embedder });
export const similarity: Similarity = embedderSimilarity(embedder);

/**
 * Runs a workflow over the toy stream.
 * @param perChunk documents per step
 */
export function runToy(
  policy: Policy,
  {
    namespace = 'toy',
    perChunk = 2,
    store = inMemoryStore(),
    budget,
  }: {
    readonly namespace?: string;
    readonly perChunk?: number;
    readonly store?: Store;
    readonly budget?: Budget;
  } = {},
): Promise<Trajectory> {
  return runEpisode({
    task: toyTask(perChunk),
    policy,
    memory: { store, namespace, retriever },
    clock: createCountingClock(),
    timer: () => 0,
    budget,
  });
}
