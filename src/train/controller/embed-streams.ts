/**
 * Embeds the documents and questions of streams, so that rollouts need not wait for an embedder.
 *
 * @module
 */
import type { DocumentStream } from '../../dataset/stream-builder.ts';
import { renderText } from '../../learned/held-text.ts';
import { embedUnits } from '../../learned/text-vectors.ts';
import type { Embedder } from '../../memory/embedder.ts';
import { profileDocument } from '../../rules/profile.ts';
import type { SourceDocument } from '../../task/observation.ts';

/** Vectors of length 1. A text that the embedder refuses has none. */
export interface StreamVectors {
  readonly documents: ReadonlyMap<SourceDocument, Float32Array | undefined>;
  readonly questions: ReadonlyMap<string, Float32Array | undefined>;
}

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
  const documents = [...new Set(streams.flatMap((stream) => stream.documents))];
  const questions = [...new Set(streams.flatMap((stream) => stream.questions.map(({ text }) => text)))];
  const texts = documents.map((document) => renderText(profileDocument(document)));
  const found = await embedUnits(embedder, texts, { role: 'entry', signal });
  const asked = await embedUnits(embedder, questions, { role: 'query', signal });
  return {
    documents: new Map(documents.map((document, place) => [document, found[place]])),
    questions: new Map(questions.map((question, place) => [question, asked[place]])),
  };
}
