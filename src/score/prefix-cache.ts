/** Tokens of prompts, and how many of them a server would not have had to compute. */
export interface PrefixCacheUse {
  readonly prompts: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  /** `cachedTokens / promptTokens`; 0 for no tokens. */
  readonly share: number;
}

export interface PrefixCacheOptions {
  /**
   * Tokens that are kept or missed as one: only whole blocks are hits. Default 1, a radix tree over tokens;
   * vLLM's default is 16.
   */
  readonly blockSize?: number;
}

/**
 * What a radix prefix cache would have saved over prompts in their order: a hit is every token of a
 * prompt's longest beginning that an earlier prompt had too. Nothing is ever dropped from the cache, so
 * this is the most that a layout of prompts allows; with `blockSize` 1 the order of prompts does not matter.
 *
 * @example
 * simulatePrefixCache([[1, 2, 3], [1, 2, 4], [1, 2, 4, 5]]).cachedTokens; // 0 + 2 + 3
 */
export function simulatePrefixCache(
  prompts: readonly (readonly number[])[],
  { blockSize = 1 }: PrefixCacheOptions = {},
): PrefixCacheUse {
  if (!Number.isInteger(blockSize) || blockSize < 1) {
    throw new RangeError(`blockSize ${blockSize}: give a whole number from 1 on`);
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

/** A run of tokens and what may follow it, by first token. */
interface RadixNode {
  edge: readonly number[];
  children: Map<number, RadixNode>;
}

/** Adds a prompt to the tree; returns how many of its first tokens were there before. */
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

/** The node keeps the first `length` tokens of its edge; the rest moves into a child of its own. */
function split(node: RadixNode, length: number): void {
  const rest: RadixNode = { edge: node.edge.slice(length), children: node.children };
  node.edge = node.edge.slice(0, length);
  node.children = new Map([[rest.edge[0]!, rest]]);
}
