/**
 * Group-relative policy gradients for the controller.
 *
 * @module
 */
import { average } from '../advantage.ts';
import type { OperationCredit } from '../credit/credit-rollout.ts';
import { toCreditRollout } from './credit-group.ts';
import type { Gradient } from './network-gradient.ts';
import type { ControllerEpisode, MadeChoice } from './play-stream.ts';

/** Rollouts of one stream under one limit. */
export type EpisodeGroup = readonly ControllerEpisode[];

/** Adds the policy gradient of a group: `Σ A · ∇ log p(chosen)`, averaged over rollouts. */
export function addPolicyGradient(gradient: Gradient, group: EpisodeGroup, credit: OperationCredit): void {
  const credits = credit.assign(group.map((episode) => toCreditRollout(episode)));
  group.forEach(({ choices }, rollout) => {
    choices.forEach((choice, place) => {
      addChosen(gradient, choice, credits[rollout]![place]! / group.length);
    });
  });
}

function addChosen(gradient: Gradient, choice: MadeChoice, scale: number): void {
  if (scale === 0) return;
  gradient.addChoice(
    choice,
    (option) => scale * (Number(option === choice.chosen) - choice.probabilities[option]!),
  );
}

/** What a batch of rollouts did, for the log. */
export interface ControllerBehaviour {
  readonly reward: number;
  /** Operations per chunk. */
  readonly creates: number;
  readonly reads: number;
  readonly updates: number;
  readonly deletes: number;
  /** Entries at the end. */
  readonly entries: number;
}

/** Summarises rollouts. */
export function summariseEpisodes(episodes: readonly ControllerEpisode[]): ControllerBehaviour {
  const perChunk = (count: (episode: ControllerEpisode) => number): number =>
    average(episodes.map((episode) => count(episode) / episode.stream.chunks.length));
  return {
    reward: average(episodes.map(({ reward }) => reward)),
    creates: perChunk(({ operations }) => operations.create),
    reads: perChunk(({ operations }) => operations.read),
    updates: perChunk(({ operations }) => operations.update),
    deletes: perChunk(({ operations }) => operations.delete),
    entries: average(episodes.map(({ entries }) => entries.length)),
  };
}
