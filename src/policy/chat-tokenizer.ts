/**
 * Loads a model's tokenizer with its chat template.
 *
 * @module
 */
import type { Tokenizer } from '@huggingface/tokenizers';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { loadChatTemplate } from './chat-template.ts';

/** The files of a model's folder that define its tokens. */
export interface ModelFiles {
  /** Folder or name of the model, for trajectories and error messages. */
  readonly name: string;
  /** `tokenizer.json`. */
  readonly tokenizer: JsonObject;
  /** `tokenizer_config.json`. */
  readonly tokenizerConfig?: JsonObject;
  /** `chat_template.jinja`. Default: the template in `tokenizer_config.json`. */
  readonly chatTemplate?: string;
  /** `vocab_size` of `config.json`. Ids must be smaller. */
  readonly vocabularySize?: number;
  /** `eos_token_id` of `generation_config.json`: additional ids that end a reply. */
  readonly endIds?: readonly number[];
}

/** An encoded conversation. */
export interface ChatPrompt {
  readonly ids: readonly number[];
  /** Whether the template opened a thought, so that the reply starts inside it. */
  readonly opensThought: boolean;
  /** Whether the template wrote an empty thought because thinking is off. */
  readonly closesThought: boolean;
}

/** Encodes messages like a server of this model. */
export interface ChatTokenizer {
  readonly name: string;
  /** Vocabulary size. All ids are smaller. */
  readonly vocabularySize: number;
  /** Ids that end a reply. */
  readonly stop: readonly number[];
  /**
   * Encodes a conversation. If a message's text contains special tokens, `‹` replaces their first character, so that
   * text cannot end or start a turn.
   *
   * @param thinking default: the template's own choice.
   */
  encode(messages: readonly PromptMessage[], thinking?: boolean): ChatPrompt;
  encodeText(text: string): readonly number[];
  /** Decodes a reply without its special tokens. */
  decode(ids: readonly number[]): string;
}

/**
 * Loads the chat template and the tokenizer of a model. Needs the optional packages `@huggingface/tokenizers`
 * and `@huggingface/jinja`.
 *
 * @throws AtomMemError `missing-package` without these packages, and `unknown-format` for an invalid file, a missing
 * chat template, or ids beyond the model's vocabulary.
 * @example
 * const chat = await loadChatTokenizer({ name: 'Qwen3-8B', tokenizer, tokenizerConfig });
 * chat.encode([{ role: 'user', content: 'Hello' }], false).ids;
 */
export async function loadChatTokenizer(files: ModelFiles): Promise<ChatTokenizer> {
  const { name, tokenizerConfig = {} } = files;
  const tokenizer = await createTokenizer(files);
  const size = readSize(tokenizer, files);
  const eosToken = readToken(tokenizerConfig.eos_token);
  const bosToken = readToken(tokenizerConfig.bos_token);
  const template = await loadChatTemplate({
    source: findTemplate(files),
    name,
    eosToken,
    bosToken,
  });
  const added = [...tokenizer.get_added_tokens_decoder().values()];
  const asText = createTokenGuard(added.filter(({ special }) => special).map(({ content }) => content));
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
      const ending = text.slice(-200);
      return {
        ids: encodeText(text),
        opensThought: OPEN_THOUGHT.test(ending),
        closesThought: EMPTY_THOUGHT.test(ending),
      };
    },
    encodeText,
    decode: (ids) =>
      // The library rejects an empty list.
      ids.length === 0
        ? ''
        : tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
  };
}

const OPEN_THOUGHT = /(?:<think>|\[THINK\]|<seed:think>|◁think▷)\s*$/;
const EMPTY_THOUGHT =
  /(?:<think>\s*<\/think>|\[THINK\]\s*\[\/THINK\]|<seed:think>\s*<\/seed:think>|◁think▷\s*◁\/think▷)\s*$/;

async function createTokenizer({ name, tokenizer, tokenizerConfig = {} }: ModelFiles): Promise<Tokenizer> {
  const library = await import('@huggingface/tokenizers').catch((cause: unknown) => {
    throw new AtomMemError('missing-package', {
      problem: `${name} needs the optional package @huggingface/tokenizers`,
      remedy: 'Run: npm install @huggingface/tokenizers',
      cause,
      details: { package: '@huggingface/tokenizers' },
    });
  });
  try {
    return new library.Tokenizer(tokenizer, tokenizerConfig);
  } catch (cause) {
    const [reason] = (cause as Error).message.split('\n');
    throw new AtomMemError('unknown-format', {
      problem: `${name}: its tokenizer.json is invalid (${reason})`,
      remedy: 'Pass the tokenizer.json of the model',
      cause,
    });
  }
}

/** Returns the size of the model's vocabulary, or of the tokenizer's if there is no `config.json`. */
function readSize(tokenizer: Tokenizer, { name, vocabularySize }: ModelFiles): number {
  let largest = -1;
  for (const id of tokenizer.get_vocab(true).values()) largest = Math.max(largest, id);
  const size = vocabularySize ?? largest + 1;
  if (largest < size) return size;
  throw new AtomMemError('unknown-format', {
    problem: `${name}: its tokenizer has ids up to ${largest}, but the model's vocabulary is ${size} (vocab_size in config.json)`,
    remedy: 'Use the tokenizer that belongs to the model',
  });
}

function findTemplate({ name, chatTemplate, tokenizerConfig }: ModelFiles): string {
  const configured = tokenizerConfig?.chat_template;
  const named = Array.isArray(configured)
    ? configured.find((each) => each.name === 'default')?.template
    : configured;
  const template = chatTemplate ?? named;
  if (typeof template === 'string') return template;
  throw new AtomMemError('unknown-format', {
    problem: `${name} has no chat template`,
    remedy: 'Pass chat_template.jinja, or chat_template in tokenizer_config.json',
  });
}

/** Reads a token of `tokenizer_config.json`: a string, or an object that contains it. */
function readToken(token: JsonValue | undefined): string | undefined {
  if (typeof token === 'string') return token;
  if (typeof token !== 'object' || token === null) return undefined;
  const { content } = token as { readonly content?: JsonValue };
  return typeof content === 'string' ? content : undefined;
}

const MARK = '‹';

function createTokenGuard(tokens: readonly string[]): (text: string) => string {
  const written = tokens
    .filter((token) => token !== '')
    .map((token) => token.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
  if (written.length === 0) return (text) => text;
  const pattern = new RegExp(written.join('|'), 'g');
  return (text) => text.replace(pattern, (token) => MARK + [...token].slice(1).join(''));
}
