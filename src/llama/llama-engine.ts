/**
 * A GGUF model in this process, as an engine that samples and scores token ids.
 *
 * @module
 */
import { checkRequest, checkText } from '../engine/check-input.ts';
import type { Engine, SampledSequence, SampleRequest, SampleResult, ScoredText } from '../engine/engine.ts';
import { engineError } from '../engine/engine-error.ts';
import { drawAt } from '../engine/local/random.ts';
import type { Continuation } from '../engine/sequence.ts';
import type { ChatTokenizer } from '../policy/chat-tokenizer.ts';
import { createChatPrompts } from './chat-prompt.ts';
import { readPrompt, reusePrefix } from './generate.ts';
import type { NativeModel, NativeSampling, NextToken } from './llama-library.ts';
import type { LlamaModelFiles } from './llama-options.ts';
import { type LoadedLlama, loadLlama } from './load-llama.ts';
import { type Probabilities, pickToken, toProbabilities } from './pick-token.ts';

/** Options of `llamaEngine`. */
export interface LlamaEngineOptions extends LlamaModelFiles {
  /** Chat template in Jinja, for files without one. Default: the template in the file. */
  readonly chatTemplate?: string;
}

/** An engine without training. */
export interface LlamaEngine extends Engine {
  /** Encodes conversations for this model, for token policies. Absent if there is no chat template. */
  readonly chat?: ChatTokenizer;
}

/**
 * Loads a GGUF model as an engine. It samples with exact token ids and log-probabilities, and scores given tokens. It
 * does not train: `forwardBackward`, `optimStep`, `save` and `load` throw `unsupported`. A LoRA adapter is loaded with
 * `adapter`. Prompts that begin like the previous one are not read again.
 *
 * @throws AtomMemError `missing-package`, `missing-file`, `malformed-record`, `unsupported-file` or `out-of-memory`
 * @example
 * const engine = await llamaEngine({ path: 'SmolLM2-135M-Instruct.gguf' });
 * const prompt = engine.chat!.encode([{ role: 'user', content: 'Hello' }]).ids;
 * const [result] = await engine.sample([{ prompt, samplingParams: { maxTokens: 20, seed: 1 } }]);
 */
export async function llamaEngine(options: LlamaEngineOptions): Promise<LlamaEngine> {
  const loaded = await loadLlama(options, 'llamaEngine');
  const { model, context, header, exclusive } = loaded;
  const size = header.tensors.get('token_embd.weight')?.[1] ?? [...model.iterateAllTokens()].length;
  const limits = { vocabularySize: size, context: context.contextSize };
  const chat = await createChat(loaded, options, size);
  let open = true;
  const run = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (!open) throw engineError('closed', 'The engine is closed', 'open another one');
    return exclusive(work);
  };
  return {
    name: 'llama',
    vocabulary: { size, tokenizer: options.path },
    capabilities: {
      losses: [],
      context: limits.context,
      deterministic: true,
      topP: true,
      honouredAdamParams: [],
    },
    chat,
    async sample(requests) {
      const checked = requests.map((request, index) => checkRequest(request, limits, index));
      return run(() => sampleAll(loaded, requests, checked));
    },
    async logprobs(texts) {
      for (const [index, text] of texts.entries()) checkText(text, limits, index);
      return run(async () => {
        const scores: (readonly number[])[] = [];
        for (const text of texts) scores.push(await scoreText(loaded, text));
        return scores;
      });
    },
    forwardBackward: refuseTraining,
    optimStep: refuseTraining,
    save: refuseTraining,
    load: refuseTraining,
    async close() {
      if (!open) return;
      open = false;
      await exclusive(() => loaded.close());
    },
  };
}

async function refuseTraining(): Promise<never> {
  throw engineError('unsupported', 'llamaEngine does not train', 'train with localEngine or tinkerEngine');
}

async function createChat(
  { model, header }: LoadedLlama,
  { path, chatTemplate }: LlamaEngineOptions,
  vocabularySize: number,
): Promise<ChatTokenizer | undefined> {
  const source = chatTemplate ?? header.chatTemplate;
  if (source === undefined) return undefined;
  const prompts = await createChatPrompts(model, source, path);
  return {
    name: header.name ?? path,
    vocabularySize,
    stop: listEndTokens(model),
    encode(messages, thinking) {
      const { tokens, opensThought } = prompts.render(messages, thinking);
      return { ids: tokens, opensThought, closesThought: false };
    },
    encodeText: (text) => model.tokenize(text, false),
    decode: (ids) => model.detokenize(ids, false),
  };
}

function listEndTokens(model: NativeModel): readonly number[] {
  return [...model.iterateAllTokens()].filter((token) => model.isEogToken(token));
}

/** All filters off: the model's own distribution. */
const PLAIN: NativeSampling = { temperature: 1, topK: 0, topP: 1, minP: 0 };

async function sampleAll(
  loaded: LoadedLlama,
  requests: readonly SampleRequest[],
  checked: readonly (readonly Continuation[])[],
): Promise<readonly SampleResult[]> {
  const results: SampleResult[] = [];
  for (const [index, continuations] of checked.entries()) {
    const prompt = requests[index]!.prompt;
    await reusePrefix(loaded, prompt);
    const first = await evaluateLast(loaded, prompt);
    const sequences: SampledSequence[] = [];
    for (const continuation of continuations)
      sequences.push(await continuePrompt(loaded, prompt, first, continuation));
    results.push({ sequences });
  }
  return results;
}

/** Reads what is missing of the tokens and returns the distribution after the last one. */
async function evaluateLast(loaded: LoadedLlama, tokens: readonly number[]): Promise<Probabilities> {
  const { sequence } = loaded;
  const rest = await readPrompt(loaded, tokens.slice(sequence.nextTokenIndex));
  const outputs = await sequence.controlledEvaluate(
    rest.map((token, place) =>
      place < rest.length - 1
        ? token
        : [token, { generateNext: { probabilities: true, token: true, options: PLAIN } }],
    ),
  );
  return toProbabilities(requireNext(outputs[rest.length - 1]).probabilities!);
}

async function continuePrompt(
  loaded: LoadedLlama,
  prompt: readonly number[],
  first: Probabilities,
  continuation: Continuation,
): Promise<SampledSequence> {
  const { maxTokens, temperature, topP, seed, stop } = continuation;
  const tokens: number[] = [];
  const logprobs: number[] = [];
  let next = first;
  for (let place = 0; place < maxTokens; place++) {
    const picked = pickToken(next, { temperature, topP, draw: drawAt(seed, place) });
    tokens.push(picked.token);
    logprobs.push(picked.logprob);
    if (stop.includes(picked.token)) return { tokens, logprobs, stopReason: 'stop' };
    if (place === maxTokens - 1) break;
    if (place === 0) await loaded.sequence.adaptStateToTokens(prompt, false);
    next = await evaluateLast(loaded, [...prompt, ...tokens]);
  }
  return { tokens, logprobs, stopReason: 'length' };
}

/** Returns the log-probability of every token of the reply. */
async function scoreText(loaded: LoadedLlama, { prompt, reply }: ScoredText): Promise<readonly number[]> {
  if (reply.length === 0) return [];
  const { sequence } = loaded;
  const input = [...prompt, ...reply.slice(0, -1)];
  const { firstDifferentIndex } = sequence.compareContextTokens(input);
  // The last token of the prompt is read again, because its output scores the reply.
  await sequence.adaptStateToTokens(input.slice(0, Math.min(firstDifferentIndex, prompt.length - 1)), false);
  const start = sequence.nextTokenIndex;
  const outputs = await sequence.controlledEvaluate(
    input.slice(start).map((token, place) => {
      const target = reply[start + place - (prompt.length - 1)];
      if (target === undefined) return token;
      // `includeMax` has no effect in node-llama-cpp 3.22.1.
      const logits = { filter: { tokens: [target], includeTop: 1 } } as const;
      return [token, { generateNext: { logits, totalLogitWeight: true, token: true, options: PLAIN } }];
    }),
  );
  return reply.map((target, place) => {
    const { logits, totalLogitWeight } = requireNext(outputs[prompt.length - 1 - start + place]);
    const highest = Math.max(...logits!.values());
    return Math.min(0, logits!.get(target)! - highest - Math.log(totalLogitWeight!));
  });
}

function requireNext(output: { readonly next: NextToken } | undefined): NextToken {
  if (output !== undefined) return output.next;
  throw engineError('not-finite', 'llama.cpp returned no output for a token', 'update node-llama-cpp');
}
