/**
 * Plays one stream with one policy under a memory limit.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { documentTask } from '../../src/agent/document-task.ts';
import { runEpisode } from '../../src/agent/run-episode.ts';
import { loadDataset } from '../../src/dataset/load-dataset.ts';
import { buildStreams } from '../../src/dataset/stream-builder.ts';
import { scoreEpisode, viewAtAnswer } from '../../src/eval/episode-score.ts';
import { learnedPolicy } from '../../src/learned/learned-policy.ts';
import { parseWeights } from '../../src/learned/weights.ts';
import type { Ablation } from '../../src/memory/ablate.ts';
import type { Embedder } from '../../src/memory/embedder.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { BETTER, memoryOptionsFor, streamRulesFor } from '../../src/released/compatibility.ts';
import { ragPolicy } from '../../src/rules/rag-policy.ts';
import { rulesPolicy } from '../../src/rules/rules-policy.ts';
import { lexicalRetriever } from '../../src/search/lexical.ts';
import { createCountingClock } from '../../src/shared/clock.ts';
import { inMemoryStore } from '../../src/store/in-memory.ts';
import type { Task } from '../../src/task/task.ts';
import { loadDefaultTokenizer } from '../../src/task/tokenizer.ts';

/** What one episode kept and showed. */
export interface KeptScore {
  /** Whether the final view shows an accepted answer. `null` for yes and no. */
  readonly answer: number | null;
  /** Whether the final view shows all evidence. */
  readonly support: number;
  /** Characters of all entries and the scratchpad at the end. */
  readonly kept: number;
  /** Characters of the final view. */
  readonly shown: number;
  readonly stream: string;
}

const tokenizer = await loadDefaultTokenizer();
const loaded = new Map<string, ReturnType<typeof loadDataset>>();

/** Opens the first streams of a file, one question each. */
export async function loadTasks(
  file: string,
  documents: number,
  limit: number,
  seed: number,
): Promise<readonly Task[]> {
  const dataset = loaded.get(file) ?? loadDataset(file);
  loaded.set(file, dataset);
  const { records, extraPassages } = await dataset;
  const streams = buildStreams(records, { documents, questions: 1, limit, seed, extraPassages });
  return streams.map((stream) => documentTask(stream, { tokenizer, streamRules: streamRulesFor(BETTER) }));
}

/**
 * Creates a policy by name: `rules`, `refuse` (the rules without eviction), `rag`, `learned`, `learned-all`, which sees all
 * entries, or `learned:FILE` with other weights. Weights that were trained with an embedder get `embedder`.
 */
export async function createContender(name: string, embedder?: Embedder): Promise<Policy> {
  if (name === 'rag') return ragPolicy();
  if (name === 'refuse') return refuseWhenFull(rulesPolicy());
  if (name === 'learned') return learnedPolicy();
  if (name === 'learned-all') return learnedPolicy({ sight: 'all' });
  if (!name.startsWith('learned:')) return rulesPolicy();
  const path = name.slice('learned:'.length);
  const weights = parseWeights(JSON.parse(await readFile(path, 'utf8')), path);
  return learnedPolicy({ weights, embedder: weights.embedder === undefined ? undefined : embedder });
}

/** Hides the limits of memory from a policy, as before the rules evicted. */
function refuseWhenFull(policy: Policy): Policy {
  return {
    ...policy,
    act: (observation, context) =>
      policy.act(observation, { ...context, capacity: undefined, characterCapacity: undefined }),
  };
}

/** Plays one task. A budget is a number of entries, or characters as in `2000ch`. */
export async function playTask(
  policy: Policy,
  task: Task,
  budget: string,
  ablations: readonly Ablation[],
): Promise<KeptScore> {
  const store = inMemoryStore();
  const amount = Number.parseInt(budget, 10);
  const trajectory = await runEpisode({
    task,
    policy,
    ablations,
    memory: {
      ...memoryOptionsFor(BETTER),
      store,
      namespace: 'episode',
      retriever: lexicalRetriever(),
      ...(budget.endsWith('ch')
        ? { characterCapacity: amount }
        : budget === 'none'
          ? {}
          : { capacity: amount }),
    },
    clock: createCountingClock(),
    timer: () => 0,
  });
  const [question] = scoreEpisode(trajectory).questions;
  const view = viewAtAnswer(trajectory, 0);
  const pad = (await store.get('episode', 'scratchpad'))?.text.length ?? 0;
  const size = (texts: readonly { readonly text: string }[]): number =>
    texts.reduce((sum, { text }) => sum + text.length, 0);
  return {
    answer: question!.answerInMemory,
    support: question!.supportAll ?? 0,
    kept: size(await store.list('episode')) + pad,
    shown: size(view?.entries ?? []) + (view?.scratchpad.length ?? 0),
    stream: task.id,
  };
}
