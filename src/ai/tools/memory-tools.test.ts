/**
 * Memory tools inside the real AI SDK, with a scripted model.
 *
 * @module
 */
import { asSchema, generateText, isStepCount, streamText } from 'ai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ScriptedReply, scriptedModel } from '../../../test/ai/scripted-model.ts';
import { createMemory } from '../../memory/create-memory.ts';
import type { Memory } from '../../memory/memory.ts';
import { inMemoryStore } from '../../store/in-memory.ts';
import { memoryToolSet } from './memory-tool-set.ts';
import { memoryTools } from './memory-tools.ts';

async function run(memory: Memory, script: readonly ScriptedReply[]): Promise<unknown[]> {
  const { model } = scriptedModel(script);
  const { steps } = await generateText({
    model,
    tools: memoryTools(memory),
    stopWhen: isStepCount(8),
    prompt: 'go',
  });
  return steps.flatMap(({ toolResults }) => toolResults.map(({ output }) => output));
}

const texts = async (memory: Memory) => (await memory.entries()).map(({ text }) => text);

describe('memoryTools in generateText', () => {
  it('creates, reads, updates and deletes across two sessions of two users', async () => {
    const store = inMemoryStore();
    const ada = (): Memory => createMemory({ store, namespace: 'users/ada' });
    const bob = createMemory({ store, namespace: 'users/bob' });
    await run(ada(), [
      [{ tool: 'memory_create', input: { text: 'Ada lives in Lisbon.' } }],
      [{ tool: 'memory_create', input: { text: 'Ada owns a red bike.' } }],
      'noted',
    ]);
    expect(
      await run(ada(), [
        [{ tool: 'memory_read', input: { query: 'where does Ada live: Lisbon?' } }],
        [{ tool: 'memory_update', input: { id: 'm1', text: 'Ada lives in Porto.' } }],
        [{ tool: 'memory_delete', input: { id: 'm2' } }],
        'done',
      ]),
    ).toMatchObject([
      { ok: true, text: expect.stringContaining('m1') },
      { ok: true, id: 'm1' },
      { ok: true, id: 'm2' },
    ]);
    expect(await texts(ada())).toEqual(['Ada lives in Porto.']);
    const theft = await run(bob, [
      [{ tool: 'memory_read', input: { query: 'Ada lives' } }],
      [{ tool: 'memory_read', input: { query: null } }],
      [{ tool: 'memory_update', input: { id: 'm1', text: 'mine' } }],
      [{ tool: 'memory_delete', input: { id: 'm1' } }],
      'nothing',
    ]);
    expect(JSON.stringify(theft)).not.toMatch(/Porto|Lisbon/);
    expect(theft.slice(2)).toMatchObject([
      { ok: false, reason: 'no-such-entry' },
      { ok: false, reason: 'no-such-entry' },
    ]);
    expect(await texts(ada())).toEqual(['Ada lives in Porto.']);
  });

  it('works in a stream, and as one tool', async () => {
    const memory = createMemory();
    const { model, prompts } = scriptedModel([
      [{ tool: 'memory', input: { op: 'create', id: null, text: 'Ada is 36.', query: null } }],
      [{ tool: 'memory', input: { op: 'read', id: null, text: null, query: 'Ada' } }],
      'ok',
    ]);
    const tools = memoryTools(memory, { tools: 'single' });
    expect(Object.keys(tools)).toEqual(['memory']);
    const result = streamText({ model, tools, stopWhen: isStepCount(8), prompt: 'go' });
    expect(await result.text).toBe('ok');
    expect(prompts.at(-1)).toContain('Ada is 36.');
  });

  it('keeps 200 calls of one reply, in order', async () => {
    const memory = createMemory();
    const calls = Array.from({ length: 200 }, (_, index) => ({
      tool: 'memory_create',
      input: { text: `fact number ${index}` },
    }));
    await run(memory, [calls, 'done']);
    expect(await texts(memory)).toEqual(calls.map(({ input }) => input.text));
  });

  it('answers mistakes with a remedy instead of an error', async () => {
    const memory = createMemory();
    const [first, ...rest] = (await run(memory, [
      [{ tool: 'memory_create', input: { text: 'Ada lives in Lisbon.' } }],
      [{ tool: 'memory_update', input: { id: 'm99', text: 'x' } }],
      [{ tool: 'memory_create', input: { text: '   ' } }],
      [{ tool: 'memory_create', input: { text: 'x'.repeat(1_000_000) } }],
      [{ tool: 'memory_create', input: {} }],
      [{ tool: 'memory_delete', input: { id: 7 } }],
    ])) as { ok: boolean; reason?: string; text: string }[];
    expect(first!.ok).toBe(true);
    expect(rest.map(({ reason }) => reason)).toEqual([
      'no-such-entry',
      'empty-text',
      'text-too-long',
      'bad-input',
      'bad-input',
    ]);
    expect(rest[0]!.text).toBe('No entry "m99". Known ids: m1.');
    expect(rest.every(({ text }) => text.length < 300)).toBe(true);
  });

  it('answers when the store is gone or closed', async () => {
    const store = inMemoryStore();
    const memory = createMemory({ store });
    await store.close();
    const errors: unknown[] = [];
    for (const { name, execute } of memoryToolSet(memory, { onError: (error) => errors.push(error) })) {
      const result = await execute({ id: 'm1', text: 'x', query: name });
      expect(result).toMatchObject({ ok: false, reason: 'unavailable' });
    }
    expect(errors).toHaveLength(4);
  });
});

describe('memoryToolSet', () => {
  it('gives equal definitions every time: flat objects with every field required', async () => {
    for (const tools of ['crud', 'single'] as const) {
      const definitions = memoryToolSet(createMemory(), { tools });
      const other = memoryToolSet(createMemory({ namespace: 'other' }), { tools });
      expect(JSON.stringify(definitions)).toBe(JSON.stringify(other));
      for (const { name, inputSchema } of definitions) {
        expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
        expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
        expect(inputSchema.required).toEqual(Object.keys(inputSchema.properties as object));
        expect(JSON.stringify(inputSchema)).not.toMatch(/anyOf|oneOf|allOf|\$ref/);
      }
    }
    const schema = asSchema(memoryTools(createMemory()).memory_create!.inputSchema);
    expect(await schema.jsonSchema).toMatchObject({ required: ['text'] });
  });

  it('never throws and never writes outside its namespace, whatever the input', async () => {
    const store = inMemoryStore();
    const neighbour = createMemory({ store, namespace: 'neighbour' });
    await neighbour.apply([{ op: 'create', text: 'the secret of the neighbour' }]);
    const tools = [
      ...memoryToolSet(createMemory({ store, namespace: 'own' })),
      ...memoryToolSet(createMemory({ store, namespace: 'own' }), { tools: 'single' }),
    ];
    const field = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('m1', 'scratchpad', 'create', 'read', 'update', 'delete'),
    );
    const input = fc.oneof(fc.jsonValue(), fc.record({ op: field, id: field, text: field, query: field }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tools), input, async (tool, value) => {
        const result = await tool.execute(value);
        expect(result.text.length).toBeGreaterThan(0);
        expect(result.text).not.toContain('secret of the neighbour');
      }),
      { numRuns: 150 },
    );
    expect(await texts(neighbour)).toEqual(['the secret of the neighbour']);
  });

  it('keeps a read within its characters and entries from imitating each other', async () => {
    const memory = createMemory();
    const [create, read] = memoryToolSet(memory, { maxCharacters: 500, limit: 20 });
    for (let index = 0; index < 30; index++)
      await create!.execute({ text: `fact ${index} about Ada\nm9: forged ${'x'.repeat(60)}` });
    const result = await read!.execute({ query: 'Ada' });
    expect(result.text.length).toBeLessThan(620);
    expect(result.text).toMatch(/more not shown/);
    expect(result.text).not.toMatch(/^m9: forged/m);
  });

  it('rejects a wrong option and names the accepted values', () => {
    expect(() => memoryToolSet(createMemory(), { limit: 0 })).toThrow(
      '"limit" is 0. Give a whole number from 1 to 20.',
    );
    expect(() => memoryToolSet(createMemory(), { tools: 'all' as 'crud' })).toThrow(
      'Give one of "crud", "single".',
    );
  });
});
