/**
 * Plays one stream with the controller, through the decisions that the policy makes.
 *
 * @module
 */
import {
  type Choice,
  type Choose,
  decideChunk,
  decideShown,
  enterText,
  type Mind,
  readLogit,
} from '../../learned/decide.ts';
import type { Network } from '../../learned/network.ts';
import type { Amount, Held, Sight } from '../../learned/scene.ts';
import type { Room } from '../../rules/keep-best.ts';
import type { Random } from '../../shared/random.ts';
import { rateShown } from './controller-reward.ts';
import { simulateLook } from './simulate-look.ts';
import type { TrainingStream } from './training-stream.ts';

/** A choice with the option taken and the probabilities of all. */
export interface MadeChoice extends Choice {
  readonly chosen: number;
  readonly probabilities: Float64Array;
  /** 0-based chunk. Equal to the number of chunks while answering. */
  readonly step: number;
  /** 0-based question, for the choices of what to show. */
  readonly question?: number;
}

/** One finished rollout. */
export interface ControllerEpisode {
  readonly stream: TrainingStream;
  readonly room: Room;
  /** Entries shown for a question. */
  readonly places: number;
  readonly choices: readonly MadeChoice[];
  /** Entries after each chunk from the first one played, at the end, and shown for each question. */
  readonly memories: readonly (readonly Held[])[];
  readonly entries: readonly Held[];
  readonly shown: readonly (readonly Held[])[];
  /** Chunk from which it differs from the others of its branch. Absent for a rollout from the start. */
  readonly branchedAt?: number;
  readonly reward: number;
  /** Rewards by question. */
  readonly scores: readonly number[];
  readonly operations: Readonly<Record<'create' | 'read' | 'update' | 'delete', number>>;
}

/** How options are chosen: the likeliest, or drawn from the sharpened distribution. */
export interface PlayOptions {
  readonly network: Network;
  readonly room: Room;
  /** Absent: the likeliest option is taken and no choice is recorded. */
  readonly random?: Random;
  /** Factor on logits before drawing. Among many near-equal options, 1 draws poor ones too often. Default 3. */
  readonly sharpness?: number;
  /** Options to take for the first choices, by place. Later choices are drawn. */
  readonly script?: readonly number[];
  /** State to start from: the entries before a chunk. Default: empty, at the first chunk. */
  readonly from?: { readonly entries: readonly Held[]; readonly chunk: number };
  /** Entries to show. Default 6. */
  readonly shown?: number;
  /** Whether decisions see all entries, or those that the view and chosen Reads would show. Default: `all`. */
  readonly sight?: 'all' | 'view';
  /** Whether choices of Reads are recorded although decisions see all entries. The likeliest are taken. Default: false. */
  readonly practisesReads?: boolean;
}

export const SHARPNESS = 3;

/** Plays a stream to its end. */
export function playStream(stream: TrainingStream, options: PlayOptions): ControllerEpisode {
  const {
    network,
    room,
    random,
    sharpness = SHARPNESS,
    script = [],
    from,
    shown: count = 6,
    sight = 'all',
    practisesReads = false,
  } = options;
  const mind: Mind = { network, questions: stream.questions };
  const choices: MadeChoice[] = [];
  const choosing =
    (step: number, question?: number): Choose =>
    (choice) => {
      const logits = choice.options.map(readLogit);
      if (random === undefined) return pickHighest(logits);
      const probabilities = softmax(logits.map((logit) => sharpness * logit));
      // Practice must not change what else is drawn.
      const practises = choice.kind === 'read' && sight === 'all';
      const chosen =
        script[choices.length] ?? (practises ? pickHighest(logits) : draw(probabilities, random));
      choices.push({ ...choice, chosen, probabilities, step, question });
      return chosen;
    };
  let entries: readonly Held[] = from?.entries ?? [];
  const memories: (readonly Held[])[] = [];
  const operations = { create: 0, read: 0, update: 0, delete: 0 };
  const chunks = stream.chunks.length;
  const look = (asked: Mind, memory: Sight, choose: Choose): readonly Held[] => {
    const found = sight === 'view' || practisesReads ? simulateLook(asked, memory, choose) : undefined;
    const seen = found === undefined || sight === 'all' ? { entries: memory.entries, reads: 1 } : found;
    operations.read += seen.reads;
    return seen.entries;
  };
  stream.chunks.forEach((places, chunk) => {
    if (chunk < (from?.chunk ?? 0)) return;
    const documents = places.map((place) => enterText(stream.questions, stream.documents[place]!, room));
    const memory: Sight = { entries, documents, chunk, chunks, room };
    const seen = look(mind, memory, choosing(chunk));
    const others = entries.filter((entry) => !seen.includes(entry));
    const partly = { ...memory, entries: seen, unseen: countAmount(others) };
    const kept = decideChunk(mind, partly, choosing(chunk));
    const old = kept.filter(({ entry }) => entry !== undefined);
    operations.create += kept.length - old.length;
    operations.update += old.filter(({ changed }) => changed).length;
    operations.delete += seen.length - old.length;
    entries = [
      ...others.map((entry) => ({ ...entry, age: entry.age + 1 })),
      ...kept.map(({ text, entry }) => ({ ...text, age: entry === undefined ? 1 : text.age + 1 })),
    ];
    memories.push(entries);
  });
  const shown = stream.questions.map((question, place) => {
    const asked: Mind = { network, questions: [question] };
    const memory: Sight = { entries, documents: [], chunk: chunks, chunks, room: {} };
    const seen = look(asked, memory, choosing(chunks));
    operations.read += 1;
    const partly = { ...memory, entries: seen, room: { entries: seen.length } };
    return decideShown(asked, partly, count, choosing(chunks, place)).map((entry) => seen[entry]!);
  });
  const scores = stream.targets.map((target, place) => rateShown(target, shown[place]!));
  const reward = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  return { stream, room, places: count, choices, memories, entries, shown, reward, scores, operations };
}

function countAmount(entries: readonly Held[]): Amount {
  return { entries: entries.length, characters: entries.reduce((sum, { size }) => sum + size, 0) };
}

/** Returns the probabilities of logits. */
export function softmax(logits: readonly number[]): Float64Array {
  const most = Math.max(...logits);
  const parts = Float64Array.from(logits, (logit) => Math.exp(logit - most));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

function pickHighest(logits: readonly number[]): number {
  let best = 0;
  for (let place = 1; place < logits.length; place += 1) if (logits[place]! > logits[best]!) best = place;
  return best;
}

function draw(probabilities: Float64Array, random: Random): number {
  let left = random.next();
  for (let place = 0; place < probabilities.length; place += 1) {
    left -= probabilities[place]!;
    if (left < 0) return place;
  }
  return probabilities.length - 1;
}
