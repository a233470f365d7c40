/**
 * The objective of the privileged teacher: evidence must outrank the texts that just fit.
 *
 * @module
 */
import type { Room } from '../../rules/keep-best.ts';

/** A text that competes for a place. */
export interface Rival {
  readonly logit: number;
  /** Characters that it takes in memory. */
  readonly size: number;
  readonly isEvidence: boolean;
}

/** Factor on the distance to the boundary. With a low one, evidence far from the boundary also counts. */
const STEEPNESS = 0.3;

/** Ranks around the boundary, counted from the best text that does not fit, and their weights. */
const BOUNDARY = [
  { rank: -1, weight: 0.25 },
  { rank: 0, weight: 0.5 },
  { rank: 1, weight: 0.25 },
] as const;

/**
 * Estimates how much evidence finds a place: `Σ σ(STEEPNESS · (logit − boundary))` over evidence, where the boundary is
 * the logit of the other texts that just fit or just do not. Returns it with its gradient by logit.
 *
 * Unlike a log-likelihood, the sum is bounded, so evidence that no feature identifies has little influence.
 */
export function judgePlaces(
  rivals: readonly Rival[],
  room: Room,
): { readonly value: number; readonly slopes: Float64Array } {
  const slopes = new Float64Array(rivals.length);
  const others = listPlaces(rivals, false).sort((left, right) => rivals[right]!.logit - rivals[left]!.logit);
  const evidence = listPlaces(rivals, true);
  const fitting = countFitting(rivals, { others, evidence, room });
  let value = 0;
  if (fitting === others.length) return { value: evidence.length, slopes };
  for (const own of evidence)
    for (const { rank, weight } of BOUNDARY) {
      const other = others[Math.min(others.length - 1, Math.max(0, fitting + rank))]!;
      const odds = Math.exp(STEEPNESS * (rivals[other]!.logit - rivals[own]!.logit));
      const share = 1 / (1 + odds);
      const slope = weight * STEEPNESS * share * (1 - share);
      value += weight * share;
      slopes[own]! += slope;
      slopes[other]! -= slope;
    }
  return { value, slopes };
}

function listPlaces(rivals: readonly Rival[], isEvidence: boolean): number[] {
  return rivals.flatMap((rival, place) => (rival.isEvidence === isEvidence ? [place] : []));
}

/** Counts how many of the best other texts fit next to all evidence. */
function countFitting(
  rivals: readonly Rival[],
  given: { readonly others: readonly number[]; readonly evidence: readonly number[]; readonly room: Room },
): number {
  const { others, evidence, room } = given;
  const places = Math.max(0, (room.entries ?? Number.POSITIVE_INFINITY) - evidence.length);
  let left = room.characters ?? Number.POSITIVE_INFINITY;
  for (const place of evidence) left -= rivals[place]!.size;
  let fitting = 0;
  for (const place of others) {
    left -= rivals[place]!.size;
    if (left < 0 || fitting >= places) break;
    fitting += 1;
  }
  return fitting;
}
