/**
 * Reads what the controller needs of memory and turns its decisions into operations.
 *
 * @module
 */
import type { Embedder } from '../memory/embedder.ts';
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import type { PolicyContext } from '../policy/policy.ts';
import { answerFromTexts } from '../rules/answer-from-texts.ts';
import { distinctiveQuery } from '../rules/distinctive-query.ts';
import type { Room } from '../rules/keep-best.ts';
import { profileDocument } from '../rules/profile.ts';
import type { MemoriseObservation } from '../task/observation.ts';
import { chooseLikeliest } from './choice.ts';
import { decideChunk, decideShown } from './decide.ts';
import { enterText, renderText, toHeld } from './held-text.ts';
import { type LookOptions, lookAround, type Seen } from './look-around.ts';
import type { Network } from './network.ts';
import { createPrepareQuestions, type PrepareQuestions } from './prepare-questions.ts';
import { type Amount, countAmount, type Held, isLimited, type Sight } from './scene.ts';
import { createVectorReader, type ReadVectors, readNoVectors } from './text-vectors.ts';
import { isWritten, keepNewest, toOperations } from './to-operations.ts';
import { countChunks, toStored } from './to-stored.ts';
import type { ControllerWeights } from './weights.ts';

/** The decisions of a policy, with its weights loaded. */
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
  /** The embedder that the weights were trained with. Absent: the weights read no similarities. */
  readonly embedder?: Embedder;
}

/** An error of the embedder. The policy records it as a failure of the step. */
export class EmbedderFailed extends Error {
  override readonly name = 'EmbedderFailed';
}

/** Wraps what the embedder throws, so that the policy can tell it from other errors. */
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
  { embedder, ...options }: ReaderOptions,
): Reader {
  const readVectors = embedder === undefined ? readNoVectors : markFailures(createVectorReader(embedder));
  const prepare = createPrepareQuestions(words, readVectors);
  const tools: ReaderTools = { ...options, network, prepare, readVectors };
  return {
    memorise: (observation, context) => memorise(tools, observation, context),
    chooseShown: (question, context) => chooseShown(tools, question, context),
    answer: (question, { view }) =>
      answerFromTexts(
        question,
        view.entries.map(({ text }) => text),
      ),
  };
}

/** What the decisions of one reader share. */
interface ReaderTools extends Omit<ReaderOptions, 'embedder'> {
  readonly network: Network;
  readonly prepare: PrepareQuestions;
  readonly readVectors: ReadVectors;
}

async function memorise(
  { network, sight, prepare, readVectors }: ReaderTools,
  { questions, chunk: { index, count, documents: given } }: MemoriseObservation,
  context: PolicyContext,
): Promise<readonly Operation[]> {
  const { view, signal } = context;
  const room = readRoom(context);
  if (questions.length === 0) return keepNewest(given, await context.readAll(), room);
  const used = isLimited(room) ? await context.countUsed?.() : undefined;
  const asked = questions.map(({ text }) => text);
  const mind = { network, questions: await prepare(asked, signal) };
  const fresh = given.filter(isWritten).map((document) => toHeld(profileDocument(document), 0, false));
  const documents = (await addVectors(fresh, readVectors, signal)).map((document) =>
    enterText(mind.questions, document, room),
  );
  const see = async (stored: readonly Entry[]): Promise<Sight> => {
    const held = stored.map((entry) => toStored(entry, index));
    const entries = await addVectors(held, readVectors, signal);
    const unseen = used === undefined ? undefined : subtract(used, entries, view.scratchpad.length);
    return { entries, documents, unseen, room, chunk: index, chunks: count };
  };
  // Without the amount in use, it cannot tell whether memory is full unless it sees everything.
  const readsAll = sight === 'all' || (isLimited(room) && used === undefined);
  const seen = readsAll ? await seeAll(context, see) : await lookAround({ context, mind, see });
  const kept = decideChunk(mind, seen.sight, chooseLikeliest);
  const operations = toOperations(kept, seen.entries, { chunk: index, chunks: count });
  const query = asked.join('\n');
  return sight === 'all' || view.query === query ? operations : [...operations, { op: 'read', query }];
}

async function chooseShown(
  { network, sight, shown: most, prepare, readVectors }: ReaderTools,
  question: string,
  context: PolicyContext,
): Promise<string> {
  const { signal } = context;
  const mind = { network, questions: await prepare([question], signal) };
  const see = async (stored: readonly Entry[]): Promise<Sight> => {
    const chunks = countChunks(stored);
    const held = stored.map((entry) => toStored(entry, chunks));
    const entries = await addVectors(held, readVectors, signal);
    return { entries, documents: [], room: { entries: stored.length }, chunk: chunks, chunks };
  };
  const seen = await (sight === 'all' ? seeAll(context, see) : lookAround({ context, mind, see }));
  const { entries } = seen;
  if (entries.length === 0) return '';
  const shown = decideShown(mind, seen.sight, most, chooseLikeliest);
  const texts = shown.map((place) => entries[place]!.text);
  const others = entries.filter((_, place) => !shown.includes(place)).map(({ text }) => text);
  return distinctiveQuery(texts, others);
}

/** Returns the limits of memory that entries share. The scratchpad counts towards the characters. */
function readRoom({ view, capacity, characterCapacity }: PolicyContext): Room {
  return {
    entries: capacity,
    characters: characterCapacity === undefined ? undefined : characterCapacity - view.scratchpad.length,
  };
}

async function addVectors(
  held: readonly Held[],
  readVectors: ReadVectors,
  signal?: AbortSignal,
): Promise<readonly Held[]> {
  const texts = held.map(({ profile }) => renderText(profile));
  const vectors = await readVectors(texts, 'entry', signal);
  return held.map((text, place) => ({ ...text, vector: vectors[place] }));
}

/** Sees all entries, by one recorded Read. */
async function seeAll({ readAll }: PolicyContext, see: LookOptions['see']): Promise<Seen> {
  const entries = await readAll();
  return { entries, sight: await see(entries) };
}

/** Returns what memory holds besides the entries in sight. */
function subtract(used: Amount, seen: readonly Held[], scratchpad: number): Amount {
  const { entries, characters } = countAmount(seen);
  return {
    entries: Math.max(0, used.entries - entries),
    characters: Math.max(0, used.characters - scratchpad - characters),
  };
}
