/**
 * Document streams prepared for many fast rollouts of the controller.
 *
 * @module
 */
import type { DocumentStream } from '../../dataset/stream-builder.ts';
import { toHeld } from '../../learned/held-text.ts';
import { type PreparedQuestion, prepareQuestion } from '../../learned/question.ts';
import type { Held } from '../../learned/scene.ts';
import type { WordCounts } from '../../learned/word-counts.ts';
import { type Profile, profileDocument } from '../../rules/profile.ts';
import { normaliseAnswer } from '../../score/normalise.ts';
import type { Random } from '../../shared/random.ts';
import { renderDocument } from '../../task/chunk-documents.ts';
import type { Tokenizer } from '../../task/tokenizer.ts';
import type { StreamVectors } from './embed-streams.ts';

/** A stream in reading order, with what a reward needs. */
export interface TrainingStream {
  readonly id: string;
  readonly questions: readonly PreparedQuestion[];
  readonly documents: readonly Held[];
  /** Places of documents by chunk. */
  readonly chunks: readonly (readonly number[])[];
  /** Tokens of each document. */
  readonly tokens: readonly number[];
  readonly targets: readonly QuestionTarget[];
}

/** What a question needs in order to be answered. */
export interface QuestionTarget {
  /** Ids of the evidence documents. Empty if the data do not name them. */
  readonly evidence: ReadonlySet<string>;
  /** Whether its answer can be looked up in a text, unlike yes and no. */
  readonly decidable: boolean;
  /** Tells whether a text holds an accepted answer. Cached. */
  holdsAnswer(profile: Profile): boolean;
}

const UNDECIDABLE = ['yes', 'no', 'noanswer'];

/** What streams are prepared with. */
export interface PrepareOptions {
  readonly words: WordCounts;
  readonly tokenizer: Tokenizer;
  /** Tokens per chunk. Default 4000. */
  readonly chunkSize?: number;
  /** Absent: the network reads no similarities. */
  readonly vectors?: StreamVectors;
}

/** Prepares a stream. Texts, comparisons and links are computed once and shared by all rollouts. */
export function prepareStream(
  stream: DocumentStream,
  { words, tokenizer, chunkSize = 4000, vectors }: PrepareOptions,
): TrainingStream {
  const documents = stream.documents.map((document) => ({
    ...toHeld(profileDocument(document), 0, false),
    vector: vectors?.documents.get(document),
  }));
  const tokens = stream.documents.map((document) => countTokens(document, tokenizer));
  return {
    id: stream.id,
    questions: stream.questions.map(({ text }) => prepareQuestion(text, words, vectors?.questions.get(text))),
    documents,
    chunks: packChunks(
      documents.map((_, place) => place),
      tokens,
      chunkSize,
    ),
    tokens,
    targets: stream.questions.map(createTarget),
  };
}

function createTarget({ answers, support }: DocumentStream['questions'][number]): QuestionTarget {
  const accepted = answers.map(normaliseAnswer).filter((answer) => answer !== '');
  const cache = new WeakMap<Profile, boolean>();
  return {
    evidence: new Set(support),
    decidable: accepted.length > 0 && !UNDECIDABLE.includes(accepted[0]!),
    holdsAnswer(profile) {
      let holds = cache.get(profile);
      if (holds === undefined) {
        const text = ` ${normaliseAnswer(`${profile.title}\n${profile.text}`)} `;
        holds = accepted.some((answer) => text.includes(` ${answer} `));
        cache.set(profile, holds);
      }
      return holds;
    },
  };
}

const counted = new WeakMap<DocumentStream['documents'][number], number>();

/** Counts tokens as the stream does, with a document number of usual length. */
function countTokens(document: DocumentStream['documents'][number], tokenizer: Tokenizer): number {
  let tokens = counted.get(document);
  if (tokens === undefined) {
    tokens = tokenizer.count(renderDocument(document, 100)) + 1;
    counted.set(document, tokens);
  }
  return tokens;
}

/**
 * Returns the stream in another order and with some of its other documents left out: a new stream to train on. Evidence
 * stays. If the data name none, what holds an answer stays.
 *
 * @param most largest share of the other documents, 0 to 1
 */
export function varyStream(stream: TrainingStream, random: Random, most = 1): TrainingStream {
  const share = most * (0.5 + 0.5 * random.next());
  const isNeeded = (place: number): boolean => {
    const { profile } = stream.documents[place]!;
    return stream.targets.some(({ evidence, holdsAnswer }) =>
      evidence.size === 0 ? holdsAnswer(profile) : evidence.has(profile.sources[0]!),
    );
  };
  const all = stream.documents.map((_, place) => place);
  const drawn = all.filter((place) => isNeeded(place) || random.next() < share);
  const order = random.shuffle(drawn.length === 0 ? all : drawn);
  return { ...stream, chunks: packChunks(order, stream.tokens, 4000) };
}

function packChunks(order: readonly number[], tokens: readonly number[], size: number): number[][] {
  const chunks: number[][] = [];
  let used = 0;
  for (const place of order) {
    if (chunks.length === 0 || used + tokens[place]! > size) {
      chunks.push([]);
      used = 0;
    }
    chunks.at(-1)!.push(place);
    used += tokens[place]!;
  }
  return chunks;
}
