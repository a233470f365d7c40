import { runEpisode } from '../../agent/run-episode.ts';
import { chunkOptionsFor, memoryOptionsFor, streamRulesFor } from '../../released/compatibility.ts';
import { createCountingClock } from '../../shared/clock.ts';
import { createInMemoryStore } from '../../store/in-memory.ts';
import { chunkDocuments } from '../../task/chunk-documents.ts';
import { createDialogue } from '../../task/dialogue/dialogue.ts';
import { createDocumentStream } from '../../task/document-stream.ts';
import type { Task } from '../../task/task.ts';
import { writeTrajectory } from '../../trajectory/write-trajectory.ts';
import { judgeEpisode } from '../episode-score.ts';
import type { BenchParts, BenchPolicy } from './bench-parts.ts';
import type { Cell } from './bench-plan.ts';
import { type BenchScore, type EpisodeOutcome, scoreBenchEpisode } from './bench-score.ts';
import { type BenchStream, isConversation } from './bench-stream.ts';
import { withOwnCalls } from './episode-calls.ts';

/** One episode that is to be run. Data only: it can be sent to another thread. */
export interface EpisodeJob {
  readonly key: string;
  readonly cell: Cell;
  /** Where the trajectory is written, if it is kept. */
  readonly trajectory: string | null;
}

/** Runs the episodes of one stream, which share its chunks. */
export interface StreamRunner {
  run(job: EpisodeJob, signal?: AbortSignal): Promise<EpisodeOutcome>;
}

export function createStreamRunner(stream: BenchStream, parts: BenchParts): StreamRunner {
  const tasks = new Map<string, Task>();
  const taskFor = (policy: BenchPolicy, chunkSize: number | undefined): Task => {
    const unit = policy.declaration?.unit ?? 'chunk';
    const key = `${unit} ${chunkSize}`;
    const task = tasks.get(key) ?? createTask(stream, parts, unit, chunkSize);
    tasks.set(key, task);
    return task;
  };

  return {
    async run({ key, cell, trajectory: path }, signal) {
      const { seed, variant, policy: name } = cell;
      const { chunkSize, k, retriever, capacity, overCapacity, ablations } = variant.settings;
      const policy = parts.policies.find((each) => each.policy.name === name);
      const found = parts.retriever(retriever, seed);
      if (policy === undefined || found === undefined) {
        throw new Error(
          `episode ${key}: the bench has no ${policy ? `retriever "${retriever}"` : `policy "${name}"`}`,
        );
      }
      const trajectory = await withOwnCalls(() =>
        runEpisode({
          task: taskFor(policy, chunkSize ?? parts.chunkSize),
          policy: policy.policy,
          memory: {
            ...memoryOptionsFor(parts.rules),
            store: createInMemoryStore(),
            namespace: key,
            retriever: found,
            ...parts.memory,
            ...(k !== undefined && { k }),
            ...(capacity !== undefined && { capacity }),
            ...(overCapacity && { overCapacity }),
          },
          clock: createCountingClock(),
          timer: parts.timer,
          settings: { seed, variant: variant.name },
          ...(ablations && { ablations }),
          ...(parts.budget && { budget: parts.budget }),
          ...(signal && { signal }),
        }),
      );
      const bare = scoreBenchEpisode(trajectory);
      const { judge } = parts;
      const score = judge ? ((await judgeEpisode(bare, trajectory, judge, signal)) as BenchScore) : bare;
      const whole = score.end !== 'aborted' && score.end !== 'failed';
      if (whole && path !== null) await writeTrajectory(path, trajectory);
      return { score, ...(whole && parts.measure && { measure: parts.measure(trajectory) }) };
    },
  };
}

function createTask(
  stream: BenchStream,
  { rules, tokenizer, questionsKnown = false }: BenchParts,
  unit: 'chunk' | 'document' | 'turn',
  chunkSize: number | undefined,
): Task {
  const size = chunkSize === undefined ? {} : { size: chunkSize };
  if (isConversation(stream)) {
    return createDialogue({
      conversation: stream,
      tokenizer,
      rules: streamRulesFor(rules),
      unit: unit === 'chunk' ? 'session' : 'turn',
      questionsKnown,
      ...size,
    });
  }
  const chunks = chunkDocuments(stream.documents, {
    tokenizer,
    ...size,
    ...chunkOptionsFor(rules),
    ...(unit !== 'chunk' && { boundary: 'each-document', overlap: 0 }),
  });
  return createDocumentStream({ ...stream, chunks, rules: streamRulesFor(rules) });
}
