/**
 * Pins what TypeScript infers for tasks of one's own.
 *
 * @module
 */
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../shared/json.ts';
import { defineTask } from './define-task.ts';
import type { Task } from './task.ts';

const common = { id: 'x', instructions: 'y' };

expectTypeOf(
  defineTask({
    ...common,
    reset(seed) {
      expectTypeOf(seed).toEqualTypeOf<number>();
      return { seed, bought: [] as string[] };
    },
    tools: {
      zod: {
        description: '',
        input: z.object({ item: z.string(), count: z.number().default(1) }),
        run(input, state, { signal }) {
          expectTypeOf(input).toEqualTypeOf<{ item: string; count: number }>();
          expectTypeOf(state).toEqualTypeOf<{ seed: number; bought: string[] }>();
          expectTypeOf(signal).toEqualTypeOf<AbortSignal | undefined>();
        },
      },
      json: {
        description: '',
        input: {
          type: 'object',
          properties: {
            color: { enum: ['red', 'green'] },
            sizes: { type: 'array', items: { type: 'integer' } },
          },
          required: ['color'],
        },
        run(input, state) {
          expectTypeOf(input.color).toEqualTypeOf<'red' | 'green'>();
          expectTypeOf(input.sizes).toEqualTypeOf<readonly number[] | undefined>();
          expectTypeOf(state.seed).toEqualTypeOf<number>();
        },
      },
      open: {
        description: '',
        input: { type: 'object' },
        run: (input) => expectTypeOf(input).toEqualTypeOf<JsonObject>(),
      },
    },
    observe: ({ bought }) => bought.join(),
    done: (state) => state.bought.length > 0,
    reward: async (state) => state.seed,
  }),
).toEqualTypeOf<Task>();

const input = { type: 'object' } as const;

defineTask({
  ...common,
  tools: {
    add: {
      ...{ description: '', input },
      run: (_, state) => expectTypeOf(state).toEqualTypeOf<{ count: number }>(),
    },
  },
  reset: (seed: number) => ({ count: seed }),
  reward: ({ count }) => count,
});

defineTask({
  ...common,
  // Without the annotation, TypeScript fixes the state before it reads `reset`.
  tools: { add: { description: '', input, run: (_, state) => expectTypeOf(state).toBeUnknown() } },
  reset: (seed) => ({ count: seed }),
  reward: () => 0,
});

defineTask({
  ...common,
  reset: () => 0,
  tools: {},
  // @ts-expect-error The reward is a number.
  reward: (state) => String(state),
});

// @ts-expect-error A task needs a reward.
defineTask({ ...common, reset: () => 0, tools: {} });
