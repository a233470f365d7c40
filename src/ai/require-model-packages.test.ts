/**
 * Errors of models when the AI SDK is not installed.
 *
 * @module
 */
import { expect, it, vi } from 'vitest';
import { createMemory } from '../memory/create-memory.ts';

const absent = (): never => {
  throw new Error("Cannot find package 'ai'");
};
vi.doMock('ai', absent);
vi.doMock('@ai-sdk/openai-compatible', absent);

it('names the command that installs it', async () => {
  const { requireModelPackages } = await import('./require-model-packages.ts');
  await expect(requireModelPackages('--model')).rejects.toThrow(
    '--model needs the packages ai and @ai-sdk/openai-compatible. Run: npm install ai @ai-sdk/openai-compatible.',
  );
  const { openAICompatible } = await import('./openai-compatible.ts');
  const { aiEmbedder } = await import('./ai-embedder.ts');
  const { withMemory } = await import('./with-memory.ts');
  const { memoryTools } = await import('./tools/memory-tools.ts');
  const model = openAICompatible({ model: 'x', baseURL: 'http://127.0.0.1:9/v1' });
  const call = { prompt: [] };
  await expect(model.doGenerate(call)).rejects.toThrow('Run: npm install @ai-sdk/openai-compatible');
  const memory = createMemory();
  await expect(withMemory(model, { memory }).doGenerate(call)).rejects.toThrow('Run: npm install ai');
  const embedder = aiEmbedder({ model: { provider: 'x', modelId: 'x' } as never });
  await expect(embedder.embed(['a'], 'query')).rejects.toThrow('Run: npm install ai');
  expect(Object.keys(memoryTools(memory))).toHaveLength(4);
});
