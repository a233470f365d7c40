/**
 * Trains a small model on the shop of example 08, on this machine's CPU in under three minutes. @long
 *
 * The model first imitates a shopper who writes down nothing in half of the shops. Reinforcement then raises
 * the reward: the model learns to note every price, which no example told it to do always.
 */
import { type Policy, runEpisode } from 'atommem';
import { localEngine } from 'atommem/engines/local';
import { enginePolicy, grpo, lineage, sft, vocabularyFor } from 'atommem/train';
import { shop, shopper } from './08-own-task.ts';

/** Does what `shopper` does, but writes nothing in every second shop. */
const forgetful = (seed: number): Policy => ({
  ...shopper,
  async act(observation, context) {
    const reply = await shopper.act(observation, context);
    const kept = reply.operations.filter(({ op }) => op === 'read' || seed % 2 === 0);
    return { ...reply, operations: kept };
  },
});

const vocabulary = await vocabularyFor([shop], { players: [shopper] });
const engine = await localEngine({ vocabulary, context: 128 });

const steps = sft({ engine, teacher: forgetful, tasks: [shop], steps: 400, learningRate: 3e-3 });
for await (const { step, loss } of steps) {
  if (step % 100 === 0) console.log(`step ${step}: loss ${loss.toFixed(2)}`);
}
console.log('reward before', await play(200));

const updates = grpo({ engine, tasks: [shop], updates: 30, groupSize: 8, credit: lineage() });
for await (const { update, reward } of updates) {
  if (update % 5 === 0) console.log(`update ${update}: reward ${reward.toFixed(2)}`);
}
console.log('reward after', await play(200));
await engine.close();

/** Mean reward of episodes with seeds that training does not use. */
async function play(episodes: number): Promise<string> {
  const policy = enginePolicy({ engine });
  const seeds = Array.from({ length: episodes }, (_, index) => index);
  const played = await Promise.all(seeds.map((seed) => runEpisode({ task: shop, policy, seed })));
  return (played.reduce((sum, { end }) => sum + end.reward!, 0) / episodes).toFixed(2);
}
