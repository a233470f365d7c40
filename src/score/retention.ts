/**
 * Finds the evidence that is still in memory at the end of an episode.
 *
 * @module
 */
import { readSources } from '../memory/entry.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { answerInMemory } from './answer-in-memory.ts';
import { type MemoryHistory, memoryAtEnd } from './memory-history.ts';

/** The fate of one evidence document of one question. */
export type RetainedDocument = {
  /** 0-based question. */
  readonly question: number;
  readonly document: string;
  /** Evidence documents of the question. */
  readonly hops: number;
  /** The data set's kind of question; `null` if it has none. */
  readonly type: string | null;
  /** 0-based step in which it was first shown; `null` if the episode did not reach it. */
  readonly seenAt: number | null;
  /** Position in the stream, from 0 (first document) to 1 (last); `null` if it was never shown. */
  readonly position: number | null;
  /** First step in which it was a source of a memory; `null` if it never was. */
  readonly storedAt: number | null;
  /** Whether it is a source of a memory at the end. */
  readonly kept: boolean;
  /** Step that removed its last trace; `null` if a trace remains or never existed. */
  readonly lostAt: number | null;
};

/** Whether memory holds an accepted answer at the end. */
export type RetainedAnswer = {
  /** 0-based question. */
  readonly question: number;
  readonly hops: number;
  readonly type: string | null;
  /** `null` if it cannot be determined from text: the answer is yes or no, or no answer is accepted. */
  readonly inMemory: boolean | null;
};

export type Retention = {
  readonly documents: readonly RetainedDocument[];
  readonly answers: readonly RetainedAnswer[];
};

/**
 * Finds which evidence documents and answers are still in memory at the end. Documents are recognised by the sources
 * of entries, answers by their text. The whole memory counts, not only a view.
 */
export function retention(history: MemoryHistory, trajectory: Trajectory): Retention {
  const { questions } = trajectory.header.task;
  const seen = documentsInOrder(trajectory);
  const order = [...seen.keys()];
  const traces = sourceTraces(history);
  const { scratchpad, entries } = memoryAtEnd(history, trajectory);
  const shown = { scratchpad: scratchpad?.text ?? '', entries };
  const kept = new Set([...(scratchpad ? [scratchpad] : []), ...entries].flatMap(readSources));
  return {
    documents: questions.flatMap(({ support, type }, question) =>
      support.map((document): RetainedDocument => {
        const place = order.indexOf(document);
        const trace = traces.get(document);
        return {
          question,
          document,
          hops: support.length,
          type: type ?? null,
          seenAt: seen.get(document) ?? null,
          position: place === -1 ? null : place / Math.max(1, order.length - 1),
          storedAt: trace?.from ?? null,
          kept: kept.has(document),
          lostAt: kept.has(document) ? null : (trace?.lost ?? null),
        };
      }),
    ),
    answers: questions.map((question, index) => ({
      question: index,
      hops: question.support.length,
      type: question.type ?? null,
      inMemory: answerInMemory(question, shown) ?? null,
    })),
  };
}

/** Returns the step in which each document was first shown, in stream order. */
export function documentsInOrder({ steps }: Trajectory): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  for (const { step, chunk } of steps) {
    for (const document of chunk?.documents ?? []) if (!seen.has(document)) seen.set(document, step);
  }
  return seen;
}

interface SourceTrace {
  readonly from: number;
  readonly lost: number;
}

/** Returns for each document the first step that recorded it as a source and the last that removed it. */
function sourceTraces(history: MemoryHistory): ReadonlyMap<string, SourceTrace> {
  const traces = new Map<string, { from: number; lost: number }>();
  for (const versions of history.values()) {
    let before: readonly string[] = [];
    for (const { step, entry } of versions) {
      const now = entry === undefined ? [] : readSources(entry);
      for (const source of now) {
        const trace = traces.get(source);
        if (trace === undefined) traces.set(source, { from: step, lost: step });
        else trace.from = Math.min(trace.from, step);
      }
      for (const source of before) {
        const trace = traces.get(source)!;
        if (!now.includes(source)) trace.lost = Math.max(trace.lost, step);
      }
      before = now;
    }
  }
  return traces;
}
