/**
 * Loads a GGUF model with a context, and explains what is wrong if that fails.
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { AtomMemError } from '../shared/error.ts';
import { quoteText } from '../shared/redact.ts';
import { checkMemory, inGigabytes, readAvailableMemory } from './check-memory.ts';
import { type GgufHeader, readGgufHeader } from './gguf.ts';
import {
  importLlama,
  type LlamaBackend,
  type LlamaLibrary,
  type NativeContext,
  type NativeModel,
  type NativeSequence,
  startLlama,
} from './llama-library.ts';
import type { LlamaModelFiles, LlamaOptions } from './llama-options.ts';
import { type OpenedAdapter, openAdapter } from './open-adapter.ts';

/** A model in memory. It runs one call at a time. */
export interface LoadedLlama {
  readonly library: LlamaLibrary;
  readonly backend: LlamaBackend;
  readonly header: GgufHeader;
  readonly model: NativeModel;
  readonly context: NativeContext;
  readonly sequence: NativeSequence;
  /** Waits for the calls before it, then runs `work`. */
  exclusive<Result>(work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Largest context that is created unless `contextSize` asks for more. */
const LARGEST_DEFAULT_CONTEXT = 16_384;

/** Returns the context length that a model is loaded with. */
export function chooseContextSize(header: GgufHeader, { contextSize, path }: LlamaOptions): number {
  const trained = header.contextLength ?? LARGEST_DEFAULT_CONTEXT;
  if (contextSize === undefined) return Math.min(trained, LARGEST_DEFAULT_CONTEXT);
  if (Number.isInteger(contextSize) && contextSize >= 64 && contextSize <= trained) return contextSize;
  throw new AtomMemError('bad-option', {
    problem: `"contextSize" is ${contextSize}, and ${path} supports 64 to ${trained} tokens`,
    remedy: 'Pass a number in this range',
    details: { option: 'contextSize', value: contextSize },
  });
}

/** Returns the number of threads. */
export function countThreads({ threads }: LlamaOptions): number {
  const count = threads ?? Math.max(1, availableParallelism() - 1);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new AtomMemError('bad-option', {
    problem: `"threads" is ${threads}`,
    remedy: 'Pass a whole number of at least 1',
    details: { option: 'threads', value: threads },
  });
}

/** A model without a context. */
export interface LoadedWeights extends Pick<LoadedLlama, 'library' | 'backend' | 'header' | 'model'> {
  /** Length that a context must have, in tokens. */
  readonly contextSize: number;
}

/**
 * Reads the header and loads the weights. Rejects adapters, because they are not models.
 *
 * @param longest context that is used unless `contextSize` asks for more, in tokens
 */
export async function loadWeights(
  options: LlamaOptions,
  what: string,
  longest: number = Number.POSITIVE_INFINITY,
): Promise<LoadedWeights> {
  const { path } = options;
  const header = await readGgufHeader(path);
  if (header.kind === 'adapter') {
    throw new AtomMemError('unsupported-file', {
      problem: `${path} is an adapter, not a model`,
      remedy: 'Pass the model as path and this file as adapter (on the command line: --adapter)',
      details: { path },
    });
  }
  const contextSize = Math.min(chooseContextSize(header, options), options.contextSize ?? longest);
  const library = await importLlama(what);
  const backend = await startLlama(library, options.gpu ?? true).catch((cause: unknown) => {
    throw new AtomMemError('missing-package', {
      problem: `node-llama-cpp has no binary for this machine (${quoteText(String((cause as Error).message))})`,
      remedy: 'Run: npm install node-llama-cpp without --omit=optional',
      cause,
      details: { package: 'node-llama-cpp' },
    });
  });
  // On a GPU, node-llama-cpp itself compares with the memory of the GPU.
  if (backend.gpu === false) checkMemory(header, path, contextSize, readAvailableMemory());
  const model = await backend.loadModel({ modelPath: path }).catch((cause: unknown) => {
    throw explainLoad(cause, header, path);
  });
  return { library, backend, header, model, contextSize };
}

/** Loads a model with a context of one sequence. */
export async function loadLlama(options: LlamaModelFiles, what: string): Promise<LoadedLlama> {
  const threads = countThreads(options);
  const loaded = await loadWeights(options, what);
  const { model, header, contextSize } = loaded;
  let adapter: OpenedAdapter | undefined;
  try {
    adapter = await openAdapter(options, header);
    const context = await model
      .createContext({
        ...{ contextSize, threads, sequences: 1, failedCreationRemedy: false },
        ...(adapter !== undefined && {
          lora: { adapters: [{ filePath: adapter.file, scale: adapter.scale }] },
        }),
      })
      .catch((cause: unknown) => {
        throw explainContext(cause, contextSize, options, adapter);
      });
    return {
      ...loaded,
      context,
      sequence: context.getSequence(),
      exclusive: createQueue(),
      close: () => model.dispose(),
    };
  } catch (cause) {
    await model.dispose();
    throw cause;
  } finally {
    await adapter?.close();
  }
}

function createQueue(): LoadedLlama['exclusive'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(work, work);
    last = run.catch(() => {});
    return run;
  };
}

function explainLoad(cause: unknown, header: GgufHeader, path: string): AtomMemError {
  const message = readMessage(cause);
  if (isMemory(cause)) return outOfMemory(`the weights of ${path} (${inGigabytes(header.bytes)})`, cause);
  if (/unknown model architecture|unsupported model architecture/i.test(message)) {
    return new AtomMemError('unsupported-file', {
      problem: `${path} has the architecture "${header.architecture}", which this node-llama-cpp does not support`,
      remedy: 'Run: npm install node-llama-cpp@latest, or use another model',
      cause,
      details: { path },
    });
  }
  return new AtomMemError('unsupported-file', {
    problem: `llama.cpp cannot load ${path}, which has the architecture "${header.architecture}": ${message}`,
    remedy: 'Run: npm install node-llama-cpp@latest, or download the file again',
    cause,
    details: { path },
  });
}

function explainContext(
  cause: unknown,
  contextSize: number,
  { path }: LlamaOptions,
  adapter: OpenedAdapter | undefined,
): AtomMemError {
  const message = readMessage(cause);
  if (adapter !== undefined && /lora|adapter/i.test(message)) {
    return new AtomMemError('unsupported-file', {
      problem: `llama.cpp cannot load the adapter ${adapter.path}: ${message}`,
      remedy: `Convert the adapter for ${path}`,
      cause,
      details: { path: adapter.path },
    });
  }
  return outOfMemory(`a context of ${contextSize} tokens`, cause, contextSize);
}

function outOfMemory(what: string, cause: unknown, contextSize?: number): AtomMemError {
  return new AtomMemError('out-of-memory', {
    problem: `There is not enough memory for ${what}; ${inGigabytes(readAvailableMemory())} are available`,
    remedy:
      contextSize === undefined
        ? 'Use a smaller model or a smaller quantisation'
        : `Pass a smaller contextSize (on the command line: --context), such as ${Math.max(64, contextSize >> 1)}`,
    cause,
  });
}

function isMemory(cause: unknown): boolean {
  return /insufficient|memory|alloc/i.test(
    `${(cause as { name?: unknown } | null)?.name} ${readMessage(cause)}`,
  );
}

function readMessage(cause: unknown): string {
  return quoteText(String((cause as { message?: unknown } | null)?.message ?? cause));
}
