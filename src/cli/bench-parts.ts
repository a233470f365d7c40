import type { LanguageModel } from 'ai';
import type { BenchParts, BenchPolicy } from '../eval/bench/bench-parts.ts';
import { measureEpisode } from '../report/measure-episode.ts';
import type { JsonObject } from '../shared/json.ts';
import { workflowDeclarations } from '../workflow/workflows.ts';
import { createPolicy } from './create-policy.ts';
import { createRetriever, loadTokenizer, type MemoryFlags } from './memory-options.ts';
import { apiKey, connectModel, type ModelFlags } from './model-options.ts';

/** What the parts of a bench are made of; plain data, so that threads can make their own. */
export interface BenchRecipeFlags extends MemoryFlags, ModelFlags {
  readonly policies: readonly string[];
  readonly maxTurns?: number;
  readonly questionsKnown?: boolean;
  /** Folder of recorded model calls, and whether calls may still be made. */
  readonly record?: string;
  readonly replay?: string;
}

/** Makes the parts of a bench from the command line's options; worker threads call it too. */
export async function createBenchParts(recipe: JsonObject): Promise<BenchParts> {
  const flags = recipe as unknown as BenchRecipeFlags;
  const environment = process.env;
  const tokenizer = await loadTokenizer(flags.tokenizer);
  const { rules } = flags;
  const sources = {
    flags,
    environment,
    tokenizer,
    rules,
    connect: () => connectRecorded(flags, environment),
  };
  const policies = await Promise.all(
    flags.policies.map(async (name): Promise<BenchPolicy> => {
      const policy = await createPolicy(name, sources);
      const declaration = workflowDeclarations.find((each) => each.name === name);
      const asked = flags.model !== undefined && !MODEL_FREE.includes(name);
      const fingerprint = JSON.stringify([name, asked ? modelOf(flags) : null, policy.settings ?? null]);
      return { policy, fingerprint, needsModel: asked, ...(declaration && { declaration }) };
    }),
  );
  const as = (retriever: MemoryFlags['retriever'], seed: number): ReturnType<typeof createRetriever> =>
    createRetriever({ ...flags, retriever }, environment, seed);
  const known = new Map([
    ['', await as(flags.retriever, 1)],
    ['lexical', await as('lexical', 1)],
    ...(flags.embeddingModel === undefined
      ? []
      : ([
          ['vector', await as('vector', 1)],
          ['hybrid', await as('hybrid', 1)],
        ] as const)),
  ]);
  const random = await Promise.all(RANDOM_SEEDS.map((seed) => as('random', seed)));
  return {
    policies,
    tokenizer,
    rules,
    retriever: (name, seed) => (name === 'random' ? random[seed % random.length] : known.get(name ?? '')),
    timer: () => performance.now(),
    chunkSize: flags.chunkSize,
    memory: {
      k: flags.k,
      overCapacity: flags.overCapacity,
      readTiming: flags.readTiming,
      ...(flags.capacity !== undefined && { capacity: flags.capacity }),
    },
    ...(flags.questionsKnown !== undefined && { questionsKnown: flags.questionsKnown }),
    ...(flags.maxTurns !== undefined && { budget: { turns: flags.maxTurns } }),
    measure: (trajectory) => measureEpisode(trajectory) as unknown as JsonObject,
  };
}

const MODEL_FREE: readonly string[] = ['extractive', 'rag'];

const RANDOM_SEEDS: readonly number[] = Array.from({ length: 32 }, (_, seed) => seed);

function modelOf({ model, temperature, topP, maxOutputTokens, codec, promptShape }: ModelFlags): JsonObject {
  return { model: model ?? null, temperature, topP, maxOutputTokens, codec, promptShape };
}

async function connectRecorded(
  flags: BenchRecipeFlags,
  environment: NodeJS.ProcessEnv,
): Promise<Exclude<LanguageModel, string>> {
  const model = await connectModel(flags, environment);
  const folder = flags.replay ?? flags.record;
  if (folder === undefined) return model;
  const { createRecorder } = await import('../recording/recorded-model.ts');
  const { openCallFolder } = await import('../eval/bench/call-folder.ts');
  const { episodeCalls } = await import('../eval/bench/episode-calls.ts');
  const key = apiKey(environment);
  const recorder = createRecorder({
    store: openCallFolder(folder),
    mode: flags.replay === undefined ? 'record' : 'replay',
    counts: episodeCalls,
    ...(key !== undefined && { secrets: [key] }),
  });
  return recorder.languageModel(model);
}
