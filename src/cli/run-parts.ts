/**
 * Turns the config of `eval` and `bench` into the parts of a run. Worker threads call it too.
 *
 * @module
 */
import type { LanguageModel } from 'ai';
import { selectApiKey } from '../ai/select-api-key.ts';
import type { RunConfig } from '../eval/eval-config.ts';
import type { EvaluatedPolicy, RunParts } from '../eval/run-parts.ts';
import type { Retriever } from '../memory/retriever.ts';
import { resolveRules } from '../released/resolve-rules.ts';
import { measureEpisode } from '../report/measure-episode.ts';
import type { AskJudge } from '../score/judge.ts';
import type { JsonObject } from '../shared/json.ts';
import { workflowDeclarations } from '../workflow/workflows.ts';
import { createPolicy, type PolicySources, usesModel } from './create-policy.ts';
import { chooseRetriever, createRetriever, loadTokenizer, type MemoryFlags } from './memory-options.ts';
import { connectModel, type ModelFlags } from './model-options.ts';

/** A run's config with its policies chosen. Plain data, so that threads can make their own parts. */
export interface PartsConfig extends RunConfig {
  readonly policies: readonly string[];
  readonly questionsKnown?: boolean;
  /** Folder of recorded model calls. */
  readonly record?: string;
  /** Folder of recorded model calls, if no other call may be made. */
  readonly replay?: string;
}

export async function createRunParts(recipe: JsonObject): Promise<RunParts> {
  const config = recipe as unknown as PartsConfig;
  const environment = process.env;
  const rules = resolveRules(config.rules);
  const { k, capacity, characterCapacity, overCapacity, readTiming, chunkSize, questionsKnown } = config;
  const sources = await createPolicySources(config);
  const { tokenizer } = sources;
  return {
    policies: await Promise.all(
      config.policies.map(async (name): Promise<EvaluatedPolicy> => {
        const policy = await createPolicy(name, sources);
        const declaration = workflowDeclarations.find((each) => each.name === name);
        const needsModel = config.model !== undefined && usesModel(name);
        const asked = needsModel ? readModel(config) : null;
        const fingerprint = JSON.stringify([name, asked, policy.settings ?? null]);
        return { policy, fingerprint, needsModel, declaration };
      }),
    ),
    retriever: await createRetrievers(config, environment),
    timer: () => performance.now(),
    reading: {
      ...rules.reading,
      tokenizer,
      chunkSize,
      chunkOverlap: config.chunkOverlap ?? rules.reading.chunkOverlap,
      questionsKnown,
    },
    memory: { ...rules.memory, k, capacity, characterCapacity, overCapacity, readTiming },
    sharedStore: rules.sharedStore,
    budget: readBudget(config),
    judge: await createJudge(config, environment),
    measure: (trajectory) => measureEpisode(trajectory) as unknown as JsonObject,
  };
}

/** Returns what policies are created from. */
export async function createPolicySources(config: PartsConfig): Promise<PolicySources> {
  const environment = process.env;
  const tokenizer = await loadTokenizer(config.tokenizer);
  const codecOptions = resolveRules(config.rules).codec;
  const connect = (): Promise<Exclude<LanguageModel, string>> => connectRecorded(config, environment);
  return { flags: config, environment, tokenizer, codecOptions, connect };
}

const RANDOM_SEEDS: readonly number[] = Array.from({ length: 32 }, (_, seed) => seed);

async function createRetrievers(
  config: PartsConfig,
  environment: NodeJS.ProcessEnv,
): Promise<RunParts['retriever']> {
  const create = (retriever: MemoryFlags['retriever'], seed = 1): Promise<Retriever> =>
    createRetriever(
      { ...config, retriever, ...(retriever === 'lexical' && { embedder: undefined }) },
      environment,
      seed,
    );
  const embeds = config.embedder !== undefined || config.embeddingModel !== undefined;
  const names = ['lexical', ...(embeds ? ['vector', 'hybrid'] : [])] as const;
  const known = new Map(
    await Promise.all(
      names.map(async (name) => [name, await create(name as MemoryFlags['retriever'])] as const),
    ),
  );
  const random = await Promise.all(RANDOM_SEEDS.map((seed) => create('random', seed)));
  const own = config.retriever === 'random' ? undefined : await create(chooseRetriever(config));
  return (name, seed) => {
    if (name === 'random' || (name === undefined && own === undefined)) return random[seed % random.length];
    return name === undefined ? own : known.get(name);
  };
}

function readModel({
  model,
  temperature,
  topP,
  maxOutputTokens,
  codec,
  promptShape,
}: ModelFlags): JsonObject {
  return { model: model ?? null, temperature, topP, maxOutputTokens, codec, promptShape };
}

function readBudget({ maxTurns, maxTokens, maxCalls, maxSeconds }: PartsConfig): RunParts['budget'] {
  return {
    turns: maxTurns,
    tokens: maxTokens,
    calls: maxCalls,
    milliseconds: maxSeconds === undefined ? undefined : maxSeconds * 1000,
  };
}

async function createJudge(
  config: PartsConfig,
  environment: NodeJS.ProcessEnv,
): Promise<AskJudge | undefined> {
  if (config.judgeModel === undefined) return undefined;
  const { judgeWithModel } = await import('../eval/judge-with-model.ts');
  const judge = { ...config, model: config.judgeModel, baseUrl: config.judgeUrl ?? config.baseUrl };
  return judgeWithModel(await connectModel(judge, environment));
}

async function connectRecorded(
  config: PartsConfig,
  environment: NodeJS.ProcessEnv,
): Promise<Exclude<LanguageModel, string>> {
  const model = await connectModel(config, environment);
  const folder = config.replay ?? config.record;
  if (folder === undefined) return model;
  const { createRecorder } = await import('../recording/recorded-model.ts');
  const { openCallFolder } = await import('../eval/call-folder.ts');
  const { episodeCalls } = await import('../eval/episode-calls.ts');
  const key = selectApiKey(config.baseUrl ?? '', environment);
  const recorder = createRecorder({
    store: openCallFolder(folder),
    mode: config.replay === undefined ? 'record' : 'replay',
    counts: episodeCalls,
    ...(key !== undefined && { secrets: [key] }),
  });
  return recorder.languageModel(model);
}
