/**
 * Document streams as training tasks.
 *
 * @module
 */

import { type DocumentTaskOptions, documentTask } from '../agent/document-task.ts';
import type { DocumentStream } from '../dataset/stream-builder.ts';
import type { MemoryOptions } from '../memory/memory.ts';
import { AtomMemError } from '../shared/error.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import { createRandom } from '../shared/random.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { Tokenizer } from '../task/tokenizer.ts';
import type { OpenedTask, TaskSource } from './rollout-group.ts';

/** How streams are read, and the memory of their episodes. */
export interface DocumentReading extends DocumentTaskOptions {
  readonly tokenizer: Tokenizer;
  readonly memory: Pick<MemoryOptions, 'retriever'> &
    Partial<Omit<MemoryOptions, 'store' | 'namespace' | 'clock'>>;
}

/** Streams for training and for evaluation. No question is in both. */
export interface StreamSplit {
  readonly training: readonly DocumentStream[];
  readonly heldOut: readonly DocumentStream[];
}

/**
 * Holds out some streams. Training and held-out streams may share distractors but not questions, because
 * each question is in one stream.
 *
 * @throws AtomMemError `bad-option` if no stream is left for training
 */
export function splitStreams(streams: readonly DocumentStream[], heldOut: number, seed: number): StreamSplit {
  if (heldOut >= streams.length) {
    throw new AtomMemError('bad-option', {
      problem: `${heldOut} of ${streams.length} streams are to be held out`,
      remedy: 'Use more questions, or hold out fewer',
      details: { option: 'heldOut', value: heldOut },
    });
  }
  const shuffled = createRandom(mixSeed(seed, HOLD_OUT)).shuffle(streams);
  return { heldOut: shuffled.slice(0, heldOut), training: shuffled.slice(heldOut) };
}

/** Separates the seed of the split from those of the epochs. */
const HOLD_OUT = -1;

/** Opens a stream as a task. Every rollout has a separate memory. */
export function openDocumentTask(stream: DocumentStream, reading: DocumentReading): OpenedTask {
  const memory = { duplicates: 'refuse' as const, ...reading.memory };
  return {
    task: documentTask(stream, reading),
    memory: () => ({ ...memory, store: inMemoryStore(), namespace: stream.id }),
  };
}

/** Creates a source that repeats the streams, in a different order in each epoch. */
export function createDocumentTaskSource(
  streams: readonly DocumentStream[],
  reading: DocumentReading,
  seed: number,
): TaskSource {
  let shuffled: { readonly epoch: number; readonly order: readonly DocumentStream[] } | undefined;
  return {
    open(index) {
      const epoch = Math.floor(index / streams.length);
      if (shuffled?.epoch !== epoch) {
        shuffled = { epoch, order: createRandom(mixSeed(seed, epoch)).shuffle(streams) };
      }
      return openDocumentTask(shuffled.order[index % streams.length]!, reading);
    },
  };
}
