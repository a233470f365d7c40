/**
 * A request to continue a prompt, and how it ended.
 *
 * @module
 */

export interface GenerateRequest {
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  /** At 0, the likeliest token is chosen. */
  readonly temperature: number;
  readonly topP: number;
  /** 0: all tokens. */
  readonly topK: number;
  readonly seed?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  /** GBNF. The reply ends where the grammar ends. */
  readonly grammar?: string;
  readonly stop?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface GenerateEnd {
  /** `stop`: an end token, a stop sequence or the end of the grammar. `length`: `maxTokens` were generated. */
  readonly reason: 'stop' | 'length';
  readonly promptTokens: number;
  /** Tokens at the start of the prompt that were still in memory from the call before. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
}
