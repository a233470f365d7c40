/**
 * The part of node-llama-cpp that this folder uses, and how it is loaded. The package is an optional peer, so its
 * types are written out here.
 *
 * @module
 */
import { importLocalPackage } from '../shared/import-local-package.ts';

export interface LlamaLibrary {
  getLlama(options: {
    readonly gpu: 'auto' | false;
    readonly build: 'never';
    readonly skipDownload: true;
    readonly logLevel: 'error';
    readonly logger: (level: string, message: string) => void;
    readonly progressLogs: false;
    readonly maxThreads: 0;
  }): Promise<LlamaBackend>;
  readonly LlamaGrammar: new (llama: LlamaBackend, options: { readonly grammar: string }) => LlamaGrammar;
  readonly LlamaGrammarEvaluationState: new (options: {
    readonly model: NativeModel;
    readonly grammar: LlamaGrammar;
  }) => GrammarState;
}

export interface LlamaBackend {
  /** The GPU that holds the weights, or `false`. */
  readonly gpu: string | false;
  loadModel(options: { readonly modelPath: string; readonly loadSignal?: AbortSignal }): Promise<NativeModel>;
}

/** A compiled grammar. */
export interface LlamaGrammar {
  readonly grammar: string;
}

/** How far a reply has come in its grammar. */
export interface GrammarState {
  clone(): GrammarState;
}

export interface NativeModel {
  readonly trainContextSize: number;
  readonly embeddingVectorSize: number;
  readonly tokens: {
    readonly bos: number | null;
    readonly bosString: string | null;
    readonly eosString: string | null;
    readonly shouldPrependBosToken: boolean;
  };
  tokenize(text: string, specialTokens?: boolean): number[];
  detokenize(tokens: readonly number[], specialTokens?: boolean, lastTokens?: readonly number[]): string;
  isEogToken(token: number): boolean;
  isSpecialToken(token: number): boolean;
  iterateAllTokens(): Iterable<number>;
  createContext(options: {
    readonly contextSize: number;
    readonly sequences: 1;
    readonly threads: number;
    readonly lora?: { readonly adapters: readonly { readonly filePath: string; readonly scale?: number }[] };
    readonly createSignal?: AbortSignal;
    readonly failedCreationRemedy: false;
  }): Promise<NativeContext>;
  createEmbeddingContext(options: {
    readonly contextSize: number;
    readonly threads: number;
  }): Promise<NativeEmbeddingContext>;
  dispose(): Promise<void>;
}

export interface NativeContext {
  readonly contextSize: number;
  readonly batchSize: number;
  readonly memoryUsage: { readonly ram: number; readonly vram: number };
  getSequence(): NativeSequence;
  dispose(): Promise<void>;
}

export interface NativeEmbeddingContext {
  getEmbeddingFor(input: readonly number[]): Promise<{ readonly vector: readonly number[] }>;
  dispose(): Promise<void>;
}

/** Sampling options of one token. `topK` 0, `topP` 1 and `minP` 0 turn the filters off. */
export interface NativeSampling {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly minP: number;
  readonly seed?: number;
}

/** What to compute after a token. */
export interface NextTokenRequest {
  readonly probabilities?: boolean;
  readonly logits?: { readonly filter: { readonly tokens: readonly number[]; readonly includeTop: 1 } };
  readonly totalLogitWeight?: boolean;
  readonly token?: boolean;
  readonly options: NativeSampling;
}

export interface NextToken {
  readonly token?: number;
  readonly probabilities?: ReadonlyMap<number, number>;
  readonly logits?: ReadonlyMap<number, number>;
  readonly totalLogitWeight?: number;
}

export interface NativeSequence {
  readonly nextTokenIndex: number;
  compareContextTokens(tokens: readonly number[]): { readonly firstDifferentIndex: number };
  adaptStateToTokens(tokens: readonly number[], allowShift: false): Promise<void>;
  clearHistory(): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly number[]): Promise<void>;
  evaluate(
    tokens: readonly number[],
    options: NativeSampling & {
      readonly grammarEvaluationState?: GrammarState;
      readonly repeatPenalty?: {
        readonly punishTokens: () => readonly number[];
        readonly penalty: 1;
        readonly frequencyPenalty: number;
        readonly presencePenalty: number;
      };
    },
  ): AsyncGenerator<number, void>;
  controlledEvaluate(
    input: readonly (number | readonly [number, { readonly generateNext: NextTokenRequest }])[],
  ): Promise<readonly ({ readonly next: NextToken } | undefined)[]>;
}

/** Loads node-llama-cpp. */
export function importLlama(what: string): Promise<LlamaLibrary> {
  return importLocalPackage<LlamaLibrary>('node-llama-cpp', what);
}

const backends = new Map<boolean, Promise<LlamaBackend>>();

/** Starts llama.cpp once per process and setting. It takes about a second. */
export function startLlama({ getLlama }: LlamaLibrary, gpu: boolean): Promise<LlamaBackend> {
  const running = backends.get(gpu);
  if (running !== undefined) return running;
  const started = getLlama({
    gpu: gpu ? 'auto' : false,
    build: 'never',
    skipDownload: true,
    logLevel: 'error',
    // Lines of the libraries would mix with the output. Failures come as errors.
    logger: () => {},
    progressLogs: false,
    maxThreads: 0,
  });
  backends.set(gpu, started);
  started.catch(() => backends.delete(gpu));
  return started;
}
