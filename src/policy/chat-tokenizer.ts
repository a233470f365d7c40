import type { Tokenizer } from '@huggingface/tokenizers';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { loadChatTemplate } from './chat-template.ts';

/** The contents of a model's folder that its tokens depend on. */
export interface ModelFiles {
  /** The folder, or the model's name: stands in trajectories and error messages. */
  readonly name: string;
  /** `tokenizer.json`. */
  readonly tokenizer: JsonObject;
  /** `tokenizer_config.json`. */
  readonly tokenizerConfig?: JsonObject;
  /** `chat_template.jinja`; otherwise the template of `tokenizer_config.json`. */
  readonly chatTemplate?: string;
  /** `vocab_size` of `config.json`: ids must be below it. */
  readonly vocabularySize?: number;
  /** `eos_token_id` of `generation_config.json`: ids that end a reply, beside the end-of-text token. */
  readonly endIds?: readonly number[];
}

/** A conversation as the model reads it. */
export interface ChatPrompt {
  readonly ids: readonly number[];
  /** The template has opened a thought, so that the reply begins inside it. */
  readonly opensThought: boolean;
}

/** A model's tokens: what a server of this model would make of the same messages. */
export interface ChatTokenizer {
  readonly name: string;
  /** Ids are below it. */
  readonly vocabularySize: number;
  /** Ids that end a reply. */
  readonly stop: readonly number[];
  /**
   * Special tokens that stand in a message's text lose their first character to `‹` and are text: what is
   * read cannot end a turn or begin one.
   *
   * @param thinking default: the template's own choice.
   */
  encode(messages: readonly PromptMessage[], thinking?: boolean): ChatPrompt;
  encodeText(text: string): readonly number[];
  /** Text of a reply, special tokens left out. */
  decode(ids: readonly number[]): string;
}

/**
 * Chat template and tokenizer of a model from the contents of its folder. Needs the optional packages
 * `@huggingface/tokenizers` and `@huggingface/jinja`.
 *
 * @throws one line: a package that is not installed, a file that cannot be used, no chat template, ids beyond
 * the model's vocabulary.
 * @example
 * const chat = await loadChatTokenizer(await readModelFolder('models/Qwen3-8B'));
 * chat.encode([{ role: 'user', content: 'Hello' }], false).ids;
 */
export async function loadChatTokenizer(files: ModelFiles): Promise<ChatTokenizer> {
  const { name, tokenizerConfig = {} } = files;
  const tokenizer = await createTokenizer(files);
  const size = checkedSize(tokenizer, files);
  const eosToken = tokenText(tokenizerConfig.eos_token);
  const bosToken = tokenText(tokenizerConfig.bos_token);
  const template = await loadChatTemplate({
    source: templateOf(files),
    name,
    ...(eosToken !== undefined && { eosToken }),
    ...(bosToken !== undefined && { bosToken }),
  });
  const added = [...tokenizer.get_added_tokens_decoder().values()];
  const asText = specialTokensAsText(added.filter(({ special }) => special).map(({ content }) => content));
  const eosId = eosToken === undefined ? undefined : tokenizer.token_to_id(eosToken);
  const encodeText = (text: string): readonly number[] =>
    tokenizer.encode(text, { add_special_tokens: false }).ids;
  return {
    name,
    vocabularySize: size,
    stop: [...new Set([...(eosId === undefined ? [] : [eosId]), ...(files.endIds ?? [])])],
    encode(messages, thinking) {
      const safe = messages.map(({ role, content }) => ({ role, content: asText(content) }));
      const text = template.render(safe, thinking);
      return { ids: encodeText(text), opensThought: /<think>\s*$/.test(text) };
    },
    encodeText,
    decode: (ids) =>
      // The library refuses an empty list.
      ids.length === 0
        ? ''
        : tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
  };
}

async function createTokenizer({ name, tokenizer, tokenizerConfig = {} }: ModelFiles): Promise<Tokenizer> {
  const library = await import('@huggingface/tokenizers').catch(() => {
    throw new Error(
      `${name} needs the optional package @huggingface/tokenizers: npm install @huggingface/tokenizers`,
    );
  });
  try {
    return new library.Tokenizer(tokenizer, tokenizerConfig);
  } catch (cause) {
    const [reason] = (cause as Error).message.split('\n');
    throw new Error(`${name}: its tokenizer.json cannot be used (${reason})`);
  }
}

/** The model's vocabulary; without a `config.json`, the tokenizer's own. */
function checkedSize(tokenizer: Tokenizer, { name, vocabularySize }: ModelFiles): number {
  let largest = -1;
  for (const id of tokenizer.get_vocab(true).values()) largest = Math.max(largest, id);
  const size = vocabularySize ?? largest + 1;
  if (largest < size) return size;
  throw new Error(
    `${name}: its tokenizer has ids up to ${largest}, but the model's vocabulary is ${size} (vocab_size of config.json); use the tokenizer that belongs to the model`,
  );
}

function templateOf({ name, chatTemplate, tokenizerConfig }: ModelFiles): string {
  const configured = tokenizerConfig?.chat_template;
  const named = Array.isArray(configured)
    ? configured.find((each) => each.name === 'default')?.template
    : configured;
  const template = chatTemplate ?? named;
  if (typeof template === 'string') return template;
  throw new Error(
    `${name}: has no chat template; give chat_template.jinja or chat_template in tokenizer_config.json`,
  );
}

/** A token of `tokenizer_config.json`: its text, or an object with it. */
function tokenText(token: JsonValue | undefined): string | undefined {
  if (typeof token === 'string') return token;
  if (typeof token !== 'object' || token === null) return undefined;
  const { content } = token as { readonly content?: JsonValue };
  return typeof content === 'string' ? content : undefined;
}

const MARK = '‹';

function specialTokensAsText(tokens: readonly string[]): (text: string) => string {
  const written = tokens
    .filter((token) => token !== '')
    .map((token) => token.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
  if (written.length === 0) return (text) => text;
  const pattern = new RegExp(written.join('|'), 'g');
  return (text) => text.replace(pattern, (token) => MARK + [...token].slice(1).join(''));
}
