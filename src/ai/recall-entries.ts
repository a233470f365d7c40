/**
 * `recallEntries`: finds the entries that `withMemory` shows before a turn.
 *
 * @module
 */
import { type Entry, type EntryId, readSources } from '../memory/entry.ts';
import type { Memory } from '../memory/memory.ts';
import { findAskedAttributes } from './conversation/asked-attributes.ts';
import { listConcepts } from './conversation/concepts.ts';
import { expandQuery } from './conversation/expand-query.ts';
import { isCoreFact } from './conversation/fact.ts';
import { hideOldValues } from './conversation/hide-old-values.ts';
import { type PreparedEntry, prepareEntries } from './conversation/prepared-entry.ts';
import { contentWords } from './conversation/words.ts';

export interface RecallRequest {
  readonly memory: Memory;
  /** The user's message, cut to 2,000 characters. */
  readonly query: string;
  /** Every live entry, oldest first, from a copy that follows the log. */
  readonly entries: () => Promise<readonly Entry[]>;
  /** Characters that the entries may fill, roughly. Default: 1,200, about 300 tokens. */
  readonly characters?: number;
  readonly signal?: AbortSignal;
}

/** Finds entries for a turn, best first. */
export type Recall = (request: RecallRequest) => Promise<readonly Entry[]>;

/** Numbers of search results and profile facts. */
const LEAST_HITS = 24;
const MOST_FACTS = 24;

/** Number of latest notes shown in any case, because a question may use other words than they do. */
const MOST_RECENT = 10;

/** Search results are at least this long on average. */
const SHORTEST_HIT = 50;

/** Messages about the speaker, for which any fact may matter. */
const ABOUT_SELF = /\b(?:I|my|mine|me|we|our|us|myself)\b/i;

/** Questions in any language, except those that are small talk in one or two words. */
const QUESTION = /(?:\p{L}+\P{L}+\p{L}+\P{L}+\p{L}|[^\p{Script=Latin}\P{L}]).*[?？]\s*$/su;

/**
 * Returns the facts that the message asks about, then search results. If the message is more than small talk, core
 * facts about the user follow (name, home, work, health). If it is about the user, their latest other facts follow.
 */
export const recallEntries: Recall = async ({ memory, query, entries, characters = 0, signal }) => {
  const words = contentWords(query);
  if (words.length === 0 && !ABOUT_SELF.test(query)) return [];
  const hits = await memory.read(expandQuery(query), {
    limit: Math.max(LEAST_HITS, Math.ceil(characters / SHORTEST_HIT)),
    signal,
  });
  const asked = new Set(findAskedAttributes(query));
  const named: Entry[] = [];
  const core: Entry[] = [];
  const other: Entry[] = [];
  const { facts, notes } = prepareEntries(await entries());
  for (const { entry, fact } of facts) {
    if (asked.has(fact!.attribute)) named.push(entry);
    else if (isCoreFact(fact!)) core.push(entry);
    else other.push(entry);
  }
  const profile = [
    ...(words.length > 1 ? latest(core) : []),
    ...(ABOUT_SELF.test(query) || QUESTION.test(query) ? latest(other) : []),
  ];
  const found = new Map<EntryId, Entry>();
  const recent =
    words.length > 3 || QUESTION.test(query) || (words.length > 1 && ABOUT_SELF.test(query))
      ? notes
          .slice(-MOST_RECENT)
          .map(({ entry }) => entry)
          .reverse()
      : [];
  const near = [...listNeighbours(hits, notes), ...listSiblings(query, hits, notes)];
  for (const entry of [
    ...latest(named),
    ...hits.slice(0, MOST_FIRST),
    ...near,
    ...hits.slice(MOST_FIRST),
    ...profile.slice(0, MOST_FACTS),
    ...recent,
  ]) {
    if (!found.has(entry.id)) found.set(entry.id, entry);
  }
  return hideOldValues(query, [...found.values()]);
};

/** Number of search results whose neighbours are shown, and number of results shown before them. */
const MOST_EXTENDED = 10;
const MOST_FIRST = 20;

/** In a dialogue between people, the answer is often next to the turn that shares the question's words. */
function listNeighbours(hits: readonly Entry[], notes: readonly PreparedEntry[]): readonly Entry[] {
  const spoken = hits.slice(0, MOST_EXTENDED).filter(({ meta }) => meta.speaker !== 'user');
  if (spoken.length === 0) return [];
  const wanted = new Set(spoken.map(({ id }) => id));
  return notes.flatMap(({ entry }, place) =>
    wanted.has(entry.id)
      ? [notes[place + 1], notes[place - 1]].flatMap((note) => (note === undefined ? [] : [note.entry]))
      : [],
  );
}

/** Other notes of the turns that the best results came from, if they share words with the message. */
function listSiblings(
  query: string,
  hits: readonly Entry[],
  notes: readonly PreparedEntry[],
): readonly Entry[] {
  const sources = new Set(hits.slice(0, MOST_SPLIT).flatMap((entry) => readSources(entry)));
  const asked = new Set(listConcepts(query));
  return notes.flatMap(({ entry, frame }) =>
    entry.meta.speaker === 'user' &&
    readSources(entry).some((source) => sources.has(source)) &&
    [...frame().concepts].filter((concept) => asked.has(concept)).length >= LEAST_SHARED
      ? [entry]
      : [],
  );
}

/** Number of best results whose turns are looked up, and number of words that their other notes share with the message. */
const MOST_SPLIT = 3;
const LEAST_SHARED = 2;

function latest(entries: Entry[]): readonly Entry[] {
  return entries.sort((one, other) => other.updatedAt - one.updatedAt).slice(0, MOST_FACTS);
}
