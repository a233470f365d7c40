/**
 * Simulates a prefix cache.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

/** Prompt tokens and prefix cache hits. */
export interface PrefixCacheUse {
  readonly prompts: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  /** `cachedTokens / promptTokens`; 0 for no tokens. */
  readonly share: number;
}

export interface PrefixCacheOptions {
  /** Tokens per cache block. Only whole blocks are hits. Default: 1, a radix tree over tokens (vLLM: 16). */
  readonly blockSize?: number;
}

/**
 * Simulates a radix prefix cache over prompts in order. The tokens of the longest prefix shared with an earlier
 * prompt are hits. Nothing is evicted, so this is an upper bound. With `blockSize` 1, the order of prompts does not
 * matter.
 *
 * @throws AtomMemError `bad-argument` if `blockSize` is not a positive whole number.
 *
 * @example
 * simulatePrefixCache([[1, 2, 3], [1, 2, 4], [1, 2, 4, 5]]).cachedTokens; // 0 + 2 + 3
 */
export function simulatePrefixCache(
  prompts: readonly (readonly number[])[],
  { blockSize = 1 }: PrefixCacheOptions = {},
): PrefixCacheUse {
  if (!Number.isInteger(blockSize) || blockSize < 1) {
    throw new AtomMemError('bad-argument', {
      problem: `blockSize is ${blockSize}`,
      remedy: 'Pass a whole number of at least 1',
      details: { option: 'blockSize', value: blockSize },
    });
  }
  const root: RadixNode = { edge: [], children: new Map() };
  let promptTokens = 0;
  let cachedTokens = 0;
  for (const prompt of prompts) {
    const known = insert(root, prompt);
    promptTokens += prompt.length;
    cachedTokens += known - (known % blockSize);
  }
  const share = promptTokens === 0 ? 0 : cachedTokens / promptTokens;
  return { prompts: prompts.length, promptTokens, cachedTokens, share };
}

/** A run of tokens with its child runs by first token. */
interface RadixNode {
  edge: readonly number[];
  children: Map<number, RadixNode>;
}

/** Adds a prompt to the tree and returns the length of its known prefix. */
function insert(root: RadixNode, prompt: readonly number[]): number {
  let node = root;
  let place = 0;
  while (place < prompt.length) {
    const next = node.children.get(prompt[place]!);
    if (next === undefined) {
      node.children.set(prompt[place]!, { edge: prompt.slice(place), children: new Map() });
      return place;
    }
    const common = commonLength(next.edge, prompt, place);
    place += common;
    if (common < next.edge.length) split(next, common);
    node = next;
  }
  return place;
}

function commonLength(edge: readonly number[], prompt: readonly number[], start: number): number {
  const longest = Math.min(edge.length, prompt.length - start);
  let common = 0;
  while (common < longest && edge[common] === prompt[start + common]) common += 1;
  return common;
}

/** Keeps the first `length` tokens of the node's edge and moves the rest into a child. */
function split(node: RadixNode, length: number): void {
  const rest: RadixNode = { edge: node.edge.slice(length), children: node.children };
  node.edge = node.edge.slice(0, length);
  node.children = new Map([[rest.edge[0]!, rest]]);
}
