/**
 * What the controller sees of memory in training, where there is no retriever: the same parts, found by the rules' scores.
 *
 * @module
 */

import { compareText } from '../../learned/comparison.ts';
import {
  type Choose,
  decideRead,
  isLimited,
  type Mind,
  MOST_READS,
  writeNameQuery,
} from '../../learned/decide.ts';
import { rangeWorth } from '../../learned/look-around.ts';
import type { Held, Sight } from '../../learned/scene.ts';
import { type Profile, readNames } from '../../rules/profile.ts';
import { flatten } from '../../rules/terms.ts';

/** Entries that a view or a Read shows, as the product does by default. */
const SHOWN = 6;

/** Entries in sight, in the order of memory, and the number of Reads that show them. */
export interface Look {
  readonly entries: readonly Held[];
  readonly reads: number;
}

/** Looks at memory as the policy does. */
export function simulateLook(mind: Mind, memory: Sight, choose: Choose): Look {
  const { entries, documents, room } = memory;
  const seen = new Set<Held>();
  let sight: Sight = memory;
  const add = (found: readonly Held[]): void => {
    const before = seen.size;
    for (const entry of found) seen.add(entry);
    if (seen.size > before || sight === memory) sight = { ...memory, entries: [...seen] };
  };
  add(findForQuestions(mind, entries));
  const read: string[] = [];
  while (read.length < MOST_READS) {
    const chosen = decideRead(mind, sight, { read, choose });
    if (chosen === undefined) break;
    read.push(writeNameQuery(chosen.profile));
    add(findNamed(chosen.profile, entries));
  }
  const readsByWorth = documents.length === 0 || isLimited(room);
  if (readsByWorth) {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = rangeWorth(mind, sight);
    add(entries.filter(({ worth = 0 }) => worth >= from && worth <= to));
  }
  const inOrder = entries.filter((entry) => seen.has(entry));
  return { entries: inOrder, reads: read.length + Number(readsByWorth) };
}

/** Returns the entries that a view for the questions shows. */
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
  const shared = (entry: Held): number =>
    names.filter((name) => name.trim() !== '' && entry.profile.flat.includes(name)).length;
  return entries
    .map((entry) => ({ entry, count: shared(entry) }))
    .filter(({ count }) => count > 0)
    .sort((left, right) => right.count - left.count)
    .slice(0, SHOWN)
    .map(({ entry }) => entry);
}
