/**
 * `addNoise`: repeats, false claims and outdated versions in a document stream.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { createRandom, type Random } from '../shared/random.ts';
import type { SourceDocument } from '../task/observation.ts';
import { alterFact } from './noise-facts.ts';
import type { DocumentStream } from './stream-builder.ts';

/** Documents to insert, each kind as a share (0 to 1) of the documents in the stream. */
export interface NoiseOptions {
  /**
   * Repeats: the same document later in the stream, with a few words in front so that the texts differ. It
   * keeps the id, so the repeat counts as evidence too.
   */
  readonly duplicates?: number;
  /**
   * False claims: a document with the same title and a changed fact, which says that the claim was found to
   * be false. It comes before or after the true document.
   */
  readonly contradictions?: number;
  /**
   * Outdated versions: a document with the same title and a changed fact, which says that it was replaced.
   * It always comes before the true document, so the latest version is correct.
   */
  readonly superseded?: number;
  /** Default: 1. */
  readonly seed?: number;
  /** Wrong answers that replace right ones, such as the answers of other questions. */
  readonly decoys?: readonly string[];
}

export type NoiseKind = 'duplicate' | 'contradiction' | 'superseded';

/** A document that was inserted. */
export interface Insertion {
  readonly kind: NoiseKind;
  /** 0-based position in the noisy stream. */
  readonly place: number;
  /** Id of the document that it repeats or contradicts. */
  readonly of: string;
}

export interface NoisyStream extends DocumentStream {
  readonly inserted: readonly Insertion[];
}

const REPEATS = ['Once more: ', 'As noted before: ', 'To repeat: ', 'Again: '];
const FALSE_CLAIM = 'The following claim was checked and found to be false. ';
const OUTDATED = 'Outdated version, since replaced by a corrected one. ';

/**
 * Inserts documents that a good memory sees through. The documents of the stream keep their text and order,
 * and the answers stay correct: a repeat says nothing new, and a document with a changed fact says so in its
 * first sentence, is not evidence, and holds no accepted answer (except yes and no).
 *
 * Evidence is disturbed first. Documents in which no fact can be changed safely are skipped, so fewer
 * documents than asked for can be inserted; `inserted` lists them. Equal arguments give equal streams.
 *
 * @throws AtomMemError `bad-option` for a share out of range
 * @example
 * const noisy = addNoise(stream, { superseded: 0.1, decoys: ['Paris', '1912'] });
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
    return chooseAdditions(kind, Math.round(share * stream.documents.length), { stream, decoys, random });
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
  /** A position between those of two documents of the stream. */
  readonly at: number;
}

interface Source {
  readonly stream: DocumentStream;
  readonly decoys: readonly string[];
  readonly random: Random;
}

function chooseAdditions(kind: NoiseKind, count: number, source: Source): readonly Addition[] {
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
    const added = disturb(kind, document, source);
    if (added === undefined) continue;
    additions.push({ kind, of: document.id, document: added, at: choosePlace(kind, place, source) });
  }
  return additions;
}

function disturb(kind: NoiseKind, document: SourceDocument, source: Source): SourceDocument | undefined {
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

/** A repeat comes after the document, an outdated version before it, a false claim anywhere. */
function choosePlace(kind: NoiseKind, place: number, { stream, random }: Source): number {
  const count = stream.documents.length;
  const from = kind === 'duplicate' ? place + 1 : 0;
  const to = kind === 'superseded' ? place : count;
  return from + random.integer(to - from + 1) - 0.5;
}

function checkShare(kind: NoiseKind, share: number): void {
  if (share >= 0 && share <= 1) return;
  throw new AtomMemError('bad-option', {
    problem: `the share of noise of the kind "${kind}" is ${share}`,
    remedy: 'Give a number from 0 to 1',
    details: { option: kind, value: share },
  });
}
