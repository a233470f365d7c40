import { splitLongRuns } from './split-long-runs.ts';

/** Counts and cuts text as a model does. `decode(encode(text))` is `text`. */
export interface Tokenizer {
  readonly name: string;
  count(text: string): number;
  encode(text: string): readonly number[];
  decode(tokens: readonly number[]): string;
}

/** Cuts texts after so many tokens, as prompts want it. */
export function createTruncate({ encode, decode }: Tokenizer): (text: string, tokens: number) => string {
  return (text, tokens) => decode(encode(text).slice(0, tokens));
}

/**
 * The default: `o200k_base` of the package `gpt-tokenizer`, which needs no download. Its tables are loaded
 * at the first call (about 0.15 s).
 */
export async function loadDefaultTokenizer(): Promise<Tokenizer> {
  const encoding = await import('gpt-tokenizer/encoding/o200k_base');
  const plain = { disallowedSpecial: new Set<string>() };
  return {
    name: 'o200k_base',
    count: (text) => splitLongRuns(text).reduce((sum, piece) => sum + encoding.countTokens(piece, plain), 0),
    encode: (text) => splitLongRuns(text).flatMap((piece) => encoding.encode(piece, plain)),
    decode: (tokens) => encoding.decode(tokens),
  };
}

/**
 * A tokenizer from the contents of a Hugging Face `tokenizer.json` (and `tokenizer_config.json`). Needs the
 * optional package `@huggingface/tokenizers`.
 *
 * @throws when the package is not installed, naming the command that installs it.
 */
export async function loadHuggingFaceTokenizer(
  json: object,
  config: object = {},
  name = 'tokenizer.json',
): Promise<Tokenizer> {
  const library = await import('@huggingface/tokenizers').catch(() => {
    throw new Error(
      `${name} needs the optional package @huggingface/tokenizers: npm install @huggingface/tokenizers`,
    );
  });
  const tokenizer = new library.Tokenizer(json, config);
  const encode = (text: string): readonly number[] =>
    tokenizer.encode(text, { add_special_tokens: false }).ids;
  return {
    name,
    encode,
    count: (text) => encode(text).length,
    decode: (tokens) =>
      // The library refuses an empty list, and would take blanks before full stops away.
      tokens.length === 0
        ? ''
        : tokenizer.decode([...tokens], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
  };
}
