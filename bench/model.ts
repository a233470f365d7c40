/**
 * Measures a model in this process: prefill and decode next to llama.cpp's own timings of the same calls, memory, and
 * the share of prompts that is reused.
 *
 *     npm run bench:model                     # SmolLM2-135M-Instruct, from the cache of `npm run test:model`
 *     npm run bench:model -- MODEL.gguf 2     # another file, with two threads
 *
 * @module
 */

import { fetchSmolLM2, installRuntime } from '../scripts/model/model-cache.ts';
import { generate } from '../src/llama/generate.ts';
import { readGgufHeader } from '../src/llama/gguf.ts';
import { importLlama, type LlamaBackend, type NativeContext } from '../src/llama/llama-library.ts';
import type { LoadedLlama } from '../src/llama/load-llama.ts';

const PROMPT_TOKENS = 512;
const REPLY_TOKENS = 64;
const ROUNDS = 3;

/** llama.cpp's own timings, from the lines that it logs. */
interface Timings {
  readonly prefill: number;
  readonly decode: number;
}

await installRuntime();
const path = process.argv[2] ?? (await fetchSmolLM2());
const threads = Number(process.argv[3] ?? 1);
const lines: string[] = [];
const library = await importLlama('bench:model');
const getLlama = library.getLlama as unknown as (options: object) => Promise<LlamaBackend>;
const backend = await getLlama({
  ...{ gpu: false, build: 'never', skipDownload: true, maxThreads: 0, logLevel: 'info' },
  logger: (_: string, line: string) => lines.push(line),
});
const before = process.memoryUsage.rss();
const model = await backend.loadModel({ modelPath: path });
const createContext = model.createContext.bind(model) as unknown as (
  options: object,
) => Promise<TimedContext>;

interface TimedContext extends NativeContext {
  printTimings(): Promise<void>;
}

const context = await createContext({ contextSize: 1024, sequences: 1, threads, performanceTracking: true });
const loaded: LoadedLlama = {
  ...{
    library,
    backend,
    model,
    context,
    header: await readGgufHeader(path),
    sequence: context.getSequence(),
  },
  exclusive: (work) => work(),
  close: () => model.dispose(),
};
const text = 'Ada Lovelace wrote the first program for a machine that was never built. '.repeat(60);
const prompt = model.tokenize(text, false).slice(0, PROMPT_TOKENS);

for (let round = 1; round <= ROUNDS; round++) {
  await loaded.sequence.clearHistory();
  await readTimings();
  const started = performance.now();
  let first = 0;
  const generation = generate(loaded, {
    prompt,
    maxTokens: REPLY_TOKENS,
    temperature: 0.7,
    topP: 1,
    topK: 0,
    seed: round,
  });
  let step = await generation.next();
  first = performance.now() - started;
  while (step.done !== true) step = await generation.next();
  const rest = performance.now() - started - first;
  const tokens = step.value.completionTokens;
  const own = await readTimings();
  const [prefill, decode] = [(PROMPT_TOKENS * 1000) / first, ((tokens - 1) * 1000) / rest];
  console.log(
    `round ${round}: prefill ${rate(prefill)} (llama.cpp ${rate(own.prefill)}, ${share(prefill, own.prefill)}), ` +
      `decode ${rate(decode)} (llama.cpp ${rate(own.decode)}, ${share(decode, own.decode)}) tokens/s`,
  );
}
const again = generate(loaded, {
  prompt: [...prompt, ...prompt.slice(0, 40)],
  maxTokens: 1,
  temperature: 0,
  topP: 1,
  topK: 0,
});
let end = await again.next();
while (end.done !== true) end = await again.next();
console.log(`reused ${end.value.cachedTokens} of ${end.value.promptTokens} prompt tokens of the next call`);
console.log(
  `memory ${((process.memoryUsage.rss() - before) / 2 ** 20).toFixed(0)} MB for weights and context`,
);
await loaded.close();

/** Returns the rates since the last call, in tokens per second. */
async function readTimings(): Promise<Timings> {
  lines.length = 0;
  await context.printTimings();
  const told = lines.join('\n');
  const read = (name: RegExp): number => {
    const [, milliseconds, count] = name.exec(told) ?? [];
    return (Number(count) * 1000) / Number(milliseconds);
  };
  return {
    prefill: read(/prompt eval time =\s*([\d.]+) ms \/\s*(\d+) tokens/),
    decode: read(/(?<!prompt )eval time =\s*([\d.]+) ms \/\s*(\d+) runs/),
  };
}

function rate(value: number): string {
  return value.toFixed(1);
}

function share(value: number, own: number): string {
  return `${(value / own).toFixed(2)} ×`;
}
