import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { hashingEmbedder } from '../embed/hashing.ts';
import { randomEmbedder } from '../embed/random.ts';
import { sharedWordsRetrieverNamed } from '../lab/shared-words.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { ReadTiming } from '../memory/memory.ts';
import type { Retriever } from '../memory/retriever.ts';
import { type Compatibility, parseCompatibility } from '../released/compatibility.ts';
import { hybridRetriever } from '../search/hybrid.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { vectorRetriever } from '../search/vector.ts';
import { storeRetriever } from '../store/store-retriever.ts';
import { loadDefaultTokenizer, loadHuggingFaceTokenizer, type Tokenizer } from '../task/tokenizer.ts';
import { apiKey } from './model-options.ts';
import { oneOf, wholeNumber } from './parse-number.ts';
import { usageError } from './usage-error.ts';

export const RETRIEVERS = ['lexical', 'vector', 'hybrid', 'random'] as const;

/** Options of every command that runs a memory. */
export interface MemoryFlags {
  readonly k: number;
  readonly capacity?: number;
  readonly overCapacity: 'refuse' | 'discard-newest';
  readonly readTiming: ReadTiming;
  readonly retriever: (typeof RETRIEVERS)[number];
  readonly embeddingModel?: string;
  readonly embeddingUrl?: string;
  readonly queryPrefix?: string;
  readonly chunkSize: number;
  readonly chunkOverlap?: number;
  readonly tokenizer?: string;
  readonly rules: Compatibility;
}

export function addMemoryOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--k <n>', 'entries shown for a query').default(6).argParser(wholeNumber('--k', 1, 100)),
    )
    .addOption(
      new Option('--capacity <n>', 'most entries that memory holds (default: no limit)').argParser(
        wholeNumber('--capacity', 1),
      ),
    )
    .addOption(
      new Option('--over-capacity <rule>', 'what happens to a create beyond it: refuse, discard-newest')
        .default('refuse')
        .argParser(oneOf('--over-capacity', ['refuse', 'discard-newest'])),
    )
    .addOption(
      new Option('--read-timing <when>', 'when a read is answered: next-step, same-step')
        .default('next-step')
        .argParser(oneOf('--read-timing', ['next-step', 'same-step'])),
    )
    .addOption(
      new Option('--retriever <name>', `how entries are found: ${RETRIEVERS.join(', ')}`)
        .default('lexical')
        .argParser(oneOf('--retriever', RETRIEVERS)),
    )
    .option('--embedding-model <name>', 'embedding model of the server, for vector and hybrid')
    .option('--embedding-url <url>', 'OpenAI-compatible server of the embedding model')
    .option('--query-prefix <text>', 'put before queries that are embedded; "qwen3" for its own')
    .addOption(
      new Option('--chunk-size <tokens>', 'tokens of a chunk')
        .default(4000)
        .argParser(wholeNumber('--chunk-size', 16)),
    )
    .addOption(
      new Option(
        '--chunk-overlap <tokens>',
        'tokens of the neighbours shown on either side (default: 0)',
      ).argParser(wholeNumber('--chunk-overlap', 0, 100_000)),
    )
    .option('--tokenizer <file>', 'a Hugging Face tokenizer.json (default: o200k_base)')
    .addOption(
      new Option('--rules <rules>', 'better, official, or rows such as turnCap=official,store=official')
        .default(parseCompatibility('better'), 'better')
        .argParser(readRules),
    );
}

function readRules(text: string): Compatibility {
  try {
    return parseCompatibility(text);
  } catch (cause) {
    throw usageError(`--rules ${text} is not accepted`, (cause as Error).message);
  }
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
  const { openAICompatibleEmbeddingModel } = await import('../ai/openai-compatible.ts');
  const key = apiKey(environment);
  const model = openAICompatibleEmbeddingModel({
    model: embeddingModel,
    baseURL: embeddingUrl,
    ...(key !== undefined && { apiKey: key }),
  });
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
