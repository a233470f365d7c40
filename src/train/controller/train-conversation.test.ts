/**
 * Tests that training on conversations moves evidence over the boundary, repeatably.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { CONVERSATION_FEATURES } from '../../ai/learned-conversation/rows.ts';
import { createChangeConversation } from '../../change/create-change-conversation.ts';
import { HEAD, runNetwork } from '../../learned/network.ts';
import { createRandom } from '../../shared/random.ts';
import { collectLessons, joinLessons } from './conversation-lessons.ts';
import { joinNetworks } from './join-networks.ts';
import { rateConversation, setMarkThreshold, trainConversation } from './train-conversation.ts';

const conversations = [1, 2].map((seed) => createChangeConversation({ seed, turns: 90, split: 'train' }));
const lessons = joinLessons(
  await Promise.all(conversations.map((each) => collectLessons(each, { shown: 300, shares: [0.1, 0.15] }))),
);
const train = (seed: number, updates: number) => trainConversation(lessons, { seed, updates, hidden: 3 });

it('collects lessons of all three kinds', () => {
  expect(lessons.show.length).toBeGreaterThan(10);
  expect(lessons.keep).toHaveLength(12);
  expect(lessons.pairs.some(({ isSuperseded }) => isSuperseded)).toBe(true);
});

it('marks entries that are superseded, and few others, once the threshold is set', () => {
  const network = train(1, 150);
  setMarkThreshold(network, lessons.pairs);
  const marked = lessons.pairs.filter(({ row }) => runNetwork(network, row).logits[HEAD.merge]! >= -1e-9);
  const right = marked.filter(({ isSuperseded }) => isSuperseded);
  expect(right.length).toBeGreaterThan(2);
  expect(right.length / marked.length).toBeGreaterThanOrEqual(0.7);
});

it('describes older entries by their place in memory', () => {
  const at = CONVERSATION_FEATURES.indexOf('recency');
  expect(new Set(lessons.pairs.map(({ row }) => row[at])).size).toBeGreaterThan(10);
});

it('keeps and shows more evidence than before', () => {
  const before = rateConversation(train(1, 1), lessons);
  const after = rateConversation(train(1, 150), lessons);
  expect(after.kept).toBeGreaterThan(before.kept + 0.05);
  expect(after.shown).toBeGreaterThanOrEqual(before.shown);
});

it('gives equal weights for equal seeds', () => {
  expect(train(2, 3).weights).toEqual(train(2, 3).weights);
});

it('joins networks to one with their mean outputs', () => {
  const networks = [train(1, 3), train(2, 3)];
  const random = createRandom(5);
  const row = Float64Array.from(CONVERSATION_FEATURES, () => random.next());
  const joined = runNetwork(joinNetworks(networks), row).logits;
  joined.forEach((logit, head) => {
    const mean = networks.reduce((sum, network) => sum + runNetwork(network, row).logits[head]!, 0) / 2;
    expect(logit).toBeCloseTo(mean, 8);
  });
});

it('refuses to join no network, as after an abort', () => {
  expect(() => joinNetworks([])).toThrow(/no network to join. Train at least one seed/);
});
