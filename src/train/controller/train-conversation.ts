/**
 * `trainConversation`: trains the network of the learned conversation policy on lessons.
 *
 * @module
 */
import { CONVERSATION_FEATURES } from '../../ai/learned-conversation/rows.ts';
import { HEAD, type Head, type Network, runNetwork } from '../../learned/network.ts';
import { createRandom } from '../../shared/random.ts';
import type { ConversationLessons, PairLesson, PlacesLesson } from './conversation-lessons.ts';
import { createNetwork, findBias } from './first-weights.ts';
import { climb, createAdamState, createGradient, type Gradient } from './network-gradient.ts';
import { fillSoftly } from './soft-knapsack.ts';

/** Settings of `trainConversation`. */
export interface ConversationTraining {
  readonly seed: number;
  /** Default: 600. */
  readonly updates?: number;
  /** Default: 8. */
  readonly hidden?: number;
}

/** Lessons per update, and the weight of each kind. */
const BATCH = { show: 8, keep: 4, pairs: 64 };
const KEEP_WEIGHT = 1 / 3;

/** Share of superseding pairs among those drawn. Among all pairs they are one in fifty or less. */
const SUPERSEDING = 0.25;

/** Rate of the optimizer, and decay towards the first weights. */
const RATE = 0.02;
const DECAY = 3e-4;

/** Share of a pair's features that are set to 0 in an update, so that marks depend less on the wording of the templates. */
const DROPPED = 0.3;

/**
 * Trains a network. It starts with the decisions of the rules: show what a search finds, keep facts and new notes. Then it
 * moves evidence over the boundary of what fits, in memory and in what is shown. Equal lessons and settings give equal
 * weights.
 */
export function trainConversation(lessons: ConversationLessons, settings: ConversationTraining): Network {
  const { seed, updates = 600, hidden = 8 } = settings;
  const random = createRandom(`conversation/${seed}`);
  const network = createFirstNetwork(seed, hidden);
  const start = Float64Array.from(network.weights);
  const adam = createAdamState(network.weights.length);
  const draw = <Item>(items: readonly Item[], count: number): readonly Item[] =>
    items.length === 0 ? [] : Array.from({ length: count }, () => random.pick(items));
  const superseding = lessons.pairs.filter(({ isSuperseded }) => isSuperseded);
  const others = [
    ...Map.groupBy(
      lessons.pairs.filter(({ isSuperseded }) => !isSuperseded),
      ({ conversation }) => conversation,
    ).values(),
  ];
  for (let update = 0; update < updates; update += 1) {
    const gradient = createGradient(network);
    for (const lesson of draw(lessons.show, BATCH.show))
      addPlaces(gradient, network, lesson, 'show', 1 / BATCH.show);
    for (const lesson of draw(lessons.keep, BATCH.keep))
      addPlaces(gradient, network, lesson, 'keep', KEEP_WEIGHT / BATCH.keep);
    const pairs = [
      ...draw(superseding, BATCH.pairs * SUPERSEDING),
      // Otherwise long conversations would dominate: they have most pairs, and few of these are hard to tell apart.
      ...draw(others, BATCH.pairs * (1 - SUPERSEDING)).map((pairs) => random.pick(pairs)),
    ];
    for (const pair of pairs) {
      const row = pair.row.map((value) => (random.next() < DROPPED ? 0 : value));
      addPair(gradient, network, { ...pair, row }, 1 / BATCH.pairs);
    }
    gradient.propagate();
    const slope = gradient.weights.map(
      (value, place) => value - DECAY * (network.weights[place]! - start[place]!),
    );
    climb(network.weights, slope, adam, RATE * Math.min(1, 2 * (1 - update / updates)));
  }
  return network;
}

/**
 * Moves the bias of superseding so that entries are marked from the least logit at which enough marks are right. Call it
 * once, on the network that is used: seeds that find different pairs mark more together than each alone.
 */
export function setMarkThreshold(network: Network, pairs: readonly PairLesson[]): void {
  network.weights[findBias(network, 'merge')]! -= findThreshold(network, pairs);
}

function addPlaces(
  gradient: Gradient,
  network: Network,
  { rows, sizes, worth, characters }: PlacesLesson,
  head: Head,
  scale: number,
): void {
  const passes = rows.map((row) => runNetwork(network, row));
  const items = passes.map(({ logits }, place) => ({
    logit: logits[HEAD[head]]!,
    size: sizes[place]!,
    worth: worth[place]!,
  }));
  const { slopes } = fillSoftly(items, characters);
  for (const [place, pass] of passes.entries()) gradient.addLogit(pass, head, scale * slopes[place]!);
}

/** Adds the gradient of the log-likelihood. */
function addPair(
  gradient: Gradient,
  network: Network,
  { row, isSuperseded }: PairLesson,
  scale: number,
): void {
  const pass = runNetwork(network, row);
  const odds = 1 / (1 + Math.exp(-pass.logits[HEAD.merge]!));
  gradient.addLogit(pass, 'merge', scale * (Number(isSuperseded) - odds));
}

/** Least share of marks that must be right. A wrong mark hides what still holds. */
const PRECISION = 0.7;

/** Returns the lowest logit from which enough of the marks would have been right, or infinity. */
function findThreshold(network: Network, pairs: readonly PairLesson[]): number {
  const judged = pairs
    .map(({ row, isSuperseded }) => ({ logit: runNetwork(network, row).logits[HEAD.merge]!, isSuperseded }))
    .sort((one, other) => other.logit - one.logit);
  let right = 0;
  let threshold = NEVER;
  for (const [place, { logit, isSuperseded }] of judged.entries()) {
    if (isSuperseded) right += 1;
    if (right >= PRECISION * (place + 1)) threshold = logit;
  }
  return threshold;
}

/** A threshold that no logit reaches. */
const NEVER = 100;

/** First weights: those of the rules. */
const START: readonly (readonly [head: Head, feature: string, weight: number])[] = [
  ['show', 'searchScore', 6],
  ['show', 'isFound', 2],
  ['show', 'isAskedFact', 6],
  ['keep', 'isFact', 4],
  ['keep', 'recency', 4],
  ['merge', 'isReplacedByRules', 4],
];

function createFirstNetwork(seed: number, hidden: number): Network {
  const network = createNetwork(seed, hidden, CONVERSATION_FEATURES.length);
  for (const [head, feature, weight] of START)
    network.weights[findBias(network, head) + 1 + CONVERSATION_FEATURES.indexOf(feature)] = weight;
  return network;
}

/** What a network reaches on lessons: the mean share of evidence that fits. */
export interface ConversationScores {
  readonly shown: number;
  readonly kept: number;
}

/** Measures a network on lessons. */
export function rateConversation(
  network: Network,
  { show, keep }: Pick<ConversationLessons, 'show' | 'keep'>,
): ConversationScores {
  return { shown: rateLessons(network, 'show', show), kept: rateLessons(network, 'keep', keep) };
}

function rateLessons(network: Network, head: Head, lessons: readonly PlacesLesson[]): number {
  let sum = 0;
  for (const { rows, sizes, worth, characters } of lessons) {
    const logits = rows.map((row) => runNetwork(network, row).logits[HEAD[head]]!);
    const order = logits.map((_, place) => place).sort((one, other) => logits[other]! - logits[one]!);
    let left = characters;
    let found = 0;
    for (const place of order) {
      if (sizes[place]! > left) continue;
      left -= sizes[place]!;
      found += worth[place]!;
    }
    sum += found / (worth.reduce((total, each) => total + each, 0) || 1);
  }
  return sum / Math.max(1, lessons.length);
}
