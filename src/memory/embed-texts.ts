/**
 * Asks an embedder for vectors, and finds the texts that it cannot embed.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { Embedder, EmbeddingRole } from './embedder.ts';

export interface EmbedOptions {
  /** Largest number of texts in one call of the embedder. Default: 256. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/** A text that the embedder refuses, by its position. */
export interface RefusedText {
  readonly position: number;
  /** The embedder's error message, or the problem with the vector. */
  readonly reason: string;
}

/** An entry that search by meaning cannot find, because the embedder refuses its text. */
export interface UnembeddedEntry {
  readonly id: string;
  readonly reason: string;
}

/**
 * Embeds every text.
 *
 * @throws AtomMemError `bad-vector` if the embedder does not return one finite vector for each text
 */
export async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  role: EmbeddingRole,
  signal?: AbortSignal,
): Promise<readonly Float32Array[]> {
  const vectors = await embedder.embed(texts, role, signal);
  const fault = findFault(embedder, texts, vectors);
  if (fault === undefined) return vectors;
  throw badVector(fault);
}

/**
 * Embeds the texts that the embedder accepts. A failed call is repeated with half of its texts, down to
 * single ones, so that one bad text does not block the others.
 * @returns one vector for each text, `undefined` for those in `refused`.
 * @throws what the embedder throws, if it fails for a short plain text too: then it is out of order.
 */
export async function embedAccepted(
  embedder: Embedder,
  texts: readonly string[],
  { batchSize = 256, signal, role = 'entry' }: EmbedOptions & { readonly role?: EmbeddingRole } = {},
): Promise<{
  readonly vectors: readonly (Float32Array | undefined)[];
  readonly refused: readonly RefusedText[];
}> {
  const vectors: (Float32Array | undefined)[] = texts.map(() => undefined);
  const refused: RefusedText[] = [];
  let works: boolean | undefined;
  let length: number | undefined;

  async function embedRange(start: number, end: number): Promise<void> {
    signal?.throwIfAborted();
    const failure = await tryRange(start, end);
    if (failure === undefined) return;
    signal?.throwIfAborted();
    works ??= await isWorking(embedder, signal);
    if (!works) throw failure;
    if (end - start === 1) {
      refused.push({ position: start, reason: describe(failure) });
      return;
    }
    const middle = Math.ceil((start + end) / 2);
    await embedRange(start, middle);
    await embedRange(middle, end);
  }

  async function tryRange(start: number, end: number): Promise<unknown> {
    const part = texts.slice(start, end);
    try {
      const found = await embedTexts(embedder, part, role, signal);
      length ??= found[0]?.length;
      if (found.length > 0 && found[0]!.length !== length) {
        throw badVector(
          `embedder ${embedder.name} returned vectors of ${length} and of ${found[0]!.length} values`,
        );
      }
      for (const [index, vector] of found.entries()) vectors[start + index] = vector;
      return undefined;
    } catch (cause) {
      return cause ?? new Error('unknown');
    }
  }

  for (let start = 0; start < texts.length; start += batchSize) {
    await embedRange(start, Math.min(texts.length, start + batchSize));
  }
  return { vectors, refused };
}

/** Any embedder can embed this. One that cannot is unreachable, or configured wrongly. */
const PROBE = 'hello';

async function isWorking(embedder: Embedder, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await embedTexts(embedder, [PROBE], 'entry', signal);
    return true;
  } catch {
    return false;
  }
}

function findFault(
  { name }: Embedder,
  texts: readonly string[],
  vectors: readonly Float32Array[],
): string | undefined {
  if (!Array.isArray(vectors)) return `embedder ${name} returned ${typeof vectors}, not a list of vectors`;
  if (vectors.length !== texts.length) {
    return `embedder ${name} returned ${vectors.length} vectors for ${texts.length} texts`;
  }
  const length = vectors[0]?.length ?? 0;
  for (const vector of vectors) {
    if (!(vector instanceof Float32Array) || vector.length === 0) {
      return `embedder ${name} returned ${describeVector(vector)} for a text`;
    }
    if (vector.length !== length) {
      return `embedder ${name} returned vectors of ${length} and of ${vector.length} values`;
    }
    if (!hasOnlyFinite(vector)) {
      return `embedder ${name} returned ${vector.find((value) => !Number.isFinite(value))} in a vector`;
    }
  }
  return undefined;
}

function describeVector(vector: unknown): string {
  if (vector instanceof Float32Array) return 'an empty vector';
  if (Array.isArray(vector)) return 'an array, not a Float32Array';
  return vector === null ? 'null' : typeof vector;
}

/** The product with zero is zero, or NaN for a value that is not finite: one sum is faster than many tests. */
function hasOnlyFinite(vector: Float32Array): boolean {
  let sum = 0;
  for (let place = 0; place < vector.length; place++) sum += vector[place]! * 0;
  return sum === 0;
}

function badVector(problem: string): AtomMemError<'bad-vector'> {
  return new AtomMemError('bad-vector', {
    problem,
    remedy: 'Return one finite vector per text, in order. If the server cuts long lists, lower "batchSize"',
  });
}

function describe(cause: unknown): string {
  const message = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ').trim();
  return message.length > 200 ? `${message.slice(0, 199)}…` : message;
}
