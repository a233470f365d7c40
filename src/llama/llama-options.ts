/**
 * Options of models that run in this process.
 *
 * @module
 */

/** A LoRA adapter. */
export interface LlamaAdapter {
  /** A file in GGUF format, or a folder that PEFT saved (`adapter_config.json`, `adapter_model.safetensors`). */
  readonly path: string;
  /** Strength. Default: 1. */
  readonly scale?: number;
}

/** Options that models, embedders and engines share. */
export interface LlamaOptions {
  /** Path of a model in GGUF format. */
  readonly path: string;
  /**
   * Context length in tokens: prompt and reply together. Default: the model's own, at most 16,384, because the
   * context is kept in memory.
   */
  readonly contextSize?: number;
  /** Threads. Default: cores − 1, at least 1. On a busy machine, more threads than free cores are much slower. */
  readonly threads?: number;
  /** Whether to use a GPU that node-llama-cpp has a binary for. Default: true. */
  readonly gpu?: boolean;
}

/** Options of models that can load an adapter. */
export interface LlamaModelFiles extends LlamaOptions {
  /** A LoRA adapter for this model, or its path. */
  readonly adapter?: string | LlamaAdapter;
}
