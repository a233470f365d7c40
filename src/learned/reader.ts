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
import { profileDocument, profileEntry } from '../rules/profile.ts';
import type { MemoriseObservation } from '../task/observation.ts';
import {
  chooseLikeliest,
  decideChunk,
  decideShown,
  enterText,
  isLimited,
  renderText,
  toHeld,
} from './decide.ts';
import { type Looking, lookAround, type Seen } from './look-around.ts';
import { type PreparedQuestion, prepareQuestion } from './question.ts';
import type { Amount, Held, Sight } from './scene.ts';
import { createVectorReader, type ReadVectors, readNoVectors } from './text-vectors.ts';
import { isWritten, keepNewest, toOperations } from './to-operations.ts';
import type { ControllerWeights } from './weights.ts';
import type { WordCounts } from './word-counts.ts';

/** The decisions of a policy with its weights loaded. Each reads what it needs of memory. */
export interface Reader {
  memorise(observation: MemoriseObservation, context: PolicyContext): Promise<readonly Operation[]>;
  /** Returns the query that finds the entries to show, or an empty string if there are none. */
  chooseShown(question: string, context: PolicyContext): Promise<string>;
  answer(question: string, context: PolicyContext): string;
}

/** How a reader sees memory. */
export interface ReaderOptions {
  /** Whether it sees all entries, or those of the view and of chosen Reads. */
  readonly sight: 'all' | 'view';
  /** Entries to show for a question. */
  readonly shown: number;
  /** The one that the weights were trained with, if any. */
  readonly embedder?: Embedder;
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

/** Creates the decisions of a policy with these weights. They reject with `EmbedderFailed` if the embedder fails. */
export function createReader(
  { network, words }: ControllerWeights,
  { sight, shown: count, embedder }: ReaderOptions,
): Reader {
  const readVectors = embedder === undefined ? readNoVectors : markFailures(createVectorReader(embedder));
  const prepare = createPrepare(words, readVectors);
  const addVectors = async (held: readonly Held[], signal?: AbortSignal): Promise<readonly Held[]> => {
    const vectors = await readVectors(
      held.map(({ profile }) => renderText(profile)),
      'entry',
      signal,
    );
    return held.map((text, place) => ({ ...text, vector: vectors[place] }));
  };
  return {
    async memorise({ questions, chunk }, context) {
      const { view, capacity, characterCapacity, used, signal } = context;
      const room = {
        entries: capacity,
        characters: characterCapacity === undefined ? undefined : characterCapacity - view.scratchpad.length,
      };
      if (questions.length === 0) return keepNewest(chunk.documents, await context.readAll(), room);
      const mind = {
        network,
        questions: await prepare(
          questions.map(({ text }) => text),
          signal,
        ),
      };
      const written = chunk.documents.filter(isWritten);
      const fresh = await addVectors(
        written.map((document) => toHeld(profileDocument(document), 0, false)),
        signal,
      );
      const documents = fresh.map((document) => enterText(mind.questions, document, room));
      const see = async (stored: readonly Entry[]): Promise<Sight> => {
        const entries = await addVectors(
          stored.map((entry) => toStored(entry, chunk.index)),
          signal,
        );
        const unseen = used === undefined ? undefined : subtract(used, entries, view.scratchpad.length);
        return { ...{ entries, documents, unseen, room }, chunk: chunk.index, chunks: chunk.count };
      };
      const readsAll = sight === 'all' || (isLimited(room) && used === undefined);
      const seen = readsAll ? await seeAll(context, see) : await lookAround({ context, mind, see });
      const kept = decideChunk(mind, seen.sight, chooseLikeliest);
      const operations = toOperations(kept, seen.entries, { chunk: chunk.index, chunks: chunk.count });
      const query = questions.map(({ text }) => text).join('\n');
      return sight === 'all' || view.query === query ? operations : [...operations, { op: 'read', query }];
    },
    async chooseShown(question, context) {
      const { signal } = context;
      const mind = { network, questions: await prepare([question], signal) };
      const see = async (stored: readonly Entry[]): Promise<Sight> => {
        const chunks = Math.max(1, ...stored.map(({ meta }) => readNumber(meta.chunks)));
        const entries = await addVectors(
          stored.map((entry) => toStored(entry, chunks)),
          signal,
        );
        return { entries, documents: [], room: { entries: stored.length }, chunk: chunks, chunks };
      };
      const seen = await (sight === 'all' ? seeAll(context, see) : lookAround({ context, mind, see }));
      const { entries: stored } = seen;
      if (stored.length === 0) return '';
      const shown = decideShown(mind, seen.sight, count, chooseLikeliest);
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

/** Sees all entries, by one recorded Read. */
async function seeAll({ readAll }: PolicyContext, see: Looking['see']): Promise<Seen> {
  const entries = await readAll();
  return { entries, sight: await see(entries) };
}

/** Question sets that stay prepared. Comparisons are cached with them. */
const MOST_PREPARED = 16;

type Prepare = (texts: readonly string[], signal?: AbortSignal) => Promise<readonly PreparedQuestion[]>;

/** Creates a function that prepares questions and keeps the sets used last. */
function createPrepare(words: WordCounts, readVectors: ReadVectors): Prepare {
  const prepared = new Map<string, readonly PreparedQuestion[]>();
  return async (texts, signal) => {
    const key = JSON.stringify(texts);
    let questions = prepared.get(key);
    if (questions === undefined) {
      const vectors = await readVectors(texts, 'query', signal);
      questions = texts.map((text, place) => prepareQuestion(text, words, vectors[place]));
    }
    prepared.delete(key);
    prepared.set(key, questions);
    if (prepared.size > MOST_PREPARED) prepared.delete(prepared.keys().next().value!);
    return questions;
  };
}

/** Returns what memory holds besides the entries in sight. */
function subtract(used: Amount, seen: readonly Held[], scratchpad: number): Amount {
  const size = seen.reduce((sum, entry) => sum + entry.size, 0);
  return {
    entries: Math.max(0, used.entries - seen.length),
    characters: Math.max(0, used.characters - scratchpad - size),
  };
}

/** Reads an entry back as the text that it was created from. */
function toStored(entry: Entry, chunk: number): Held {
  const [profile] = profileEntry(entry);
  const age = Math.max(0, chunk - readNumber(entry.meta.chunk));
  const { condensed, worth } = entry.meta;
  return {
    ...{ profile: profile!, size: entry.text.length, age, condensed: condensed === true },
    worth: typeof worth === 'number' ? worth : undefined,
  };
}

function readNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
