/**
 * Turns the controller's decisions into operations.
 *
 * @module
 */

import type { Embedder } from '../memory/embedder.ts';
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import type { PolicyContext } from '../policy/policy.ts';
import { answerFromTexts } from '../rules/answer-from-texts.ts';
import { distinctiveQuery } from '../rules/distinctive-query.ts';
import { type Profile, profileDocument, profileEntry } from '../rules/profile.ts';
import type { MemoriseObservation, SourceDocument } from '../task/observation.ts';
import {
  chooseLikeliest,
  decideChunk,
  decideShown,
  enterText,
  type Kept,
  type Mind,
  renderText,
  toHeld,
} from './decide.ts';
import { type PreparedQuestion, prepareQuestion } from './question.ts';
import type { Held } from './scene.ts';
import { createVectorReader, type ReadVectors, readNoVectors } from './text-vectors.ts';
import type { ControllerWeights } from './weights.ts';

/** The decisions of a policy with its weights loaded. */
export interface Reader {
  memorise(
    observation: MemoriseObservation,
    context: PolicyContext,
    stored: readonly Entry[],
  ): Promise<readonly Operation[]>;
  /** Returns the query that finds the entries to show, or an empty string if memory is empty. */
  chooseShown(
    question: string,
    stored: readonly Entry[],
    options: { readonly shown: number; readonly signal?: AbortSignal },
  ): Promise<string>;
  answer(question: string, context: PolicyContext): string;
}

/** An error of the embedder. The policy records it as a failure of the step. */
export class EmbedderFailed extends Error {
  override readonly name = 'EmbedderFailed';
}

function markFailures(read: ReadVectors): ReadVectors {
  return async (...call) => {
    try {
      return await read(...call);
    } catch (cause) {
      throw new EmbedderFailed('the embedder failed', { cause });
    }
  };
}

/** Question sets that stay prepared. Comparisons are cached with them. */
const MOST_PREPARED = 16;

/**
 * Creates the decisions of a policy with these weights.
 *
 * @param embedder the one that the weights were trained with, if any. The decisions reject with `EmbedderFailed` if it fails.
 */
export function createReader({ network, words }: ControllerWeights, embedder?: Embedder): Reader {
  const readVectors = embedder === undefined ? readNoVectors : markFailures(createVectorReader(embedder));
  const prepared = new Map<string, readonly PreparedQuestion[]>();
  const prepare = async (texts: readonly string[], signal?: AbortSignal): Promise<Mind> => {
    const key = JSON.stringify(texts);
    let questions = prepared.get(key);
    if (questions === undefined) {
      const vectors = await readVectors(texts, 'query', signal);
      questions = texts.map((text, place) => prepareQuestion(text, words, vectors[place]));
    }
    prepared.delete(key);
    prepared.set(key, questions);
    if (prepared.size > MOST_PREPARED) prepared.delete(prepared.keys().next().value!);
    return { network, questions };
  };
  const addVectors = async (held: readonly Held[], signal?: AbortSignal): Promise<readonly Held[]> => {
    const texts = held.map(({ profile }) => renderText(profile));
    const vectors = await readVectors(texts, 'entry', signal);
    return held.map((text, place) => ({ ...text, vector: vectors[place] }));
  };
  return {
    async memorise({ questions, chunk }, { view, capacity, characterCapacity, signal }, stored) {
      if (questions.length === 0) return keepNewest(chunk.documents, stored, capacity);
      const room = {
        entries: capacity,
        characters: characterCapacity === undefined ? undefined : characterCapacity - view.scratchpad.length,
      };
      const mind = await prepare(
        questions.map(({ text }) => text),
        signal,
      );
      const entries = stored.map((entry) => toStored(entry, chunk.index));
      const written = chunk.documents.filter(isWritten);
      const fresh = written.map((document) => toHeld(profileDocument(document), 0, false));
      const held = await addVectors([...entries, ...fresh], signal);
      const documents = held
        .slice(entries.length)
        .map((document) => enterText(mind.questions, document, room));
      const sight = {
        ...{ entries: held.slice(0, entries.length), documents },
        ...{ chunk: chunk.index, chunks: chunk.count, room },
      };
      const kept = decideChunk(mind, sight, chooseLikeliest);
      return toOperations(kept, stored, { chunk: chunk.index, chunks: chunk.count });
    },
    async chooseShown(question, stored, { shown: count, signal }) {
      if (stored.length === 0) return '';
      const chunks = Math.max(1, ...stored.map(({ meta }) => readNumber(meta.chunks)));
      const entries = await addVectors(
        stored.map((entry) => toStored(entry, chunks)),
        signal,
      );
      const room = { entries: stored.length };
      const sight = { entries, documents: [], chunk: chunks, chunks, room };
      const shown = decideShown(await prepare([question], signal), sight, count, chooseLikeliest);
      const texts = shown.map((place) => stored[place]!.text);
      const others = stored.filter((_, place) => !shown.includes(place)).map(({ text }) => text);
      return distinctiveQuery(texts, others);
    },
    answer: (question, { view }) =>
      answerFromTexts(
        question,
        view.entries.map(({ text }) => text),
      ),
  };
}

/** Tells whether a document holds anything. Memory refuses blank entries. */
function isWritten({ title, text }: SourceDocument): boolean {
  return title.trim() !== '' || text.trim() !== '';
}

/** Without a question nothing can be compared: the newest documents stay. */
function keepNewest(
  documents: readonly SourceDocument[],
  stored: readonly Entry[],
  capacity = Number.POSITIVE_INFINITY,
): readonly Operation[] {
  const written = documents.filter(isWritten);
  const fresh = written.slice(Math.max(0, written.length - capacity));
  const spare = Math.max(0, stored.length + fresh.length - capacity);
  return [
    ...stored.slice(0, spare).map(({ id }): Operation => ({ op: 'delete', target: { id } })),
    ...fresh.map((document): Operation => toCreate(profileDocument(document), {})),
  ];
}

/** Reads an entry back as the text that it was created from. */
function toStored(entry: Entry, chunk: number): Held {
  const [profile] = profileEntry(entry);
  const age = Math.max(0, chunk - readNumber(entry.meta.chunk));
  return { profile: profile!, size: entry.text.length, age, condensed: entry.meta.condensed === true };
}

function readNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

interface Place {
  readonly [name: string]: number;
  readonly chunk: number;
  readonly chunks: number;
}

/** Deletes first, then shortens, then lets texts grow, so that no write exceeds the limit on the way. */
function toOperations(kept: readonly Kept[], stored: readonly Entry[], place: Place): readonly Operation[] {
  const known = new Set(kept.map(({ entry }) => entry));
  const deletes = stored
    .filter((_, entry) => !known.has(entry))
    .map(({ id }): Operation => ({ op: 'delete', target: { id } }));
  const updates = kept
    .filter((one) => one.changed && one.entry !== undefined)
    .map(({ text, entry }) => ({ text, entry: stored[entry!]! }))
    .sort(
      (left, right) => left.text.size - left.entry.text.length - (right.text.size - right.entry.text.length),
    )
    .map(({ text, entry }): Operation => {
      const { profile, condensed } = text;
      const meta = { sources: [...profile.sources], condensed };
      return { op: 'update', target: { id: entry.id }, text: renderText(profile), meta };
    });
  const creates = kept
    .filter(({ entry }) => entry === undefined)
    .map(({ text }) => toCreate(text.profile, { ...place, ...(text.condensed && { condensed: true }) }));
  return [...deletes, ...updates, ...creates];
}

function toCreate(profile: Profile, meta: { readonly [name: string]: number | boolean }): Operation {
  return {
    op: 'create',
    text: renderText(profile),
    meta: { sources: [...profile.sources], title: profile.title, ...meta },
  };
}
