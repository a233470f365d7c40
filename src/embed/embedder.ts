/** What a text is embedded as: some models want a prefix before queries. */
export type EmbeddingRole = 'query' | 'entry';

/** Turns texts into vectors of one fixed length. */
export interface Embedder {
  /** Recorded beside vectors, so that those of two embedders are never compared. */
  readonly name: string;
  /** Length of every vector; `undefined` until the first call where only the server knows it. */
  readonly dimensions: number | undefined;
  /** One vector for each text, in order; not necessarily of unit length. */
  embed(
    texts: readonly string[],
    role: EmbeddingRole,
    signal?: AbortSignal,
  ): Promise<readonly Float32Array[]>;
}
