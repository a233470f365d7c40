/**
 * The entry `atommem/transformers`: embedders in this process, and a cache for their vectors.
 *
 * @module
 */
export { type CachedEmbedderOptions, cachedEmbedder, type VectorCache } from '../embed/cached.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export { type StaticEmbedderOptions, staticEmbedder } from '../transformers/static-embedder.ts';
export {
  type TransformersEmbedderOptions,
  transformersEmbedder,
} from '../transformers/transformers-embedder.ts';
