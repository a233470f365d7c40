/**
 * A task for tests of training commands: the agent may ring a bell.
 *
 * @module
 */
import { defineTask } from '../../src/task/define-task.ts';
import type { Task } from '../../src/task/task.ts';

export const bell: Task = defineTask({
  id: 'bell',
  instructions: 'Ring the bell once.',
  turns: 2,
  reset: () => ({ rung: 0 }),
  tools: {
    ring: { description: 'Rings the bell.', input: { type: 'object' }, run: (_, state) => ++state.rung },
  },
  reward: ({ rung }) => (rung === 1 ? 1 : 0),
});
