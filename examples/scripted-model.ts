/** A model of the AI SDK that replies from a script, so that examples run without a server. */
import { MockLanguageModelV4 } from 'ai/test';

type Reply = string | { readonly tool: string; readonly input: object };

export function scriptedModel(script: readonly Reply[] | ((prompt: string) => Reply)): MockLanguageModelV4 {
  let calls = 0;
  return new MockLanguageModelV4({
    doGenerate: async ({ prompt }) => {
      const last = prompt.findLast(({ role }) => role === 'user');
      const said = last?.role === 'user' ? last.content : [];
      const text = said.map((part) => (part.type === 'text' ? part.text : '')).join('');
      const reply = typeof script === 'function' ? script(text) : (script[calls] ?? '');
      calls += 1;
      const content =
        typeof reply === 'string'
          ? { type: 'text' as const, text: reply }
          : {
              type: 'tool-call' as const,
              toolCallId: `call-${calls}`,
              toolName: reply.tool,
              input: JSON.stringify(reply.input),
            };
      const unified = typeof reply === 'string' ? ('stop' as const) : ('tool-calls' as const);
      const inputTokens = {
        total: undefined,
        noCache: undefined,
        cacheRead: undefined,
        cacheWrite: undefined,
      };
      const outputTokens = { total: undefined, text: undefined, reasoning: undefined };
      return {
        content: [content],
        finishReason: { unified, raw: unified },
        usage: { inputTokens, outputTokens },
        warnings: [],
      };
    },
  });
}
