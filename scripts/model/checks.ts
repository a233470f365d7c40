/**
 * Checks of the real-model tests.
 *
 * @module
 */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateText, jsonSchema, Output, streamText, tool } from 'ai';
import { engineInferenceCases } from '../../src/conformance/engine-conformance.ts';
import { encodeGguf } from '../../src/llama/encode-gguf.ts';
import { llamaEngine } from '../../src/llama/llama-engine.ts';
import { type LlamaModel, llamaModel } from '../../src/llama/llama-model.ts';
import { staticEmbedder } from '../../src/transformers/static-embedder.ts';
import { transformersEmbedder } from '../../src/transformers/transformers-embedder.ts';
import { callReference } from './call-reference.ts';

/** A named check. `run` throws if it fails, and may return a figure to print. */
export interface Check {
  readonly name: string;
  run(): Promise<string | undefined>;
}

/** One thread and no GPU, so that figures and replies are the same everywhere. */
const PLAIN = { threads: 1, gpu: false, contextSize: 1024 } as const;

/** Checks of the language model: text, stream, cache, JSON, tools, abort and overflow. */
export function modelChecks(path: string): readonly Check[] {
  const check = (name: string, work: (model: LlamaModel) => Promise<string | undefined>): Check => ({
    name: `model: ${name}`,
    async run() {
      const model = llamaModel({ path, ...PLAIN });
      try {
        return await work(model);
      } finally {
        await model.close();
      }
    },
  });
  const weather = tool({
    description: 'Returns the weather of a city',
    inputSchema: jsonSchema({ type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }),
  });
  return [
    check('answers, and reuses the common prefix', async (model) => {
      const ask = (prompt: string) => generateText({ model, prompt, temperature: 0, maxOutputTokens: 20 });
      const { text } = await ask('What is the capital of France?');
      ok(text.trim() !== '', 'the reply is empty');
      deepStrictEqual((await ask('What is the capital of France?')).text, text);
      const { usage } = await ask('What is the capital of Spain?');
      ok((usage.inputTokenDetails.cacheReadTokens ?? 0) > 20, 'the prompt shares more than 20 tokens');
      return JSON.stringify(text);
    }),
    check('streams, and stops at a stop sequence', async (model) => {
      const stream = streamText({
        model,
        prompt: 'Say hello.',
        maxOutputTokens: 40,
        temperature: 0,
        stopSequences: ['!', '.'],
      });
      let parts = '';
      for await (const part of stream.textStream) parts += part;
      ok(parts.length > 0 && !/[.!]/.test(parts), parts);
      deepStrictEqual(await stream.finishReason, 'stop');
      return JSON.stringify(parts);
    }),
    check('writes JSON that ends at the closing brace', async (model) => {
      const schema = jsonSchema<{ facts: string[] }>({
        type: 'object',
        properties: { facts: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 2 } },
        required: ['facts'],
      });
      const result = await generateText({
        model,
        prompt: 'Name a fact about cats.',
        output: Output.object({ schema }),
        temperature: 0,
        maxOutputTokens: 200,
      });
      ok(Array.isArray(result.output.facts));
      deepStrictEqual(result.finishReason, 'stop');
      return JSON.stringify(result.text);
    }),
    check('calls a tool', async (model) => {
      const { toolCalls } = await generateText({
        model,
        prompt: 'What is the weather in Paris?',
        tools: { weather },
        toolChoice: 'required',
        temperature: 0,
        maxOutputTokens: 120,
      });
      deepStrictEqual(toolCalls[0]?.toolName, 'weather');
      return JSON.stringify(toolCalls[0]?.input);
    }),
    check('stops when it is aborted', async (model) => {
      await model.load();
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 300);
      const started = performance.now();
      const failure = await generateText({
        model,
        prompt: 'Tell a long story.',
        abortSignal: controller.signal,
      }).then(
        () => undefined,
        (error: Error) => error.name,
      );
      deepStrictEqual(failure, 'AbortError');
      const { text } = await generateText({ model, prompt: 'Say yes.', maxOutputTokens: 5 });
      ok(text.length > 0, 'the model answers after an abort');
      return `${Math.round(performance.now() - started)} ms`;
    }),
    check('refuses a prompt that is too long', async (model) => {
      const failure = await generateText({ model, prompt: 'word '.repeat(2000), maxRetries: 0 }).then(
        () => '',
        (error: Error) => error.message,
      );
      match(failure, /^The prompt has \d+ tokens, and the context holds 1024 .*--chunk-size/);
      return undefined;
    }),
  ];
}

/** Checks that bad files are one line that says what to do. */
export function inputChecks(path: string, gemma: string | undefined, folder: string): readonly Check[] {
  const refused = (name: string, make: () => Promise<string>, message: RegExp): Check => ({
    name: `bad input: ${name}`,
    async run() {
      const model = llamaModel({ path: await make(), ...PLAIN });
      const failure = await model.load().then(
        () => 'no error',
        (error: Error) => error.message,
      );
      await model.close();
      match(failure, message);
      ok(!failure.includes('\n'), 'the message has one line');
      return undefined;
    },
  });
  const write = (name: string, change: (bytes: Buffer) => Buffer) => async () => {
    const target = join(folder, name);
    await writeFile(target, change(await readFile(path)));
    return target;
  };
  return [
    refused(
      'cut file',
      write('cut.gguf', (bytes) => bytes.subarray(0, bytes.length >> 1)),
      /is cut.*Download the file again/,
    ),
    refused(
      'unknown architecture',
      write('unknown.gguf', (bytes) => {
        const copy = Buffer.from(bytes);
        const place = copy.indexOf('llama');
        copy.write('zzzzz', place);
        return copy;
      }),
      /architecture "zzzzz"/,
    ),
    refused(
      'not enough memory',
      async () => {
        // The file has a hole of a terabyte, which takes no space on the disk.
        const target = join(folder, 'large.gguf');
        const weight = { shape: [1, 1], values: new Float32Array(1) };
        const fields = { 'general.architecture': 'llama', 'llama.context_length': 8192 };
        await writeFile(target, encodeGguf(fields, new Map([['blk.0.attn_k.weight', weight]])));
        await truncate(target, 2 ** 40);
        return target;
      },
      /needs 1024\.1 GB .* are available\. Use a smaller quantisation/,
    ),
    ...(gemma === undefined
      ? []
      : [refused('no chat template', async () => gemma, /has no chat template.*instruction-tuned/)]),
  ];
}

/** The engine suite's inference part. */
export function engineChecks(path: string): readonly Check[] {
  const open = () => llamaEngine({ path, ...PLAIN, contextSize: 512 });
  return engineInferenceCases.map(({ name, run }) => ({
    name: `engine: ${name}`,
    async run() {
      await run({ open, path: (part) => part });
      return undefined;
    },
  }));
}

const TEXTS = [
  'The cat sat on the mat.',
  'A feline rested on the rug.',
  'Prices fell on Monday.',
  'Zoë naïve café 東京',
];

/** Compares both embedders with reference vectors. The ONNX file has 8-bit weights, so its vectors differ a little. */
export function embeddingCheck(minilm: string, wordllama: string, python: string): Check {
  return {
    name: 'embeddings: reference vectors',
    async run() {
      const wanted = (await callReference(python, ['embed', minilm, wordllama], TEXTS)) as Record<
        string,
        number[][]
      >;
      const least = async (embedder: ReturnType<typeof staticEmbedder>, name: string): Promise<number> => {
        const found = await embedder.embed(TEXTS, 'entry');
        return Math.min(
          ...found.map((vector, place) =>
            vector.reduce((sum, value, axis) => sum + value * wanted[name]![place]![axis]!, 0),
          ),
        );
      };
      const table = await least(staticEmbedder({ path: wordllama }), 'wordllama');
      const model = await least(transformersEmbedder({ model: minilm, threads: 1 }), 'minilm');
      ok(table > 0.99999, `the static table's cosine is ${table}`);
      ok(model > 0.97, `MiniLM's cosine is ${model}`);
      return `least cosine: static ${table.toFixed(6)}, MiniLM int8 against 32 bits ${model.toFixed(4)}`;
    },
  };
}
