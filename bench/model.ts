/**
 * Measures a model in this process: memory, the share of reused prompt tokens, the speed of prefill and decode, and the
 * time of a memorising step in the format `compact`. In turn with it, llama.cpp's own server takes the same requests.
 *
 *     npm run bench:model                     # SmolLM2-135M-Instruct, from the cache of `npm run test:model`
 *     npm run bench:model -- MODEL.gguf 5     # another file, with five rounds
 *
 * Both use one thread. Ratios are of processor time, so that they hold on a loaded machine.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { fetchSmolLM2, installRuntime, preparePython } from '../scripts/model/model-cache.ts';
import { type RunningServer, SERVER_PACKAGES, startServer } from '../scripts/model/start-server.ts';
import { resolveFormat } from '../src/format/resolve-format.ts';
import { generate } from '../src/llama/generate.ts';
import { type LoadedLlama, loadLlama } from '../src/llama/load-llama.ts';
import { languageModelPolicy } from '../src/policy/language-model.ts';
import { createContext, listSteps, observe } from './memorise-steps.ts';
import { CALL_TIMEOUT, measureTime, openModel } from './small-model.ts';

const PROMPT_TOKENS = 512;
const REPLY_TOKENS = 64;
/** Questions with documents of the memorising steps. */
const SAMPLE = new URL('../data/sample/hotpotqa.sample.jsonl.gz', import.meta.url).pathname;
const STEPS = 10;
/** Clock ticks of `/proc/PID/stat` in a second. */
const TICKS = 100;

/** Tokens per second of processor time. */
interface Speed {
  readonly prefill: number;
  readonly decode: number;
}

await installRuntime();
const path = process.argv[2] ?? (await fetchSmolLM2());
const rounds = Number(process.argv[3] ?? 5);
const before = process.memoryUsage.rss();
const loaded = await loadLlama({ path, threads: 1, gpu: false, contextSize: 4096 }, 'bench:model');
const server = await startServer(await preparePython('server', SERVER_PACKAGES), path);
const text = 'Ada Lovelace wrote the first program for a machine that was never built. '.repeat(60);
const prompt = loaded.model.tokenize(text, false).slice(0, PROMPT_TOKENS);
try {
  const ratios: Speed[] = [];
  for (let round = 1; round <= rounds; round++) ratios.push(await compare(round));
  console.log(
    `median of ${rounds}: prefill ${median(ratios.map(({ prefill }) => prefill))} ×, decode ${median(ratios.map(({ decode }) => decode))} × the server's speed`,
  );
  await reportReuse();
} finally {
  server.stop();
  await loaded.close();
}
await reportSteps();

/** Runs both, alternating which runs first, and returns our speed as a share of the server's. */
async function compare(round: number): Promise<Speed> {
  const first = round % 2 === 1 ? await measureOurs(round) : await measureServer(server, round);
  const second = round % 2 === 1 ? await measureServer(server, round) : await measureOurs(round);
  const [ours, theirs] = round % 2 === 1 ? [first, second] : [second, first];
  console.log(
    `round ${round}: prefill ${show(ours.prefill)} and ${show(theirs.prefill)}, decode ${show(ours.decode)} and ${show(theirs.decode)} tokens a core-second, ours and the server's`,
  );
  return { prefill: ours.prefill / theirs.prefill, decode: ours.decode / theirs.decode };
}

async function measureOurs(seed: number): Promise<Speed> {
  await loaded.sequence.clearHistory();
  const request = { prompt, temperature: 0.7, topP: 1, topK: 0, seed } as const;
  const readSeconds = (since: NodeJS.CpuUsage): number => {
    const { user, system } = process.cpuUsage(since);
    return (user + system) / 1e6;
  };
  const start = process.cpuUsage();
  await drain(loaded, { ...request, maxTokens: 1 });
  const prefill = readSeconds(start);
  const again = process.cpuUsage();
  const tokens = await drain(loaded, { ...request, maxTokens: REPLY_TOKENS });
  return { prefill: PROMPT_TOKENS / prefill, decode: tokens / readSeconds(again) };
}

async function drain(model: LoadedLlama, request: Parameters<typeof generate>[1]): Promise<number> {
  const generation = generate(model, request);
  let step = await generation.next();
  while (step.done !== true) step = await generation.next();
  return step.value.completionTokens;
}

/** The two requests: the prompt with one reply token, then the whole reply to the cached prompt. */
async function measureServer({ address, pid }: RunningServer, seed: number): Promise<Speed> {
  const ask = async (tokens: number, cached: boolean): Promise<number> => {
    const response = await fetch(`${address}/completion`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ prompt, seed, n_predict: tokens, cache_prompt: cached },
        ...{ temperature: 0.7, top_k: 0, top_p: 1, min_p: 0, samplers: ['temperature'] },
      }),
    });
    const { tokens_predicted: count } = (await response.json()) as { readonly tokens_predicted: number };
    return count;
  };
  const start = readProcessSeconds(pid);
  await ask(1, false);
  const middle = readProcessSeconds(pid);
  const tokens = await ask(REPLY_TOKENS, true);
  return {
    prefill: PROMPT_TOKENS / (middle - start),
    decode: tokens / (readProcessSeconds(pid) - middle),
  };
}

/** Returns the processor time that a process has used. */
function readProcessSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function reportReuse(): Promise<void> {
  const request = { temperature: 0, topP: 1, topK: 0, maxTokens: 1 } as const;
  const generation = generate(loaded, { ...request, prompt: [...prompt, ...prompt.slice(0, 40)] });
  let end = await generation.next();
  while (end.done !== true) end = await generation.next();
  console.log(`reused ${end.value.cachedTokens} of ${end.value.promptTokens} prompt tokens of the next call`);
  const megabytes = (process.memoryUsage.rss() - before) / 2 ** 20;
  console.log(`memory ${megabytes.toFixed(0)} MB for weights and a context of 4096 tokens`);
}

/** Prints the mean time of memorising steps. They share their instructions, which are read once. */
async function reportSteps(): Promise<void> {
  const model = await openModel(path, { threads: '1' }, 2048);
  const format = resolveFormat('compact');
  const policy = languageModelPolicy({ model, format, temperature: 0, retries: 0, timeout: CALL_TIMEOUT });
  const times: number[] = [];
  let tokens = 0;
  for (const [index, step] of (await listSteps(SAMPLE, STEPS)).entries()) {
    const [{ usage }, cpuMs] = await measureTime(async () => policy.act(observe(step), createContext(index)));
    times.push(cpuMs);
    tokens += usage.promptTokens + usage.completionTokens;
  }
  await model.close();
  const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
  console.log(
    `compact: ${mean.toFixed(0)} ms of processor time a memorising step, ${Math.round(tokens / times.length)} tokens with the reply (${times.length} steps)`,
  );
}

function median(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1]!.toFixed(2);
}

function show(value: number): string {
  return value.toFixed(1);
}
