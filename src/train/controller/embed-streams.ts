/**
 * Embeds the documents and questions of streams, so that rollouts need not wait for an embedder.
 *
 * @module
 */
import type { DocumentStream } from '../../dataset/stream-builder.ts';
import { renderText } from '../../learned/held-text.ts';
import { createVectorReader } from '../../learned/text-vectors.ts';
import type { Embedder, EmbeddingRole } from '../../memory/embedder.ts';
import { profileDocument } from '../../rules/profile.ts';
import type { SourceDocument } from '../../task/observation.ts';

/** Vectors of length 1. A text that the embedder refuses has none. */
export interface StreamVectors {
  readonly documents: ReadonlyMap<SourceDocument, Float32Array | undefined>;
  readonly questions: ReadonlyMap<string, Float32Array | undefined>;
}

/** Texts per batch. The signal is checked before each. */
const BATCH = 256;

/**
 * Embeds every document and question once.
 *
 * @throws what the embedder throws, or the reason of `signal`
 */
export async function embedStreams(
  streams: readonly DocumentStream[],
  embedder: Embedder,
  signal?: AbortSignal,
): Promise<StreamVectors> {
  const read = createVectorReader(embedder, BATCH);
  const embed = async (texts: readonly string[], role: EmbeddingRole) => {
    const vectors: (Float32Array | undefined)[] = [];
    for (let at = 0; at < texts.length; at += BATCH) {
      signal?.throwIfAborted();
      vectors.push(...(await read(texts.slice(at, at + BATCH), role, signal)));
    }
    return vectors;
  };
  const documents = [...new Set(streams.flatMap((stream) => stream.documents))];
  const questions = [...new Set(streams.flatMap((stream) => stream.questions.map(({ text }) => text)))];
  const found = await embed(
    documents.map((document) => renderText(profileDocument(document))),
    'entry',
  );
  const asked = await embed(questions, 'query');
  return {
    documents: new Map(documents.map((document, place) => [document, found[place]])),
    questions: new Map(questions.map((question, place) => [question, asked[place]])),
  };
}
