/**
 * Samples replies on a worker.
 *
 * @module
 */
import type { Continuation } from '../sequence.ts';
import type { ContinuationResult } from './job.ts';
import { createKeyValueCache } from './key-value-cache.ts';
import type { Machine } from './machine.ts';
import { roundUp } from './model-config.ts';
import { createTokenChoice } from './token-choice.ts';
import type { Transformer } from './transformer.ts';

/** A reply in progress. `slot` is its index in the cache. */
interface Live {
  readonly continuation: Continuation;
  readonly slot: number;
  readonly tokens: number[];
  readonly logprobs: number[];
  stopped: boolean;
}

/**
 * Creates a function that continues all prompts together, one token at a time. It reads prompts in the
 * given order and skips rows shared with the previous prompt, so equal prompts should be adjacent. Replies
 * do not depend on the other prompts, because all rows of a product are computed alike.
 */
export function createDecoder(
  machine: Machine,
  transformer: Transformer,
): (continuations: readonly Continuation[]) => readonly ContinuationResult[] {
  const { kernels, own, plan, integers, at } = machine;
  const { width, layers: depth } = machine.model;
  const { layout, packed, columns } = plan;
  const { decode } = own;
  const cache = createKeyValueCache(machine);
  const { choose, logprob } = createTokenChoice(machine);

  /** Appends a token. Returns whether the reply continues. */
  const extend = (live: Live, logits: number): boolean => {
    const { continuation, tokens, logprobs } = live;
    const token = choose(logits, continuation, tokens.length);
    tokens.push(token);
    logprobs.push(logprob(logits, token));
    live.stopped = continuation.stop.includes(token);
    return !live.stopped && tokens.length < continuation.maxTokens;
  };

  const readPrompts = (replies: readonly Live[]): Live[] => {
    let previous: Int32Array = new Int32Array(0);
    return replies.filter((live) => {
      const { prompt } = live.continuation;
      const from = roundUp(prompt.length, 8) - 8;
      const shared = commonPrefix(previous, prompt);
      if (shared < prompt.length || shared < previous.length) {
        transformer.forward(prompt, Math.min(shared - (shared % 8), from), from);
      }
      previous = prompt;
      for (let layer = 0; layer < depth; layer++) {
        cache.remember(live.slot, layer, own.layers[layer]!.queriesKeysValues, 0, prompt.length);
      }
      return extend(live, own.logits + 4 * (prompt.length - 1 - from) * columns);
    });
  };

  const embedLast = (replies: readonly Live[]): void => {
    replies.forEach(({ continuation, tokens }, row) => {
      integers[decode.tokens / 4 + row] = tokens.at(-1)!;
      integers[decode.positions / 4 + row] = continuation.prompt.length + tokens.length - 1;
    });
    const count = replies.length;
    kernels.gatherRows(at(layout.words), decode.tokens, decode.stream, count, width, false);
    if (layout.positions === undefined) return;
    kernels.gatherRows(at(layout.positions), decode.positions, decode.stream, count, width, true);
  };

  const attendLast = (replies: readonly Live[], layer: number): void => {
    machine.rotate(decode.queriesKeysValues, decode.positions, replies.length, 1);
    replies.forEach(({ slot }, row) => {
      const ownRow = decode.queriesKeysValues + 4 * row * 3 * width;
      const position = integers[decode.positions / 4 + row]!;
      cache.remember(slot, layer, ownRow, position, 1);
      cache.attend(slot, layer, ownRow, position, decode.attended + 4 * row * width);
    });
  };

  /** Computes the next token's logits for every reply. */
  const readLast = (replies: readonly Live[]): void => {
    const rows = roundUp(replies.length, 4);
    const { stream, normed, statistics, hidden } = decode;
    embedLast(replies);
    layout.layers.forEach(({ attentionNorm, mlpNorm }, index) => {
      const panels = packed.layers[index]!;
      machine.normalise(stream, attentionNorm, normed, statistics, rows);
      machine.project(normed, panels.attentionInput, decode.queriesKeysValues, rows);
      attendLast(replies, index);
      machine.project(decode.attended, panels.attentionOutput, stream, rows, true);
      machine.normalise(stream, mlpNorm, normed, statistics, rows);
      machine.project(normed, panels.mlpInput, hidden, rows);
      kernels.gelu(hidden, 4 * rows * width, own.scratch);
      machine.project(hidden, panels.mlpOutput, stream, rows, true);
    });
    machine.normalise(stream, layout.finalNorm, normed, statistics, rows);
    machine.projectBack(normed, packed.words, decode.logits, rows);
  };

  return (continuations) => {
    const replies = continuations.map(
      (continuation, slot): Live => ({ continuation, slot, tokens: [], logprobs: [], stopped: false }),
    );
    let live = readPrompts(replies);
    while (live.length > 0) {
      readLast(live);
      live = live.filter((reply, row) => extend(reply, decode.logits + 4 * row * columns));
    }
    return replies.map(({ tokens, logprobs, stopped }) => ({ tokens, logprobs, stopped }));
  };
}

function commonPrefix(a: Int32Array, b: Int32Array): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
