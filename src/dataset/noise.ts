import { createRandom, type Random } from '../shared/random.ts';
import type { SourceDocument } from '../task/observation.ts';
import { alterFact } from './noise-facts.ts';
import type { DocumentStream } from './stream-builder.ts';

/** Documents to insert, as shares of the stream's own, 0 to 1. */
export interface NoiseOptions {
  /**
   * Repeats: the same document again, later in the stream, opened by a few words so that its text is not
   * equal to the first. It keeps the id: who remembers the repeat has the evidence.
   */
  readonly duplicates?: number;
  /**
   * False claims: a document of the same title whose fact is changed, which says of itself that it was found
   * to be false; before or after the true one.
   */
  readonly contradictions?: number;
  /**
   * Outdated versions: a document of the same title whose fact is changed, which says of itself that it has
   * been replaced; always before the true one, so that the latest word is right.
   */
  readonly superseded?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Wrong answers to put in the place of right ones, such as the answers of other questions. */
  readonly decoys?: readonly string[];
}

export type NoiseKind = 'duplicate' | 'contradiction' | 'superseded';

/** What was inserted where. */
export interface Insertion {
  readonly kind: NoiseKind;
  /** 0-based place in the noisy stream. */
  readonly place: number;
  /** The document that it repeats or speaks against. */
  readonly of: string;
}

export interface NoisyStream extends DocumentStream {
  readonly inserted: readonly Insertion[];
}

const REPEATS = ['Once more: ', 'As noted before: ', 'To repeat: ', 'Again: '];
const FALSE_CLAIM = 'The following claim was checked and found to be false. ';
const OUTDATED = 'Outdated version, since replaced by a corrected one. ';

/**
 * A stream with disturbances that a good memory sees through. Its own documents stay as they are and in
 * their order, questions and evidence too, and the answer stays well defined: a repeat says nothing new,
 * and every document with a changed fact says in its first sentence that it is not to be believed, holds
 * no accepted answer (yes and no aside), and is no evidence. Evidence is disturbed first: it is what the
 * answer hangs on. Documents in which no fact can be changed safely are passed over, so that fewer
 * than asked for may be inserted; `inserted` says which. Equal arguments give equal streams to the byte.
 *
 * @example addNoise(stream, { superseded: 0.1, decoys: ['Paris', '1912'] })
 */
export function addNoise(stream: DocumentStream, options: NoiseOptions): NoisyStream {
  const { seed = 1, decoys = [] } = options;
  const kinds: readonly (readonly [NoiseKind, number | undefined])[] = [
    ['duplicate', options.duplicates],
    ['contradiction', options.contradictions],
    ['superseded', options.superseded],
  ];
  const additions = kinds.flatMap(([kind, share = 0]) => {
    checkShare(kind, share);
    const random = createRandom(`${seed}/${kind}/${stream.id}`);
    return additionsOf(kind, Math.round(share * stream.documents.length), { stream, decoys, random });
  });
  const placed = [
    ...stream.documents.map((document, place) => ({ document, at: place, addition: undefined })),
    ...additions.map((addition) => ({ document: addition.document, at: addition.at, addition })),
  ].sort((one, other) => one.at - other.at);
  return {
    ...stream,
    documents: placed.map(({ document }) => document),
    inserted: placed.flatMap(({ addition }, place) =>
      addition === undefined ? [] : [{ kind: addition.kind, place, of: addition.of }],
    ),
  };
}

interface Addition {
  readonly kind: NoiseKind;
  readonly of: string;
  readonly document: SourceDocument;
  /** Between the places of two documents of the stream. */
  readonly at: number;
}

interface Source {
  readonly stream: DocumentStream;
  readonly decoys: readonly string[];
  readonly random: Random;
}

function additionsOf(kind: NoiseKind, count: number, source: Source): readonly Addition[] {
  const { stream, random } = source;
  const support = new Set(stream.questions.flatMap((question) => question.support));
  const order = random.shuffle(stream.documents.map((document, place) => ({ document, place })));
  const evidenceFirst = [
    ...order.filter(({ document }) => support.has(document.id)),
    ...order.filter(({ document }) => !support.has(document.id)),
  ];
  const additions: Addition[] = [];
  for (const { document, place } of evidenceFirst) {
    if (additions.length === count) break;
    const added = disturbed(kind, document, source);
    if (added === undefined) continue;
    additions.push({ kind, of: document.id, document: added, at: placeFor(kind, place, source) });
  }
  return additions;
}

function disturbed(kind: NoiseKind, document: SourceDocument, source: Source): SourceDocument | undefined {
  const { random, decoys, stream } = source;
  if (kind === 'duplicate') {
    return { ...document, text: `${REPEATS[random.integer(REPEATS.length)]}${document.text}` };
  }
  const answers = stream.questions.flatMap((question) => question.answers);
  const text = alterFact(document.text, { answers, decoys, random });
  if (text === undefined) return undefined;
  const opening = kind === 'contradiction' ? FALSE_CLAIM : OUTDATED;
  return { id: `${document.id}#${kind}`, title: document.title, text: `${opening}${text}` };
}

/** A repeat comes after, an outdated version before, a false claim anywhere. */
function placeFor(kind: NoiseKind, place: number, { stream, random }: Source): number {
  const count = stream.documents.length;
  const from = kind === 'duplicate' ? place + 1 : 0;
  const to = kind === 'superseded' ? place : count;
  return from + random.integer(to - from + 1) - 0.5;
}

function checkShare(kind: NoiseKind, share: number): void {
  if (share >= 0 && share <= 1) return;
  throw new Error(`noise: the share of kind "${kind}" is ${share}; give a number from 0 to 1`);
}
