import type { Loss } from '../engine.ts';
import type { Sequence } from '../sequence.ts';
import { carriesWeight, DEFAULT_CLIP } from '../token-loss.ts';
import type { ServerProfile } from './server-profile.ts';

/** A datum as it goes to a server: lists of 32-bit numbers, as long as the tokens. */
export interface WireDatum {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
  readonly numbers: { readonly [name in 'weights' | 'logprobs' | 'advantages']?: Float32Array };
}

/** What one pass asks of a server. */
export interface WirePass {
  readonly loss: Loss['name'];
  /** Always sent in full: servers have defaults of their own. */
  readonly lossConfig?: Readonly<Record<string, number>>;
  readonly data: readonly WireDatum[];
}

/** One request for a pass: a chunk of its data. */
export interface PassBody extends WirePass {
  readonly modelId: string;
  readonly seqId: number;
  readonly forwardOnly: boolean;
}

/** Log-probabilities of the targets, without a gradient. */
export function scoringPass(sequences: readonly Sequence[]): WirePass {
  const data = sequences.map(({ tokens, targets }) => ({
    tokens,
    targets,
    numbers: { weights: new Float32Array(tokens.length).fill(1) },
  }));
  return { loss: 'cross_entropy', data };
}

/**
 * The pass that gives the summed gradient of a loss on a server of this profile, or `undefined` where the
 * model's present log-probabilities are needed for it: see `weightedPass`.
 *
 * A server that averages divides datum i by its number of masked tokens and all by the number of data: the
 * advantages are multiplied by both beforehand.
 */
export function gradientPass(
  sequences: readonly Sequence[],
  loss: Loss,
  profile: ServerProfile,
): WirePass | undefined {
  const averaging = profile.reduction === 'datum-mean';
  if (loss.name === 'cross_entropy') {
    if (averaging && !sequences.every((sequence) => isAverage(sequence, sequences.length))) return undefined;
    const data = sequences.map(({ tokens, targets, weights }) => ({ tokens, targets, numbers: { weights } }));
    return { loss: 'cross_entropy', data };
  }
  const data = sequences.map((sequence) => {
    const carries = (index: number): boolean => carriesWeight(loss, sequence, index);
    const { advantages, mask } = scaled(
      sequence,
      carries,
      averaging ? sequences.length : undefined,
      (index) => {
        return sequence.weights[index]! * sequence.advantages[index]!;
      },
    );
    // A ratio to a log-probability that means nothing could overflow.
    const logprobs = sequence.logprobs.map((value, index) => (carries(index) ? value : 0));
    const weights = profile.maskWithPolicyLosses || averaging ? { weights: mask } : {};
    return { ...toTokens(sequence), numbers: { logprobs, advantages, ...weights } };
  });
  return { loss: loss.name, ...toConfig(loss), data };
}

/**
 * Cross-entropy in the words of `importance_sampling`: with the model's own log-probabilities the ratio is 1,
 * so that the gradient is the advantage's. A server that divides cross-entropy by the sum of its weights
 * leaves no other way to say how much one datum counts against another.
 *
 * @param logprobs the model's log-probabilities of the targets, for each sequence
 */
export function weightedPass(
  sequences: readonly Sequence[],
  logprobs: readonly (readonly number[])[],
): WirePass {
  const data = sequences.map((sequence, place) => {
    const carries = (index: number): boolean => sequence.weights[index] !== 0;
    const { advantages, mask } = scaled(
      sequence,
      carries,
      sequences.length,
      (index) => sequence.weights[index]!,
    );
    const own = Float32Array.from(logprobs[place]!, (value, index) => (carries(index) ? value : 0));
    return { ...toTokens(sequence), numbers: { logprobs: own, advantages, weights: mask } };
  });
  return { loss: 'importance_sampling', data };
}

/** Bytes that a datum takes in a request, about. */
export function countBytes({ tokens, numbers }: WireDatum, encoding: ServerProfile['encoding']): number {
  const lists = Object.keys(numbers).length;
  // In JSON an id takes some 6 characters, and a number as many digits as a double has.
  return tokens.length * (encoding === 'json' ? 2 * 6 + lists * 20 : 12 + lists * 4);
}

/** Data in their order, in chunks that a request may hold. */
export function splitRequests(
  data: readonly WireDatum[],
  encoding: ServerProfile['encoding'],
  limits: { readonly chunkData: number; readonly chunkBytes: number },
): readonly (readonly WireDatum[])[] {
  const chunks: WireDatum[][] = [];
  let bytes = 0;
  for (const datum of data) {
    const size = countBytes(datum, encoding);
    const chunk = chunks.at(-1);
    if (chunk === undefined || chunk.length >= limits.chunkData || bytes + size > limits.chunkBytes) {
      chunks.push([datum]);
      bytes = size;
    } else {
      chunk.push(datum);
      bytes += size;
    }
  }
  return chunks;
}

function scaled(
  { tokens }: Sequence,
  carries: (index: number) => boolean,
  averagedOver: number | undefined,
  advantage: (index: number) => number,
): { readonly advantages: Float32Array; readonly mask: Float32Array } {
  const mask = Float32Array.from(tokens, (_, index) => (carries(index) ? 1 : 0));
  const counted = mask.reduce((sum, value) => sum + value, 0);
  const scale = averagedOver === undefined ? 1 : averagedOver * counted;
  const advantages = Float32Array.from(tokens, (_, index) => (carries(index) ? scale * advantage(index) : 0));
  return { advantages, mask };
}

/** Whether dividing by the sum of the weights and by the number of data changes nothing. */
function isAverage({ weights }: Sequence, data: number): boolean {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.every((weight) => weight >= 0) && Math.abs(sum * data - 1) < 1e-6;
}

function toTokens({ tokens, targets }: Sequence): Pick<WireDatum, 'tokens' | 'targets'> {
  return { tokens, targets };
}

function toConfig(loss: Loss): Pick<WirePass, 'lossConfig'> {
  if (loss.name !== 'ppo') return {};
  const { clipLow = DEFAULT_CLIP.low, clipHigh = DEFAULT_CLIP.high } = loss;
  return { lossConfig: { clip_low_threshold: clipLow, clip_high_threshold: clipHigh } };
}
