/**
 * The memory tool inside Anthropic's SDK: its tool runner, its own file implementation, a scripted API.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { betaMemoryTool } from '@anthropic-ai/sdk/helpers/beta/memory';
import { BetaLocalFilesystemMemoryTool } from '@anthropic-ai/sdk/tools/memory/node';
import { describe, expect, it } from 'vitest';
import { anthropicMemory } from '../../src/adapter/anthropic/anthropic-memory.ts';
import { createMemory } from '../../src/memory/create-memory.ts';
import type { Memory } from '../../src/memory/memory.ts';
import { inMemoryStore } from '../../src/store/in-memory.ts';

type Command = { readonly command: string } & Record<string, unknown>;

/** Runs one session. The API is a script of memory commands; returns what the model was sent last. */
async function play(memory: Memory, script: readonly Command[]): Promise<string> {
  const requests: string[] = [];
  const client = new Anthropic({
    apiKey: 'test',
    maxRetries: 0,
    fetch: async (_, init) => {
      requests.push(String(init?.body));
      const input = script[requests.length - 1];
      return Response.json({
        id: `msg_${requests.length}`,
        type: 'message',
        role: 'assistant',
        model: 'scripted',
        content:
          input === undefined
            ? [{ type: 'text', text: 'done' }]
            : [{ type: 'tool_use', id: `t${requests.length}`, name: 'memory', input }],
        stop_reason: input === undefined ? 'end_turn' : 'tool_use',
        stop_sequence: null,
        usage: { input_tokens: 1, output_tokens: 1 },
      });
    },
  });
  await client.beta.messages.toolRunner({
    model: 'scripted',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Hello.' }],
    tools: [betaMemoryTool(anthropicMemory(memory))],
  });
  return requests.at(-1) ?? '';
}

describe('the Anthropic SDK', () => {
  it('creates, reads, updates and deletes across two sessions and two users', async () => {
    const store = inMemoryStore();
    const open = (user: string): Memory => createMemory({ store, namespace: `users/${user}` });
    const path = '/memories/home.md';
    const first = await play(open('ada'), [
      { command: 'view', path: '/memories' },
      { command: 'create', path, file_text: 'Ada lives in Lund.' },
      { command: 'create', path: '/memories/pet.md', file_text: 'Ada has a cat.' },
      { command: 'str_replace', path, old_str: 'Lund', new_str: 'Malmö' },
      { command: 'delete', path: '/memories/pet.md' },
      { command: 'delete', path: '/memories/none.md' },
    ]);
    expect(first).toContain('does not exist');
    const second = await play(open('ada'), [
      { command: 'view', path: '/memories' },
      { command: 'view', path },
    ]);
    expect(second).toContain('Ada lives in Malmö.');
    expect(second).not.toContain('pet.md');
    const other = await play(open('bo'), [
      { command: 'view', path: '/memories' },
      { command: 'view', path },
    ]);
    expect(other).not.toContain('Malmö');
    expect((await open('ada').entries()).map(({ text }) => text)).toEqual(['Ada lives in Malmö.']);
  });

  it("answers like the SDK's own file implementation", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'atommem-anthropic-'));
    try {
      const files = betaMemoryTool(await BetaLocalFilesystemMemoryTool.init(folder));
      const entries = betaMemoryTool(anthropicMemory(createMemory()));
      for (const command of COMMANDS) {
        const [theirs, ours] = [await run(files, command), await run(entries, command)];
        expect([command, ours]).toEqual([command, theirs]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const a = '/memories/a.md';
const COMMANDS: readonly Command[] = [
  { command: 'create', path: a, file_text: 'one\ntwo\nthree' },
  { command: 'create', path: a, file_text: 'again' },
  { command: 'view', path: a },
  { command: 'view', path: a, view_range: [2, 3] },
  { command: 'view', path: '/memories/none.md' },
  { command: 'str_replace', path: a, old_str: 'two', new_str: '$& 2' },
  { command: 'str_replace', path: a, old_str: 'none', new_str: 'x' },
  { command: 'insert', path: a, insert_line: 0, insert_text: 'zero\n' },
  { command: 'insert', path: a, insert_line: 99, insert_text: 'x' },
  { command: 'view', path: a },
  { command: 'create', path: '/memories/team/b.md', file_text: 'x\nx' },
  { command: 'str_replace', path: '/memories/team/b.md', old_str: 'x', new_str: 'y' },
  { command: 'rename', old_path: '/memories/team', new_path: '/memories/people' },
  { command: 'rename', old_path: '/memories/none', new_path: '/memories/c' },
  { command: 'rename', old_path: '/memories/people/b.md', new_path: a },
  { command: 'view', path: '/memories/people/b.md' },
  { command: 'delete', path: '/memories/people' },
  { command: 'delete', path: '/memories/people' },
  { command: 'view', path: '/memories/people/b.md' },
];

/** Returns the answer, or the kind of its failure: the words of failures differ in their remedies. */
async function run(tool: ReturnType<typeof betaMemoryTool>, command: Command): Promise<unknown> {
  try {
    return await tool.run(command as never);
  } catch {
    return 'failed';
  }
}
