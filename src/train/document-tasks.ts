import { type DocumentTaskOptions, documentTask } from '../agent/document-task.ts';
import type { DocumentStream } from '../dataset/stream-builder.ts';
import type { MemoryOptions } from '../memory/memory.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import { createRandom } from '../shared/random.ts';
import { createInMemoryStore } from '../store/in-memory.ts';
import type { Tokenizer } from '../task/tokenizer.ts';
import type { OpenedTask, TaskSource } from './rollout-group.ts';

/** How streams are read, and what the memory is like. */
export interface DocumentReading extends DocumentTaskOptions {
  readonly tokenizer: Tokenizer;
  readonly memory: Pick<MemoryOptions, 'retriever'> &
    Partial<Omit<MemoryOptions, 'store' | 'namespace' | 'clock'>>;
}

/** Streams to learn from and streams to measure with: no question is in both. */
export interface StreamSplit {
  readonly training: readonly DocumentStream[];
  readonly heldOut: readonly DocumentStream[];
}

/**
 * Holds some streams out. Distractors may be shared; questions are not, as each stands in one stream.
 *
 * @throws RangeError where no stream is left to learn from
 */
export function splitStreams(streams: readonly DocumentStream[], heldOut: number, seed: number): StreamSplit {
  if (heldOut >= streams.length) {
    throw new RangeError(
      `${heldOut} of ${streams.length} streams are to be held out: give more questions, or hold out fewer`,
    );
  }
  const shuffled = createRandom(mixSeed(seed, HOLD_OUT)).shuffle(streams);
  return { heldOut: shuffled.slice(0, heldOut), training: shuffled.slice(heldOut) };
}

/** Tells the draw of what is held out from those of the epochs. */
const HOLD_OUT = -1;

/** A stream as a task, with a memory of its own for every rollout. */
export function openDocumentTask(stream: DocumentStream, reading: DocumentReading): OpenedTask {
  const memory = { duplicates: 'refuse' as const, ...reading.memory };
  return {
    task: documentTask(stream, reading),
    memory: () => ({ ...memory, store: createInMemoryStore(), namespace: stream.id }),
  };
}

/** Goes through the streams again and again, in another order each time. */
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
