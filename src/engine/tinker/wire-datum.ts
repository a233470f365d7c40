/**
 * Converts validated sequences into the data that servers expect.
 *
 * @module
 */
import type { Loss } from '../engine.ts';
import { type ClippedLoss, carriesWeight, findClip, isClipped } from '../loss/token-loss.ts';
import type { Sequence } from '../sequence.ts';
import type { ServerProfile } from './server-profile.ts';

/** The names of the lists of a datum, besides the target tokens. */
export type WireList =
  | 'weights'
  | 'logprobs'
  | 'advantages'
  | 'old_logprobs'
  | 'sequence_ratio_mask'
  | 'clip_low_threshold'
  | 'clip_high_threshold';

/** A datum in wire format: lists of 32-bit numbers, as long as the tokens. */
export interface WireDatum {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
  readonly numbers: { readonly [name in WireList]?: Float32Array };
}

/** A training or scoring pass in wire format. */
export interface WirePass {
  readonly loss: Loss['name'];
  /** Always complete, because server defaults differ. */
  readonly lossConfig?: Readonly<Record<string, number | string>>;
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
 * if the server cannot compute it from these inputs; use `weightedPass` then.
 *
 * An averaging server divides datum i by its number of masked tokens, and the total by the number of data.
 * The advantages are multiplied by both beforehand.
 */
export function gradientPass(
  sequences: readonly Sequence[],
  loss: Loss,
  profile: ServerProfile,
): WirePass | undefined {
  if (loss.name === 'custom' || !profile.losses.includes(loss.name)) return undefined;
  const ownClips = sequences.some(({ clip }) => clip !== undefined);
  if (ownClips && !profile.clipPerDatum) return undefined;
  const averaging = profile.reduction === 'datum-mean';
  if (loss.name === 'cross_entropy') {
    if (averaging && !sequences.every((sequence) => isAverage(sequence, sequences.length))) return undefined;
    const data = sequences.map((sequence) => toWire(sequence, { weights: sequence.weights }));
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
    const ratioMask = loss.name === 'gspo' && profile.sequenceRatioMask ? { sequence_ratio_mask: mask } : {};
    const clip = ownClips && isClipped(loss) ? clipLists(loss, sequence) : {};
    return toWire(sequence, { logprobs, advantages, ...weights, ...ratioMask, ...clip });
  });
  return { loss: loss.name, ...toConfig(loss), data };
}

/**
 * Builds a pass whose gradient is that of any loss with these slopes. On a server that sums, it is
 * cross-entropy with the negative slopes as weights. A server that averages divides cross-entropy by the sum
 * of its weights. There, it is `importance_sampling` with the model's own log-probabilities: the ratio is 1,
 * so the advantages act as weights.
 *
 * @param logprobs log-probabilities of the targets under the model, for each sequence
 * @param slopes derivatives of the loss with respect to them
 */
export function weightedPass(
  sequences: readonly Sequence[],
  logprobs: readonly ArrayLike<number>[],
  slopes: readonly ArrayLike<number>[],
  profile: ServerProfile,
): WirePass {
  if (profile.reduction === 'sum') {
    const data = sequences.map((sequence, place) =>
      toWire(sequence, { weights: Float32Array.from(slopes[place]!, (slope) => -slope) }),
    );
    return { loss: 'cross_entropy', data };
  }
  const data = sequences.map((sequence, place) => {
    const carries = (index: number): boolean => slopes[place]![index] !== 0;
    const { advantages, mask } = scaled(
      sequence,
      carries,
      sequences.length,
      (index) => -slopes[place]![index]!,
    );
    const own = Float32Array.from(logprobs[place]!, (value, index) => (carries(index) ? value : 0));
    return toWire(sequence, { logprobs: own, advantages, weights: mask });
  });
  return { loss: 'importance_sampling', data };
}

/** Builds the pass of a custom loss that the server has under this id. */
export function customPass(sequences: readonly Sequence[], lossId: string): WirePass {
  const data = sequences.map((sequence) => {
    const trained = (values: Float32Array): Float32Array =>
      values.map((value, index) => (sequence.weights[index] === 0 ? 0 : value));
    return toWire(sequence, {
      old_logprobs: trained(sequence.logprobs),
      advantages: trained(sequence.advantages),
      weights: sequence.weights,
    });
  });
  return { loss: 'custom', lossConfig: { loss_id: lossId }, data };
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

function toWire({ tokens, targets }: Sequence, numbers: WireDatum['numbers']): WireDatum {
  return { tokens, targets, numbers };
}

/** The protocol does not state the shape of these inputs. One value per token fits every aligned list. */
function clipLists(loss: ClippedLoss, sequence: Sequence): WireDatum['numbers'] {
  const { low, high } = findClip(loss, sequence);
  const list = (value: number): Float32Array => new Float32Array(sequence.tokens.length).fill(value);
  return { clip_low_threshold: list(low), clip_high_threshold: list(high) };
}

function toConfig(loss: Loss): Pick<WirePass, 'lossConfig'> {
  if (!isClipped(loss)) return {};
  const { low, high } = findClip(loss, {});
  return { lossConfig: { clip_low_threshold: low, clip_high_threshold: high } };
}
