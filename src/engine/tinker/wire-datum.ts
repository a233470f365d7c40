/**
 * Converts validated sequences into the data that servers expect.
 *
 * @module
 */
import type { Loss } from '../engine.ts';
import type { Sequence } from '../sequence.ts';
import { carriesWeight, DEFAULT_CLIP } from '../token-loss.ts';
import type { ServerProfile } from './server-profile.ts';

/** A datum in wire format: lists of 32-bit numbers, as long as the tokens. */
export interface WireDatum {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
  readonly numbers: { readonly [name in 'weights' | 'logprobs' | 'advantages']?: Float32Array };
}

/** A training or scoring pass in wire format. */
export interface WirePass {
  readonly loss: Loss['name'];
  /** Always complete, because server defaults differ. */
  readonly lossConfig?: Readonly<Record<string, number>>;
  readonly data: readonly WireDatum[];
}

/** One request of a pass, with a chunk of its data. */
export interface PassBody extends WirePass {
  readonly modelId: string;
  readonly seqId: number;
  readonly forwardOnly: boolean;
}

/** Builds a pass that returns log-probabilities without a gradient. */
export function scoringPass(sequences: readonly Sequence[]): WirePass {
  const data = sequences.map(({ tokens, targets }) => ({
    tokens,
    targets,
    numbers: { weights: new Float32Array(tokens.length).fill(1) },
  }));
  return { loss: 'cross_entropy', data };
}

/**
 * Builds the pass that adds the summed gradient of a loss on a server of this profile. Returns `undefined`
 * if that needs the model's current log-probabilities; use `weightedPass` then.
 *
 * An averaging server divides datum i by its number of masked tokens, and the total by the number of data.
 * The advantages are multiplied by both beforehand.
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
    // Ratios without a weight are not used, but could overflow.
    const logprobs = sequence.logprobs.map((value, index) => (carries(index) ? value : 0));
    const weights = profile.maskWithPolicyLosses || averaging ? { weights: mask } : {};
    return { ...toTokens(sequence), numbers: { logprobs, advantages, ...weights } };
  });
  return { loss: loss.name, ...toConfig(loss), data };
}

/**
 * Builds cross-entropy as `importance_sampling`. With the model's own log-probabilities the ratio is 1, so
 * the advantages act as weights. If a server divides cross-entropy by the sum of its weights, this is the
 * only way to weight data against each other.
 *
 * @param logprobs log-probabilities of the targets under the model, for each sequence
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

/** Estimates the bytes of a datum in a request. */
export function countBytes({ tokens, numbers }: WireDatum, encoding: ServerProfile['encoding']): number {
  const lists = Object.keys(numbers).length;
  // In JSON, an id takes about 6 characters, and a float as many digits as a double.
  return tokens.length * (encoding === 'json' ? 2 * 6 + lists * 20 : 12 + lists * 4);
}

/** Splits data into chunks that fit into a request, in order. */
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

/** Tells whether dividing by the sum of the weights and by the number of data has no effect. */
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
