/**
 * The `Embedder` contract.
 *
 * @module
 */

/** What a text is embedded as. Some models expect a prefix before queries. */
export type EmbeddingRole = 'query' | 'entry';

/** Turns texts into vectors of one length. */
export interface Embedder {
  /** Recorded with the vectors, so that vectors of different embedders are never compared. */
  readonly name: string;
  /** Length of the vectors. Absent or `undefined` if it is only known after the first call. */
  readonly dimensions?: number | undefined;
  /** Returns one vector for each text, in order. Vectors need not have unit length. */
  embed(
    texts: readonly string[],
    role: EmbeddingRole,
    signal?: AbortSignal,
  ): Promise<readonly Float32Array[]>;
}
