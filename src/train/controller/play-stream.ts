/**
 * Plays one stream with the controller, through the decisions that the policy makes.
 *
 * @module
 */
import { type Choice, type Choose, chooseLikeliest, readLogit } from '../../learned/choice.ts';
import { decideChunk, decideShown } from '../../learned/decide.ts';
import { enterText } from '../../learned/held-text.ts';
import type { Mind } from '../../learned/mind.ts';
import type { Network } from '../../learned/network.ts';
import { countAmount, type Held, type Sight } from '../../learned/scene.ts';
import type { Room } from '../../rules/keep-best.ts';
import type { Random } from '../../shared/random.ts';
import { rateShown } from './controller-reward.ts';
import { simulateLook } from './simulate-look.ts';
import type { TrainingStream } from './training-stream.ts';

/** A choice with the option taken and the probabilities of all options. */
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
  /** Entries after each chunk that was played. */
  readonly memories: readonly (readonly Held[])[];
  /** Entries at the end. */
  readonly entries: readonly Held[];
  /** Entries shown for each question. */
  readonly shown: readonly (readonly Held[])[];
  /** Chunk at which it branched off from another rollout. Absent for a rollout from the start. */
  readonly branchedAt?: number;
  /** Mean of `scores`. */
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
  /** State to start from: the entries before a chunk. Default: no entries, at the first chunk. */
  readonly from?: { readonly entries: readonly Held[]; readonly chunk: number };
  /** Entries to show. Default 6. */
  readonly shown?: number;
  /** What decisions see: all entries, or those of the view and of the Reads that the network chooses. Default: `all`. */
  readonly sight?: 'all' | 'view';
  /** With `sight: 'all'`, also makes and records the likeliest choices of Reads, to train them. Default: false. */
  readonly practisesReads?: boolean;
}

/** Default of `sharpness`. */
export const SHARPNESS = 3;

/** Plays a stream to its end. */
export function playStream(stream: TrainingStream, options: PlayOptions): ControllerEpisode {
  const { room, from = { entries: [], chunk: 0 }, shown: places = 6 } = options;
  const rollout: Rollout = {
    ...{ stream, options, choices: [], entries: from.entries },
    operations: { create: 0, read: 0, update: 0, delete: 0 },
  };
  const memories: (readonly Held[])[] = [];
  for (let chunk = from.chunk; chunk < stream.chunks.length; chunk += 1) {
    playChunk(rollout, chunk);
    memories.push(rollout.entries);
  }
  const shown = stream.questions.map((_, question) => showEntries(rollout, question, places));
  const scores = stream.targets.map((target, question) => rateShown(target, shown[question]!));
  const reward = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  const { choices, entries, operations } = rollout;
  return { stream, room, places, choices, memories, entries, shown, reward, scores, operations };
}

/** A rollout while it is played. */
interface Rollout {
  readonly stream: TrainingStream;
  readonly options: PlayOptions;
  readonly choices: MadeChoice[];
  readonly operations: Record<'create' | 'read' | 'update' | 'delete', number>;
  entries: readonly Held[];
}

function playChunk(rollout: Rollout, chunk: number): void {
  const { stream, options, entries, operations } = rollout;
  const { network, room } = options;
  const { questions, chunks } = stream;
  const mind: Mind = { network, questions };
  const choose = createChoose(rollout, chunk);
  const documents = chunks[chunk]!.map((place) => enterText(questions, stream.documents[place]!, room));
  const memory: Sight = { entries, documents, chunk, chunks: chunks.length, room };
  const seen = look(rollout, mind, memory, choose);
  const others = entries.filter((entry) => !seen.includes(entry));
  const kept = decideChunk(mind, { ...memory, entries: seen, unseen: countAmount(others) }, choose);
  const old = kept.filter(({ entry }) => entry !== undefined);
  operations.create += kept.length - old.length;
  operations.update += old.filter(({ changed }) => changed).length;
  operations.delete += seen.length - old.length;
  rollout.entries = [
    ...others.map((entry) => ({ ...entry, age: entry.age + 1 })),
    ...kept.map(({ text, entry }) => ({ ...text, age: entry === undefined ? 1 : text.age + 1 })),
  ];
}

/** Returns the entries shown for a question at the end. */
function showEntries(rollout: Rollout, place: number, count: number): readonly Held[] {
  const { stream, options, entries, operations } = rollout;
  const chunks = stream.chunks.length;
  const mind: Mind = { network: options.network, questions: [stream.questions[place]!] };
  const memory: Sight = { entries, documents: [], chunk: chunks, chunks, room: {} };
  const seen = look(rollout, mind, memory, createChoose(rollout, chunks));
  operations.read += 1;
  const sight = { ...memory, entries: seen, room: { entries: seen.length } };
  const shown = decideShown(mind, sight, count, createChoose(rollout, chunks, place));
  return shown.map((entry) => seen[entry]!);
}

/** Returns the entries that decisions see, and counts the Reads that find them. */
function look({ options, operations }: Rollout, mind: Mind, memory: Sight, choose: Choose): readonly Held[] {
  const { sight = 'all', practisesReads = false } = options;
  const found = sight === 'view' || practisesReads ? simulateLook(mind, memory, choose) : undefined;
  // All entries are seen by one Read.
  const seen = found === undefined || sight === 'all' ? { entries: memory.entries, reads: 1 } : found;
  operations.read += seen.reads;
  return seen.entries;
}

/** Creates a function that takes the likeliest options, or draws options and records the choices. */
function createChoose({ options, choices }: Rollout, step: number, question?: number): Choose {
  const { random, sharpness = SHARPNESS, script = [], sight = 'all' } = options;
  if (random === undefined) return chooseLikeliest;
  return (choice) => {
    const probabilities = softmax(choice.options.map((option) => sharpness * readLogit(option)));
    // Practising Reads must not consume random numbers, which would change what else is drawn.
    const practises = choice.kind === 'read' && sight === 'all';
    const chosen =
      script[choices.length] ?? (practises ? chooseLikeliest(choice) : draw(probabilities, random));
    choices.push({ ...choice, chosen, probabilities, step, question });
    return chosen;
  };
}

/** Returns the probabilities of logits. */
export function softmax(logits: readonly number[]): Float64Array {
  const most = Math.max(...logits);
  const parts = Float64Array.from(logits, (logit) => Math.exp(logit - most));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

function draw(probabilities: Float64Array, random: Random): number {
  let left = random.next();
  for (let place = 0; place < probabilities.length; place += 1) {
    left -= probabilities[place]!;
    if (left < 0) return place;
  }
  return probabilities.length - 1;
}
