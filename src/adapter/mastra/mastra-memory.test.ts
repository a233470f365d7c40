import { expect, it } from 'vitest';
import { createMemory } from '../../memory/create-memory.ts';
import { mastraMemoryProcessor, mastraMemoryTools } from './mastra-memory.ts';

const tokenizer = { count: (text: string) => Math.ceil(text.length / 4) };

it('gives tools that create and read', async () => {
  const memory = createMemory();
  const tools = new Map(mastraMemoryTools(memory).map((tool) => [tool.id, tool]));
  await tools.get('memory_create')?.execute({ text: 'Ada lives in Lund.' });
  expect((await tools.get('memory_read')?.execute({ query: 'Lund' }))?.text).toContain('Ada lives in Lund.');
});

it('adds one block however many steps there are', async () => {
  const memory = createMemory();
  await memory.create('Ada lives in Lund.');
  const processor = mastraMemoryProcessor(memory, { tokenizer });
  const messages = [
    { role: 'user', content: { format: 2, parts: [{ type: 'text', text: 'Where in Lund?' }] } },
  ];
  const first = await processor.processInputStep({
    messages,
    systemMessages: [{ role: 'system', content: 'Help.' }],
  });
  const second = await processor.processInputStep({ messages, systemMessages: first.systemMessages });
  expect(second).toEqual(first);
  expect(first.systemMessages.map(({ content }) => String(content).includes('Ada lives in Lund.'))).toEqual([
    false,
    true,
  ]);
});
