/**
 * A task of your own: an agent shops at three stalls. It sees one price at a time, so it must remember the
 * prices that it saw to buy where the item is cheapest.
 */
import { definePolicy, defineTask, type Policy, runEpisode, type Task } from 'atommem';

const STALLS = ['red', 'green', 'blue'] as const;
const ITEMS = ['tea', 'rope', 'lamp', 'soap'] as const;
const BUDGET = 7;

const stall = { type: 'object', properties: { stall: { enum: STALLS } }, required: ['stall'] } as const;

export const shop: Task = defineTask({
  id: 'shop',
  instructions: 'search stalls then buy where cheapest',
  turns: 6,
  reset(seed) {
    const [first = 1, ...others] = STALLS.map((_, place) => 1 + draw(seed, place, 9));
    const prices = [Math.min(first, BUDGET), ...others];
    const turned = prices.map((_, place) => prices[(place + draw(seed, 3, 3)) % 3]!);
    return { item: ITEMS[draw(seed, 4, 4)]!, prices: turned, paid: 0 };
  },
  tools: {
    search: {
      description: 'Tells the price at a stall.',
      input: stall,
      run: (input, { item, prices }) =>
        `${input.stall} sells ${item} for ${prices[STALLS.indexOf(input.stall)]}`,
    },
    buy: {
      description: 'Buys the item at a stall.',
      input: stall,
      run(input, state) {
        const price = state.prices[STALLS.indexOf(input.stall)]!;
        if (price > BUDGET) return 'too expensive';
        state.paid = price;
        return `bought for ${price}`;
      },
    },
  },
  observe: ({ item }) => `want ${item} with ${BUDGET} coins`,
  done: ({ paid }) => paid > 0,
  reward: ({ paid, prices }) => (paid === 0 ? 0 : Math.min(...prices) / paid),
});

/** Searches every stall, notes each price, then buys at the cheapest stall that it remembers. */
export const shopper: Policy = definePolicy({
  name: 'shopper',
  act({ situation, turn }, { view }) {
    const seen = situation.content.split('\n').filter((line) => line.includes('sells'));
    const notes = seen.map((text) => ({ op: 'create', text }) as const);
    const operations = turn === 0 ? [{ op: 'read', query: 'sells' } as const] : notes;
    const next = STALLS[turn];
    if (next) return { operations, action: { kind: 'tool', name: 'search', input: { stall: next } } };
    const offers = [...seen, ...view.entries.map(({ text }) => text)];
    const [best = ''] = offers.toSorted((one, other) => Number(one.at(-1)) - Number(other.at(-1)));
    return { operations, action: { kind: 'tool', name: 'buy', input: { stall: best.split(' ')[0]! } } };
  },
});

/** A number below `limit`, the same for equal seeds and places. */
function draw(seed: number, place: number, limit: number): number {
  const mixed = Math.imul(seed * 5 + place + 1, 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 8) % limit;
}

const { steps, end } = await runEpisode({ task: shop, policy: shopper, seed: 4, recordChunks: true });
for (const { situation, action } of steps) console.log(situation?.content, '→', action);
console.log('reward', end.reward);
