import type { PromptMessage } from '../prompt/prompt-message.ts';

export interface ChatTemplateOptions {
  /** The template itself, in Jinja. */
  readonly source: string;
  /** Whose it is: stands in error messages. */
  readonly name: string;
  readonly bosToken?: string;
  readonly eosToken?: string;
}

/** How a model is spoken to: messages in, the text that it continues out. */
export interface ChatTemplate {
  /** @param thinking passed as `enable_thinking`. Default: the template's own choice. */
  render(messages: readonly PromptMessage[], thinking?: boolean): string;
}

/**
 * A model's chat template, with the beginning of the assistant's turn at its end. Needs the optional package
 * `@huggingface/jinja`.
 *
 * @throws when the package is not installed, naming the command that installs it; when the template cannot
 * be read, or refuses a conversation of a system and a user message.
 */
export async function loadChatTemplate(options: ChatTemplateOptions): Promise<ChatTemplate> {
  const { source, name, bosToken = '', eosToken = '' } = options;
  const library = await import('@huggingface/jinja').catch(() => {
    throw new Error(
      `the chat template of ${name} needs the optional package @huggingface/jinja: npm install @huggingface/jinja`,
    );
  });
  const attempt = <Result>(what: string, work: () => Result): Result => {
    try {
      return work();
    } catch (cause) {
      const [reason] = (cause as Error).message.split('\n');
      throw new Error(`the chat template of ${name} ${what}: ${reason}`);
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
