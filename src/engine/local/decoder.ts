import type { Continuation } from '../sequence.ts';
import type { ContinuationResult } from './job.ts';
import type { Machine } from './machine.ts';
import { roundUp } from './model-config.ts';
import { nucleus } from './nucleus.ts';
import { drawAt } from './random.ts';
import type { Transformer } from './transformer.ts';

/** Below this temperature its inverse would overflow; it takes the likeliest token already. */
const COLDEST = 1e-3;

/** A reply in the making; `slot` is its place in the cache. */
interface Live {
  readonly continuation: Continuation;
  readonly slot: number;
  readonly tokens: number[];
  readonly logprobs: number[];
  stopped: boolean;
}

/**
 * Continues prompts, all at once, a token at a time. Prompts are read in the order given; rows that a prompt
 * shares with the one before it are not computed again, so equal prompts should stand side by side. What a
 * reply becomes does not depend on its neighbours: every row of a product is computed alike.
 */
export function createDecoder(
  machine: Machine,
  transformer: Transformer,
): (continuations: readonly Continuation[]) => readonly ContinuationResult[] {
  const { kernels, own, plan, integers, floats, headSize } = machine;
  const { width, context, heads, vocabularySize, layers: depth } = machine.model;
  const { layout, packed, rotary, columns } = plan;
  const { decode } = own;
  const at = (offset: number): number => plan.parameters + 4 * offset;
  const cacheBytes = 4 * context * width;
  const keysOf = (slot: number, layer: number): number =>
    decode.cache + (slot * depth + layer) * 2 * cacheBytes;
  const scale = 1 / Math.sqrt(headSize);

  const choose = (logits: number, continuation: Continuation, position: number): number => {
    if (continuation.temperature === 0) return likeliest(floats, logits / 4, vocabularySize);
    const weights = decode.tokenWeights;
    const cold = 1 / Math.max(continuation.temperature, COLDEST);
    let sum = kernels.tokenWeights(logits, weights, vocabularySize, columns, cold);
    if (continuation.topP < 1) {
      const view = floats.subarray(weights / 4, weights / 4 + vocabularySize);
      sum = nucleus(view, sum * continuation.topP);
    }
    return kernels.pickToken(weights, vocabularySize, sum * drawAt(continuation.seed, position));
  };

  /** Appends a token; true while the reply goes on. */
  const extend = (live: Live, logits: number): boolean => {
    const { continuation, tokens, logprobs } = live;
    const token = choose(logits, continuation, tokens.length);
    tokens.push(token);
    logprobs.push(kernels.tokenLogprob(logits, decode.tokenWeights, vocabularySize, columns, token));
    live.stopped = continuation.stop.includes(token);
    return !live.stopped && tokens.length < continuation.maxTokens;
  };

  /** Copies keys and values out of rows of queries, keys and values. */
  const remember = (slot: number, layer: number, source: number, position: number, rows: number): void => {
    const keys = keysOf(slot, layer);
    const stride = 3 * width;
    kernels.fillCache(keys, source + 4 * width, stride, position, rows, heads, headSize, context);
    kernels.fillCache(
      keys + cacheBytes,
      source + 8 * width,
      stride,
      position,
      rows,
      heads,
      headSize,
      context,
    );
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
        remember(live.slot, layer, own.layers[layer]!.queriesKeysValues, 0, prompt.length);
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
    const count = replies.length;
    if (layout.positions === undefined) {
      const { cosines, sines } = rotary;
      const x = decode.queriesKeysValues;
      kernels.rotate(x, 3 * width, decode.positions, count, 2 * heads, headSize, cosines, sines, 1);
    }
    replies.forEach(({ slot }, row) => {
      const query = decode.queriesKeysValues + 4 * row * 3 * width;
      const position = integers[decode.positions / 4 + row]!;
      remember(slot, layer, query, position, 1);
      const out = decode.attended + 4 * row * width;
      const keys = keysOf(slot, layer);
      const values = keys + cacheBytes;
      kernels.attendCache(
        query,
        keys,
        values,
        out,
        position + 1,
        heads,
        headSize,
        context,
        decode.scores,
        scale,
      );
    });
  };

  /** Logits of the token after the last, for every reply. */
  const readLast = (replies: readonly Live[]): void => {
    const rows = roundUp(replies.length, 4);
    const { stream, normed, statistics, hidden } = decode;
    embedLast(replies);
    layout.layers.forEach((weights, index) => {
      const panels = packed.layers[index]!;
      kernels.normalise(
        stream,
        at(weights.attentionGain),
        at(weights.attentionBias),
        normed,
        statistics,
        rows,
        width,
      );
      machine.project(normed, panels.attentionInput, decode.queriesKeysValues, rows);
      attendLast(replies, index);
      machine.project(decode.attended, panels.attentionOutput, stream, rows, true);
      kernels.normalise(stream, at(weights.mlpGain), at(weights.mlpBias), normed, statistics, rows, width);
      machine.project(normed, panels.mlpInput, hidden, rows);
      kernels.gelu(hidden, 4 * rows * width, own.scratch);
      machine.project(hidden, panels.mlpOutput, stream, rows, true);
    });
    kernels.normalise(stream, at(layout.finalGain), at(layout.finalBias), normed, statistics, rows, width);
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

/** The lowest token among those with the largest logit. */
function likeliest(floats: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (floats[start + i]! > floats[start + best]!) best = i;
  return best;
}
