/**
 * Tests tasks of one's own through the agent loop.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runEpisode } from '../agent/run-episode.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { createCountingClock } from '../shared/clock.ts';
import { AtomMemError } from '../shared/error.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { parseTrajectory } from '../trajectory/read-trajectory.ts';
import { replayTrajectory } from '../trajectory/replay-trajectory.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { formatTrajectory } from '../trajectory/write-trajectory.ts';
import type { Action } from './action.ts';
import { defineTask } from './define-task.ts';
import type { Task } from './task.ts';
import type { InputSchema } from './tool-input.ts';

/** A vault that opens with a code, which is shown once. */
const vault: Task = defineTask({
  id: 'vault',
  instructions: 'Look at the code, then enter it.',
  turns: 5,
  reset: (seed) => ({ code: String(100 + seed), open: false }),
  tools: {
    look: { description: 'Shows the code.', input: z.object({}), run: (_, { code }) => `code ${code}` },
    enter: {
      description: 'Enters a code.',
      input: z.object({ code: z.string().length(3) }),
      run(input, state) {
        if (input.code === '666') throw new Error('the alarm rings');
        state.open = input.code === state.code;
        return { open: state.open };
      },
    },
  },
  observe: ({ open }) => (open ? 'open' : 'closed'),
  done: ({ open }) => open,
  reward: ({ open }) => (open ? 1 : 0),
});

const call = (name: string, input: object = {}): Action => ({ kind: 'tool', name, input: { ...input } });

/** Plays a list of actions; then does nothing. */
const playing = (actions: readonly Action[]): Policy =>
  definePolicy({ name: 'list', act: (_, { step }) => actions[step] ?? { kind: 'none' } });

const play = (actions: readonly Action[], seed?: number, task = vault): Promise<Trajectory> =>
  runEpisode({
    ...{ task, seed, recordChunks: true },
    policy: playing(actions),
    clock: createCountingClock(),
    timer: () => 0,
  });

const contents = ({ steps }: Trajectory): unknown[] => steps.map(({ situation }) => situation?.content);

describe('defineTask', () => {
  it('shows the result of the last call and the state, and ends with the reward', async () => {
    const { steps, end, header } = await play([call('look'), call('enter', { code: '107' })], 7);
    expect(header.task).toMatchObject({ kind: 'custom', dataset: 'vault', seed: 7 });
    expect(steps.map(({ situation }) => situation)).toMatchObject([
      { content: 'closed', tools: ['look', 'enter'], turnsLeft: 5 },
      { content: 'code 107\nclosed', result: { tool: 'look', ok: true }, turnsLeft: 4 },
    ]);
    expect(end).toMatchObject({ reason: 'done', reward: 1, answers: [] });
  });

  it('turns every failed call into a result of the next observation', async () => {
    const actions = [call('open'), call('enter', { code: 4 }), call('enter', { code: '666' }), call('look')];
    const { steps, end } = await play(actions);
    expect(steps.slice(1).map(({ situation }) => situation?.result)).toMatchObject([
      { tool: 'open', ok: false, failure: 'unknown-tool', message: expect.stringContaining('look, enter') },
      { tool: 'enter', ok: false, failure: 'invalid-input', message: expect.stringContaining('input.code') },
      { tool: 'enter', ok: false, failure: 'tool-failed', message: 'the alarm rings' },
      { tool: 'look', ok: true },
    ]);
    expect(contents({ steps } as Trajectory)[3]).toBe('enter: failed: the alarm rings\nclosed');
    expect(end).toMatchObject({ reason: 'done', reward: 0 });
  });

  it('keeps the situation while no tool is called, and ends when the turns are spent', async () => {
    const { steps } = await play([call('look')]);
    expect(steps).toHaveLength(5);
    expect(new Set(contents({ steps } as Trajectory).slice(1))).toEqual(new Set(['code 100\nclosed']));
  });

  it('survives any action that a policy can return', async () => {
    const name = fc.oneof(fc.constantFrom('look', 'enter', '__proto__', 'toString', ''), fc.string());
    const input = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, Number.NaN));
    const action = fc.record({
      kind: fc.constantFrom('tool', 'none', 'answer', 'read-on', 'x'),
      name,
      input,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 5 }), fc.nat(9), async (actions, seed) => {
        const played = actions.map((each) => ({ ...each, answers: [] })) as unknown as Action[];
        const trajectory = await play(played, seed);
        expect(trajectory.end).toMatchObject({ reason: 'done', reward: expect.any(Number) });
        expect(trajectory.steps.every(({ failure }) => failure === undefined)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('gives equal seeds equal episodes, and every episode a new state', async () => {
    const actions = [call('look'), call('enter', { code: '103' })];
    const [one, again, other] = [await play(actions, 3), await play(actions, 3), await play(actions, 4)];
    expect(again).toEqual(one);
    expect([one.end.reward, other.end.reward]).toEqual([1, 0]);
  });

  it('writes, reads back and replays episodes with tool calls', async () => {
    const policy = definePolicy({
      name: 'noter',
      act: ({ situation, turn }) => ({
        action: call(turn === 0 ? 'look' : 'enter', { code: '100' }),
        operations: [
          { op: 'create', text: situation.content },
          { op: 'read', query: 'code' },
        ],
      }),
    });
    const trajectory = await runEpisode({
      task: vault,
      policy,
      clock: createCountingClock(),
      timer: () => 0,
    });
    const read = parseTrajectory(formatTrajectory(trajectory));
    expect(read.steps.map(({ action, situation }) => [action.kind, situation?.content])).toEqual([
      ['tool', undefined],
      ['tool', undefined],
    ]);
    expect(read.steps[1]!.effects[0]).toMatchObject({
      entry: { meta: { sources: ['vault/turn-1', 'vault/turn-0'] } },
    });
    const parts = { store: inMemoryStore(), retriever: lexicalRetriever() };
    expect(await replayTrajectory(read, parts)).toEqual([]);
  });

  it('allows three Reads in a row, until a write or a tool call', async () => {
    const reader = definePolicy({
      name: 'reader',
      act: ({ readsLeft }, { step }) => ({
        action: step === 4 ? call('look') : { kind: 'none' },
        operations: [{ op: 'read', query: `${readsLeft}` }],
      }),
    });
    const { steps } = await runEpisode({ task: vault, policy: reader });
    expect(steps.map(({ effects }) => effects[0]!.applied)).toEqual([true, true, true, false, false]);
    expect(steps.map(({ operations }) => operations[0])).toMatchObject(
      ['3', '2', '1', '0', '0'].map((query) => ({ query })),
    );
  });

  it('rejects definitions that cannot be played', async () => {
    const define = (tools: Record<string, unknown>, rest: object = {}): unknown =>
      defineTask({
        id: 'x',
        instructions: '',
        reset: () => 0,
        tools: tools as never,
        reward: () => 0,
        ...rest,
      });
    const tool = { description: '', input: { type: 'object' }, run: () => '' };
    const foreign = { '~standard': { vendor: 'other', validate: () => ({ value: 1 }) } } as InputSchema;
    for (const [wrong, message] of [
      [() => define({}), 'has no tools'],
      [() => define({ 'a b': tool }), '"a b" cannot be the name of a tool'],
      [() => define({ memory_create: tool }), 'reserved'],
      [() => define({ a: { ...tool, input: foreign } }), 'Give `jsonSchema`'],
      [() => define({ a: tool }, { turns: 0 }), 'turns is 0'],
    ] as const) {
      expect(wrong).toThrow(message);
      expect(wrong).toThrow(AtomMemError);
    }
    const worthless = define({ a: tool }, { reward: () => Number.NaN }) as Task;
    await expect(play([], 0, worthless)).rejects.toThrow('the reward of task "x" is NaN');
  });
});
