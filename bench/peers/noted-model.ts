/**
 * A language model for agents that replies "Noted." and records its prompts.
 *
 * @module
 */
const USAGE = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };

/** Returns a model of the AI SDK's second specification, which Mastra's agents take. */
export function createNotedModel(): { readonly model: unknown; readonly prompts: readonly string[] } {
  const prompts: string[] = [];
  const parts = [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id: '1' },
    { type: 'text-delta', id: '1', delta: 'Noted.' },
    { type: 'text-end', id: '1' },
    { type: 'finish', finishReason: 'stop', usage: USAGE },
  ];
  const model = {
    specificationVersion: 'v2',
    provider: 'bench',
    modelId: 'noted',
    supportedUrls: {},
    async doGenerate({ prompt }: { readonly prompt: unknown }) {
      prompts.push(JSON.stringify(prompt));
      return {
        content: [{ type: 'text', text: 'Noted.' }],
        finishReason: 'stop',
        usage: USAGE,
        warnings: [],
      };
    },
    async doStream({ prompt }: { readonly prompt: unknown }) {
      prompts.push(JSON.stringify(prompt));
      const stream = new ReadableStream<object>({
        start(controller) {
          for (const part of parts) controller.enqueue(part);
          controller.close();
        },
      });
      return { stream };
    },
  };
  return { model, prompts };
}
