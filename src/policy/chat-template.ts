/**
 * Loads a model's chat template.
 *
 * @module
 */
import type { PromptMessage } from '../prompt/prompt-message.ts';
import { AtomMemError } from '../shared/error.ts';

/** Options of `loadChatTemplate`. */
export interface ChatTemplateOptions {
  /** The template, in Jinja. */
  readonly source: string;
  /** The model's name, for error messages. */
  readonly name: string;
  readonly bosToken?: string;
  readonly eosToken?: string;
}

/** Renders messages as the text that the model continues. */
export interface ChatTemplate {
  /** @param thinking passed as `enable_thinking`. Default: the template's own choice. */
  render(messages: readonly PromptMessage[], thinking?: boolean): string;
}

/**
 * Loads a chat template. Rendered text ends with the start of the assistant's turn. Needs the optional package
 * `@huggingface/jinja`.
 *
 * @throws AtomMemError `missing-package` without that package, and `unknown-format` for a template that is invalid,
 * or that rejects a system message followed by a user message.
 */
export async function loadChatTemplate(options: ChatTemplateOptions): Promise<ChatTemplate> {
  const { source, name, bosToken = '', eosToken = '' } = options;
  const library = await import('@huggingface/jinja').catch((cause: unknown) => {
    throw new AtomMemError('missing-package', {
      problem: `The chat template of ${name} needs the optional package @huggingface/jinja`,
      remedy: 'Run: npm install @huggingface/jinja',
      cause,
      details: { package: '@huggingface/jinja' },
    });
  });
  const attempt = <Result>(what: string, work: () => Result): Result => {
    try {
      return work();
    } catch (cause) {
      const [reason] = (cause as Error).message.split('\n');
      throw new AtomMemError('unknown-format', {
        problem: `The chat template of ${name} ${what}: ${reason}`,
        remedy: 'Use a template that belongs to the model and accepts a system message',
        cause,
      });
    }
  };
  const template = attempt('cannot be read', () => new library.Template(source));
  const chat: ChatTemplate = {
    render: (messages, thinking) =>
      attempt(`refuses a conversation of ${messages.map(({ role }) => role).join(', ')}`, () =>
        template.render({
          messages,
          add_generation_prompt: true,
          bos_token: bosToken,
          eos_token: eosToken,
          // Templates check whether the variable is defined.
          ...(thinking !== undefined && { enable_thinking: thinking }),
        }),
      ),
  };
  chat.render([
    { role: 'system', content: 'x' },
    { role: 'user', content: 'x' },
  ]);
  return chat;
}
