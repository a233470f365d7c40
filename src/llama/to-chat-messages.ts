/**
 * Converts a prompt of the AI SDK to plain messages.
 *
 * @module
 */
import type { LanguageModelCall } from '../ai/defer-model.ts';
import { AtomMemError } from '../shared/error.ts';
import type { ChatMessage } from './chat-prompt.ts';
import { CALL_END, CALL_START } from './tool-grammar.ts';

type SdkMessage = LanguageModelCall['prompt'][number];
type SdkPart = Exclude<SdkMessage['content'], string>[number];

/**
 * Converts a prompt. Tool calls and their results become text in the marks that the model writes itself.
 *
 * @throws AtomMemError `unsupported` for images and files
 */
export function toChatMessages(prompt: LanguageModelCall['prompt']): readonly ChatMessage[] {
  return prompt.map((message): ChatMessage => {
    if (message.role === 'system') return { role: 'system', content: message.content };
    const content = (message.content as readonly SdkPart[])
      .map(writePart)
      .filter((text) => text !== '')
      .join('\n');
    return { role: message.role === 'assistant' ? 'assistant' : 'user', content };
  });
}

function writePart(part: SdkPart): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'reasoning':
      // Models are not shown their earlier thoughts.
      return '';
    case 'tool-call':
      return `${CALL_START}\n${JSON.stringify({ name: part.toolName, arguments: part.input })}\n${CALL_END}`;
    case 'tool-result':
      return `<tool_response>\n${writeOutput(part.output)}\n</tool_response>`;
    default:
      throw new AtomMemError('unsupported', {
        problem: `llamaModel reads text, and the prompt has a part of type "${part.type}"`,
        remedy: 'Pass text only',
      });
  }
}

function writeOutput(output: {
  readonly type: string;
  readonly value?: unknown;
  readonly reason?: string;
}): string {
  if (output.type === 'execution-denied') return output.reason ?? 'The call was denied.';
  return typeof output.value === 'string' ? output.value : JSON.stringify(output.value);
}
