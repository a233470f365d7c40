/**
 * Memory, retriever and tokenizer that flags ask for.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type MemoryConfig, memoryFields } from '../agent/memory-config.ts';
import { selectApiKey } from '../ai/select-api-key.ts';
import { cachedEmbedder } from '../embed/cached.ts';
import { hashingEmbedder } from '../embed/hashing.ts';
import { randomEmbedder } from '../embed/random.ts';
import { sharedWordsRetrieverNamed } from '../lab/shared-words.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { Retriever } from '../memory/retriever.ts';
import type { Store } from '../memory/store.ts';
import { hybridRetriever } from '../search/hybrid.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { vectorRetriever } from '../search/vector.ts';
import { AtomMemError } from '../shared/error.ts';
import { storeRetriever } from '../store/store-retriever.ts';
import { loadDefaultTokenizer, loadHuggingFaceTokenizer, type Tokenizer } from '../task/tokenizer.ts';
import { addFieldFlags } from './config-flags.ts';
import { openEmbedder } from './open-embedder.ts';
import { openStore } from './open-store.ts';
import { usageError } from './usage-error.ts';

/** Flags of every command that runs a memory. */
export type MemoryFlags = MemoryConfig;

/** Adds the flags of `memoryFields`. */
export function addMemoryOptions(command: Command): Command {
  return addFieldFlags(command, memoryFields);
}

/**
 * Returns the retriever that the flags ask for.
 *
 * @param lasting Whether the store has its own indexes. The retriever then searches those.
 */
export async function createRetriever(
  flags: MemoryFlags,
  environment: NodeJS.ProcessEnv,
  seed: number,
  lasting = false,
): Promise<Retriever> {
  switch (chooseRetriever(flags)) {
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

/** With an embedder in this process, entries are found by words and meaning. */
export function chooseRetriever({ retriever, embedder }: MemoryFlags): MemoryFlags['retriever'] {
  return embedder !== undefined && retriever === 'lexical' ? 'hybrid' : retriever;
}

/** Returns the retriever of a trajectory by its name; `undefined` if it needs a server. */
export function findRetriever(name: string): Retriever | undefined {
  const known = [lexicalRetriever(), vectorRetriever({ embedder: hashingEmbedder() })];
  return known.find((retriever) => retriever.name === name) ?? sharedWordsRetrieverNamed(name);
}

/** Flags that name an embedding model. */
export type EmbedderFlags = Pick<MemoryFlags, 'embedder' | 'embeddingModel' | 'embeddingUrl' | 'queryPrefix'>;

/** Returns the embedder that the flags name, with the cache that they name. */
export async function createEmbedder(
  flags: EmbedderFlags & Pick<MemoryFlags, 'retriever' | 'embeddingCache'>,
  environment: NodeJS.ProcessEnv,
): Promise<Embedder> {
  const embedder = await openNamedEmbedder(flags, environment);
  const { embeddingCache: place, queryPrefix = '' } = flags;
  if (place === undefined) return embedder;
  return cachedEmbedder({
    embedder,
    store: await openCache(place),
    namespace: `embeddings/${embedder.name}${queryPrefix === '' ? '' : ` ${queryPrefix}`}`,
  });
}

/** Caches by place. Retrievers of one run share them. */
const caches = new Map<string, Promise<Store>>();

function openCache(place: string): Promise<Store> {
  const known = caches.get(place);
  if (known !== undefined) return known;
  const opening = openStore(place, true).then((store) => {
    process.once('beforeExit', () => store.close());
    return store;
  });
  caches.set(place, opening);
  return opening;
}

async function openNamedEmbedder(
  flags: EmbedderFlags & Pick<MemoryFlags, 'retriever'>,
  environment: NodeJS.ProcessEnv,
): Promise<Embedder> {
  const { embedder, embeddingModel, embeddingUrl, queryPrefix } = flags;
  if (embedder !== undefined) return openEmbedder(embedder, queryPrefix);
  if (embeddingModel === 'hashing') return hashingEmbedder();
  if (embeddingModel === undefined || embeddingUrl === undefined) {
    const problem =
      embeddingModel === undefined
        ? `--retriever ${flags.retriever} needs --embedder, or --embedding-model and --embedding-url`
        : `--embedding-model ${embeddingModel} needs --embedding-url`;
    throw usageError(problem, 'Pass the address, or --embedding-model hashing to work offline');
  }
  const { aiEmbedder, QWEN3_QUERY_PREFIX } = await import('../ai/ai-embedder.ts');
  const { requireModelPackages } = await import('../ai/require-model-packages.ts');
  await requireModelPackages('--embedding-model');
  const { openAICompatibleEmbedding } = await import('../ai/openai-compatible.ts');
  const apiKey = selectApiKey(embeddingUrl, environment, 'embedding');
  const model = openAICompatibleEmbedding({ model: embeddingModel, baseURL: embeddingUrl, apiKey });
  const prefix = queryPrefix === 'qwen3' ? QWEN3_QUERY_PREFIX : queryPrefix;
  return aiEmbedder({ model, name: embeddingModel, queryPrefix: prefix });
}

/** Loads the tokenizer that the flags ask for. */
export async function loadTokenizer(path: string | undefined): Promise<Tokenizer> {
  if (path === undefined) return loadDefaultTokenizer();
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new AtomMemError('unreadable-file', {
      problem: `${path} cannot be read (${cause.code})`,
      remedy: 'Give the path of a tokenizer.json',
      details: { path },
      cause,
    });
  });
  try {
    return await loadHuggingFaceTokenizer(JSON.parse(text) as object, {}, path);
  } catch (cause) {
    throw new AtomMemError('malformed-record', {
      problem: `${path} is not a usable tokenizer.json (${(cause as Error).message.split('\n')[0]})`,
      remedy: 'Give the tokenizer.json of a Hugging Face model',
      details: { path },
      cause,
    });
  }
}
