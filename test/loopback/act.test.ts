/**
 * Runs a task with tools, with a model over HTTP.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { runEpisode } from '../../src/agent/run-episode.ts';
import { defineTask } from '../../src/task/define-task.ts';
import { start } from './model-policy.ts';

const TASK = defineTask({
  id: 'door',
  instructions: 'Open the door with the code on the note.',
  turns: 5,
  reset: () => ({ open: false }),
  tools: {
    look: {
      description: 'Reads the note.',
      input: { type: 'object', properties: {} } as const,
      run: () => 'The code is 42.',
    },
    open: {
      description: 'Opens the door.',
      input: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] } as const,
      run: ({ code }, state) => {
        state.open = code === '42';
        return state.open ? 'It opens.' : 'It stays shut.';
      },
    },
  },
  done: ({ open }) => open,
  reward: ({ open }) => (open ? 1 : 0),
});

const REPLIES = {
  tags: [
    '<use_tool name="look"></use_tool>',
    '<think><use_tool name="open">{"code": "1"}</use_tool></think><create_memory>The code is 42.</create_memory><use_tool name="fly">{}</use_tool>',
    '<use_tool name="open">{"code": "42"}</use_tool>',
  ],
  json: [
    '[{"op":"tool","name":"look","input":{}}]',
    '[{"op":"create","text":"The code is 42."},{"op":"tool","name":"fly","input":{}}]',
    '[{"op":"tool","name":"open","input":{"code":"42"}}]',
  ],
  tools: [
    'look()',
    '{"name":"memory_create","input":{"text":"The code is 42."}}',
    '<function=open><parameter=code>42</parameter></function>',
  ],
} as const;

it.each(Object.entries(REPLIES))(
  'a model plays a task of its own over HTTP in the format %s',
  async (format, replies) => {
    const { policy, server } = await start({ chat: replies.map((content) => ({ content })) }, format);
    const trajectory = await runEpisode({ task: TASK, policy });
    expect(trajectory.end).toMatchObject({ reason: 'done', reward: 1, entries: 1 });
    const shown = JSON.stringify(server.requests[1]!.body);
    expect(shown).toContain('The code is 42.');
  },
);
