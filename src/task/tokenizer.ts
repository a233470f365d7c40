/**
 * Tokenizers: the default one, and those of Hugging Face.
 *
 * @module
 */
import { importPackage } from '../shared/import-package.ts';
import { splitLongRuns } from './split-long-runs.ts';

/** Counts and cuts text as a model does. `decode(encode(text))` is `text`. */
export interface Tokenizer {
  readonly name: string;
  count(text: string): number;
  encode(text: string): readonly number[];
  decode(tokens: readonly number[]): string;
}

/** Returns a function that cuts texts after a number of tokens, for prompts. */
export function createTruncate({ encode, decode }: Tokenizer): (text: string, tokens: number) => string {
  return (text, tokens) => decode(encode(text).slice(0, tokens));
}

/**
 * Loads the default tokenizer, `o200k_base`. Needs no download. The first call takes about 0.15 s.
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
 * Creates a tokenizer from the contents of a Hugging Face `tokenizer.json` (and `tokenizer_config.json`).
 * Needs the optional package `@huggingface/tokenizers`.
 *
 * @throws AtomMemError `missing-package` if it is not installed
 */
export async function loadHuggingFaceTokenizer(
  json: object,
  config: object = {},
  name = 'tokenizer.json',
): Promise<Tokenizer> {
  const library = await importPackage(
    '@huggingface/tokenizers',
    name,
    () => import('@huggingface/tokenizers'),
  );
  const tokenizer = new library.Tokenizer(json, config);
  const encode = (text: string): readonly number[] =>
    tokenizer.encode(text, { add_special_tokens: false }).ids;
  return {
    name,
    encode,
    count: (text) => encode(text).length,
    decode: (tokens) =>
      // The library rejects an empty list, and its clean-up would remove spaces before full stops.
      tokens.length === 0
        ? ''
        : tokenizer.decode([...tokens], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
  };
}
