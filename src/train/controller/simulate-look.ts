/**
 * What the controller sees of memory in training. There is no retriever: the view and searches are simulated by the scores
 * of the rules and by shared names.
 *
 * @module
 */
import type { Choose } from '../../learned/choice.ts';
import { compareText } from '../../learned/comparison.ts';
import type { Mind } from '../../learned/mind.ts';
import { type PlannedRead, planReads } from '../../learned/plan-reads.ts';
import type { Held, Sight } from '../../learned/scene.ts';
import { type Profile, readNames } from '../../rules/profile.ts';
import { flatten } from '../../rules/terms.ts';

/** Entries that a view or a search shows by default. */
const SHOWN = 6;

/** Entries in sight, in the order of memory, and the number of Reads that found them. */
export interface Look {
  readonly entries: readonly Held[];
  readonly reads: number;
}

/** Makes the Reads that the policy would make. `memory` has all entries. */
export function simulateLook(mind: Mind, memory: Sight, choose: Choose): Look {
  const { entries } = memory;
  const seen = new Set<Held>(findForQuestions(mind, entries));
  let sight: Sight = { ...memory, entries: [...seen] };
  let reads = 0;
  const plan = planReads(mind, sight, choose);
  for (let step = plan.next(); step.done !== true; step = plan.next(sight)) {
    reads += 1;
    const before = seen.size;
    for (const entry of readEntries(step.value, entries)) seen.add(entry);
    if (seen.size > before) sight = { ...memory, entries: [...seen] };
  }
  return { entries: entries.filter((entry) => seen.has(entry)), reads };
}

function readEntries(planned: PlannedRead, entries: readonly Held[]): readonly Held[] {
  if (planned.by === 'names') return findNamed(planned.profile, entries);
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = planned.range;
  return entries.filter(({ worth = 0 }) => worth >= from && worth <= to);
}

/** Returns the entries that a view of the questions shows. */
function findForQuestions(mind: Mind, entries: readonly Held[]): readonly Held[] {
  return entries
    .map((entry) => ({ entry, score: scoreByQuestions(mind, entry) }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score)
    .slice(0, SHOWN)
    .map(({ entry }) => entry);
}

function scoreByQuestions({ questions }: Mind, { profile }: Held): number {
  return Math.max(...questions.map((question) => compareText(question, profile).direct));
}

/** Returns the entries that share most names with a text. */
function findNamed(profile: Profile, entries: readonly Held[]): readonly Held[] {
  const names = [profile.title, ...readNames(profile)].map(flatten);
  const countShared = (entry: Held): number =>
    names.filter((name) => name.trim() !== '' && entry.profile.flat.includes(name)).length;
  return entries
    .map((entry) => ({ entry, count: countShared(entry) }))
    .filter(({ count }) => count > 0)
    .sort((left, right) => right.count - left.count)
    .slice(0, SHOWN)
    .map(({ entry }) => entry);
}
