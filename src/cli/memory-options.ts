import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type MemoryConfig, memoryFields } from '../agent/memory-config.ts';
import { selectApiKey } from '../ai/select-api-key.ts';
import { hashingEmbedder } from '../embed/hashing.ts';
import { randomEmbedder } from '../embed/random.ts';
import { sharedWordsRetrieverNamed } from '../lab/shared-words.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { Retriever } from '../memory/retriever.ts';
import { hybridRetriever } from '../search/hybrid.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { vectorRetriever } from '../search/vector.ts';
import { storeRetriever } from '../store/store-retriever.ts';
import { loadDefaultTokenizer, loadHuggingFaceTokenizer, type Tokenizer } from '../task/tokenizer.ts';
import { addFieldFlags } from './config-flags.ts';
import { usageError } from './usage-error.ts';

/** Options of every command that runs a memory. */
export type MemoryFlags = MemoryConfig;

/** Adds the flags of `memoryFields`. */
export function addMemoryOptions(command: Command): Command {
  return addFieldFlags(command, memoryFields);
}

/**
 * The retriever that the options ask for.
 *
 * @param lasting whether the store keeps indexes of its own, which are then searched.
 */
export async function createRetriever(
  flags: MemoryFlags,
  environment: NodeJS.ProcessEnv,
  seed: number,
  lasting = false,
): Promise<Retriever> {
  switch (flags.retriever) {
    case 'lexical':
      return lasting ? storeRetriever() : lexicalRetriever();
    case 'random':
      return vectorRetriever({ embedder: randomEmbedder({ seed }) });
    case 'vector':
      return vectorRetriever({ embedder: await createEmbedder(flags, environment) });
    case 'hybrid': {
      const embedder = await createEmbedder(flags, environment);
      if (lasting) return storeRetriever({ embedder });
      return hybridRetriever([lexicalRetriever(), vectorRetriever({ embedder })]);
    }
  }
}

/** A retriever by the name that stands in a trajectory, where it needs no server. */
export function retrieverNamed(name: string): Retriever | undefined {
  const known = [lexicalRetriever(), vectorRetriever({ embedder: hashingEmbedder() })];
  return known.find((retriever) => retriever.name === name) ?? sharedWordsRetrieverNamed(name);
}

/** Options that name an embedding model. */
export type EmbedderFlags = Pick<MemoryFlags, 'embeddingModel' | 'embeddingUrl' | 'queryPrefix'>;

/** The embedder that the options name. */
export async function createEmbedder(
  flags: EmbedderFlags & Pick<MemoryFlags, 'retriever'>,
  environment: NodeJS.ProcessEnv,
): Promise<Embedder> {
  const { embeddingModel, embeddingUrl, queryPrefix } = flags;
  if (embeddingModel === 'hashing') return hashingEmbedder();
  if (embeddingModel === undefined || embeddingUrl === undefined) {
    const problem =
      embeddingModel === undefined
        ? `--retriever ${flags.retriever} needs --embedding-model and --embedding-url`
        : `--embedding-model ${embeddingModel} needs --embedding-url`;
    throw usageError(problem, 'Pass the address, or --embedding-model hashing to work offline');
  }
  const { aiSdkEmbedder, QWEN3_QUERY_PREFIX } = await import('../embed/ai-sdk.ts');
  const { openAICompatibleEmbedding } = await import('../ai/openai-compatible.ts');
  const apiKey = selectApiKey(embeddingUrl, environment, 'embedding');
  const model = openAICompatibleEmbedding({ model: embeddingModel, baseURL: embeddingUrl, apiKey });
  const prefix = queryPrefix === 'qwen3' ? QWEN3_QUERY_PREFIX : queryPrefix;
  return aiSdkEmbedder({ model, name: embeddingModel, ...(prefix !== undefined && { queryPrefix: prefix }) });
}

/** The tokenizer that the options ask for. */
export async function loadTokenizer(path: string | undefined): Promise<Tokenizer> {
  if (path === undefined) return loadDefaultTokenizer();
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${path}: cannot be read (${cause.code}); give the path of a tokenizer.json`);
  });
  try {
    return await loadHuggingFaceTokenizer(JSON.parse(text) as object, {}, path);
  } catch (cause) {
    throw new Error(`${path}: not a usable tokenizer.json (${(cause as Error).message.split('\n')[0]})`);
  }
}
