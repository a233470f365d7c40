/**
 * Models of the AI SDK that reply from a script and record their prompts.
 *
 * @module
 */
import { simulateReadableStream } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';

/** A text, or calls of tools. */
export type ScriptedReply = string | readonly { readonly tool: string; readonly input: unknown }[];

type Script = readonly ScriptedReply[] | ((prompt: string, call: number) => ScriptedReply);
type Options = Parameters<MockLanguageModelV4['doGenerate']>[0];
type StreamPart =
  Awaited<ReturnType<MockLanguageModelV4['doStream']>>['stream'] extends ReadableStream<infer Part>
    ? Part
    : never;
type Generated = Awaited<ReturnType<MockLanguageModelV4['doGenerate']>>;

const USAGE: Generated['usage'] = {
  inputTokens: { total: 10, noCache: 10, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 5, text: 5, reasoning: undefined },
};

export interface ScriptedModel {
  readonly model: MockLanguageModelV4;
  /** Every prompt as JSON, in the order of the calls. */
  readonly prompts: string[];
  /** Every prompt as messages. */
  readonly calls: Options['prompt'][];
}

export function scriptedModel(script: Script): ScriptedModel {
  const prompts: string[] = [];
  const calls: Options['prompt'][] = [];
  function next(options: Options): Pick<Generated, 'content' | 'finishReason'> {
    calls.push(options.prompt);
    prompts.push(JSON.stringify(options.prompt));
    const place = prompts.length - 1;
    const reply = typeof script === 'function' ? script(prompts[place]!, place) : (script[place] ?? 'ok');
    if (typeof reply === 'string')
      return { content: [{ type: 'text', text: reply }], finishReason: { unified: 'stop', raw: 'stop' } };
    return {
      content: reply.map(({ tool, input }, index) => ({
        type: 'tool-call',
        toolCallId: `call-${place}-${index}`,
        toolName: tool,
        input: JSON.stringify(input),
      })),
      finishReason: { unified: 'tool-calls', raw: 'tool_calls' },
    };
  }
  const model = new MockLanguageModelV4({
    modelId: 'scripted',
    doGenerate: async (options) => ({ ...next(options), usage: USAGE, warnings: [] }),
    doStream: async (options) => {
      const { content, finishReason } = next(options);
      const parts = content.flatMap((part, index): StreamPart[] => {
        if (part.type === 'tool-call') return [part];
        if (part.type !== 'text') return [];
        const id = String(index);
        const words = part.text.split(/(?<= )/).map((delta) => ({ type: 'text-delta' as const, id, delta }));
        return [{ type: 'text-start' as const, id }, ...words, { type: 'text-end' as const, id }];
      });
      const chunks: StreamPart[] = [
        { type: 'stream-start', warnings: [] },
        ...parts,
        { type: 'finish', finishReason, usage: USAGE },
      ];
      return { stream: simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }) };
    },
  });
  return { model, prompts, calls };
}

/** Returns the injected block of a prompt, or an empty text. */
export function readBlock(prompt: string): string {
  return /<memory source=\\"atommem\\">.*?<\/memory>/.exec(prompt)?.[0] ?? '';
}
