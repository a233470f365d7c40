/**
 * Continues a prompt and yields the text as it is generated.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { quoteText } from '../shared/redact.ts';
import type { GrammarState, NativeSampling } from './llama-library.ts';
import type { LoadedLlama } from './load-llama.ts';
import type { GenerateEnd, GenerateRequest } from './sampling-request.ts';
import { createStopFilter } from './stop-filter.ts';
import { createTextDecoder } from './text-decoder.ts';

/**
 * Continues a prompt. Tokens that the prompt shares with the previous call are not read again. The caller must hold
 * the model (`exclusive`).
 *
 * @throws the signal's reason if it is aborted, within 128 tokens of the prompt or one token of the reply.
 */
export async function* generate(
  loaded: LoadedLlama,
  request: GenerateRequest,
): AsyncGenerator<string, GenerateEnd> {
  const { sequence, model } = loaded;
  const { prompt, maxTokens, signal } = request;
  const options = {
    ...readSampling(request),
    grammarEvaluationState: compileGrammar(loaded, request.grammar),
  };
  signal?.throwIfAborted();
  const cachedTokens = await reusePrefix(loaded, prompt);
  const rest = await readPrompt(loaded, prompt.slice(cachedTokens), signal);
  const decoder = createTextDecoder(model);
  const filter = createStopFilter(request.stop ?? []);
  const generated: number[] = [];
  const end = (reason: GenerateEnd['reason']): GenerateEnd => ({
    ...{ reason, promptTokens: prompt.length, cachedTokens, completionTokens: generated.length },
  });
  const { frequencyPenalty = 0, presencePenalty = 0 } = request;
  const penalty =
    frequencyPenalty === 0 && presencePenalty === 0
      ? undefined
      : { punishTokens: () => generated, penalty: 1 as const, frequencyPenalty, presencePenalty };
  for await (const token of sequence.evaluate(rest, { ...options, repeatPenalty: penalty })) {
    signal?.throwIfAborted();
    generated.push(token);
    const text = filter.push(decoder.push(token));
    if (text !== '') yield text;
    if (filter.stopped) return end('stop');
    if (generated.length >= maxTokens) {
      const last = filter.finish(decoder.finish());
      if (last !== '') yield last;
      return end('length');
    }
  }
  signal?.throwIfAborted();
  const last = filter.finish(decoder.finish());
  if (last !== '') yield last;
  return end('stop');
}

/** Keeps the part of the context that the prompt begins with, and returns its length in tokens. */
export async function reusePrefix({ sequence }: LoadedLlama, prompt: readonly number[]): Promise<number> {
  const { firstDifferentIndex } = sequence.compareContextTokens(prompt);
  // The last token of the prompt is read again, because its output starts the reply.
  const kept = Math.min(firstDifferentIndex, prompt.length - 1);
  await sequence.adaptStateToTokens(prompt.slice(0, kept), false);
  return Math.min(sequence.nextTokenIndex, kept);
}

/** Tokens read at once. Larger slices are not faster on a CPU, and the signal is only seen between them. */
const SLICE = 128;

/** Reads all but the last slice of the prompt, and returns that slice. Between slices it listens to the signal. */
export async function readPrompt(
  { sequence }: LoadedLlama,
  tokens: readonly number[],
  signal?: AbortSignal,
): Promise<readonly number[]> {
  let start = 0;
  while (tokens.length - start > SLICE) {
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(start, start + SLICE));
    start += SLICE;
    signal?.throwIfAborted();
  }
  return tokens.slice(start);
}

function readSampling({ temperature, topK, topP, seed }: GenerateRequest): NativeSampling {
  // Without a seed llama.cpp takes the clock. Calls should be repeatable unless the caller says otherwise.
  return { temperature, topK, topP, minP: 0, seed: (seed ?? 0) >>> 0 };
}

function compileGrammar(loaded: LoadedLlama, grammar: string | undefined): GrammarState | undefined {
  if (grammar === undefined) return undefined;
  const { LlamaGrammar, LlamaGrammarEvaluationState } = loaded.library;
  try {
    const compiled = new LlamaGrammar(loaded.backend, { grammar });
    return new LlamaGrammarEvaluationState({ model: loaded.model, grammar: compiled });
  } catch (cause) {
    throw new AtomMemError('bad-option', {
      problem: `llama.cpp cannot read the grammar: ${quoteText(String((cause as Error).message))}`,
      remedy: 'Correct the GBNF grammar; it needs a rule "root"',
      cause,
      details: { option: 'grammar' },
    });
  }
}
