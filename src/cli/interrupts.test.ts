import { expect, it } from 'vitest';
import { createInterrupts } from './interrupts.ts';

it('stops in order, then runs the leave work, then ends at once', async () => {
  const events: string[] = [];
  const interrupts = createInterrupts(() => events.push('exit'));
  let leave = (): void => {};
  interrupts.onLeave(() => {
    events.push('leaving');
    return new Promise<void>((resolve) => {
      leave = resolve;
    });
  });
  const takeBack = interrupts.onLeave(async () => events.push('taken back'));
  takeBack();
  interrupts.interrupt();
  expect([interrupts.signal.aborted, events]).toEqual([true, []]);
  interrupts.interrupt();
  expect(events).toEqual(['leaving']);
  leave();
  await expect.poll(() => events).toEqual(['leaving', 'exit']);
  interrupts.interrupt();
  expect(events).toEqual(['leaving', 'exit', 'exit']);
});

it('ends on the second interrupt if there is no work or all of it failed', async () => {
  let exits = 0;
  const idle = createInterrupts(() => exits++);
  idle.interrupt();
  idle.interrupt();
  expect(exits).toBe(1);
  const failing = createInterrupts(() => exits++);
  failing.onLeave(() => Promise.reject(new Error('gone')));
  failing.interrupt();
  failing.interrupt();
  await expect.poll(() => exits).toBe(2);
});
