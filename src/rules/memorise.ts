/**
 * The memorising step: which documents of a chunk become entries, and how the shown entries change.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';
import { bridges, contentQuery } from './bridge.ts';
import { consolidate, shownEntries } from './consolidate.ts';
import { type Chain, extendChains } from './extend-chains.ts';
import {
  type Profile,
  profileDocument,
  profileEntry,
  profileQuestion,
  type QuestionProfile,
  sectionsToEntry,
} from './profile.ts';
import { type Ranked, rank } from './relevance.ts';
import {
  type AskedNames,
  packLines,
  readAsked,
  readScratchpad,
  toClaim,
  writeScratchpad,
} from './scratchpad.ts';
import { defaultSettings, keptShare } from './settings.ts';
import type { MemoriseInput, RelatedEntry, ShownEntry } from './types.ts';

/** Decides on one chunk. A pure function of its input. */
export function memorise(input: MemoriseInput): Operation[] {
  const settings = { ...defaultSettings, ...input.settings };
  const documents = input.documents.map(profileDocument);
  const entries = input.entries.map(profileEntry);
  const noted = readScratchpad(input.scratchpad, input.scratchpadMeta);
  const questions = input.questions.map((question) => profileQuestion(question, documents));
  const everything = [...noted, ...withoutNoted(entries.flat(), noted), ...documents];
  const rankings = questions.map((question) => rank(question, everything));
  const best = raiseBest(rankings, input.scratchpadMeta);
  const share = keptShare(settings, questions.length);
  const { kept, floors } = selectDocuments(documents, rankings, share, best);
  const chains: readonly EntryChain[] = [
    ...(input.related ?? []).map((entry) => ({ entry, sections: profileEntry(entry) })),
    ...kept.map((profile) => ({ sections: [profile] })),
  ];
  const { grown, started } = extendChains(chains, documents, settings);
  const shown = shownEntries(entries, rankings, questions);
  const { operations, absorbed } = consolidate(
    shown.filter(({ slot }) => !isExtended(input.entries[slot - 1]!, grown)),
    kept,
    floors.map((floor) => floor * dropFactor),
    settings,
  );
  const turn = typeof input.scratchpadMeta.turn === 'number' ? input.scratchpadMeta.turn + 1 : 0;
  const asked = readAsked(input.scratchpadMeta);
  const names = namesToRead(questions, rankings, turn, asked);
  const claims = rankings.map((ranking, place) => toClaim(place, ranking));
  const meta = {
    turn,
    asked: asked.add(names, askedNames),
    best: best.join(' '),
  };
  return [
    ...operations,
    ...updateChains(grown),
    ...chains
      .filter(({ entry, sections }) => entry === undefined && !absorbed.has(sections[0]!))
      .map((chain): Operation => ({ op: 'create', ...sectionsToEntry(grown.get(chain) ?? chain.sections) })),
    ...started.map((sections): Operation => ({ op: 'create', ...sectionsToEntry(sections) })),
    ...writeScratchpad(packLines(claims, questions, settings), input, meta),
    ...readNext(questions, names, turn),
  ];
}

/** The sections of an entry, or of a document that becomes one. */
interface EntryChain extends Chain {
  readonly entry?: RelatedEntry;
}

function isExtended({ id }: ShownEntry, grown: ReadonlyMap<EntryChain, unknown>): boolean {
  return id !== undefined && [...grown.keys()].some(({ entry }) => entry?.id === id);
}

function updateChains(grown: ReadonlyMap<EntryChain, readonly Profile[]>): Operation[] {
  return [...grown].flatMap(([{ entry }, sections]): Operation[] =>
    entry === undefined ? [] : [{ op: 'update', target: { id: entry.id }, ...sectionsToEntry(sections) }],
  );
}

/** A shown entry is deleted if it scores below this fraction of the threshold for documents. */
const dropFactor = 0.6;

/** Interval in turns at which the Read revisits entries that share only everyday words with a question. */
const reviewEvery = 3;

/** Removes sections that the scratchpad already contains. */
export function withoutNoted(shown: readonly Profile[], noted: readonly Profile[]): Profile[] {
  const known = new Set(noted.flatMap((profile) => profile.sources));
  return shown.filter(
    (profile) => profile.sources.length === 0 || !profile.sources.every((id) => known.has(id)),
  );
}

/** Returns the best score of any text for each question, rounded, with those of earlier steps. */
function raiseBest(rankings: readonly (readonly Ranked[])[], { best }: JsonObject): readonly number[] {
  const earlier = typeof best === 'string' ? best.split(' ').map(Number) : [];
  return rankings.map(([first], place) => {
    const score = Math.round(100 * (first?.score ?? 0)) / 100;
    return Math.max(score, Number.isFinite(earlier[place]) ? earlier[place]! : 0);
  });
}

/**
 * A lone document is kept if it scores at least this fraction of the best text for a question. A document that only
 * shares a name with that text scores less.
 */
const loneFactor = 0.3;

interface Selection {
  readonly kept: readonly Profile[];
  /** Scores that stand for the chunk, one for each question. Above 0 if a document is kept. */
  readonly floors: readonly number[];
}

/**
 * Returns the documents with the best score for any question, up to a share of all, and the lowest score kept. If the
 * share allows all of them, they are compared with the best text of earlier steps, and stand for the chunk themselves.
 */
function selectDocuments(
  documents: readonly Profile[],
  rankings: readonly (readonly Ranked[])[],
  share: number,
  bestScores: readonly number[],
): Selection {
  const room = Math.ceil(documents.length * share);
  const isAlone = room >= documents.length;
  const best = new Map<Profile, number>();
  const own = rankings.map((ranking, place) => {
    const scored = ranking.filter(
      ({ profile, score }) =>
        profile.from === 'document' && !(isAlone && score < loneFactor * bestScores[place]!),
    );
    for (const { profile, score } of scored) best.set(profile, Math.max(score, best.get(profile) ?? 0));
    return scored.at(-1)?.score ?? 0;
  });
  const value = (profile: Profile | undefined): number => (profile ? (best.get(profile) ?? 0) : 0);
  const kept = [...documents]
    .sort((left, right) => value(right) - value(left))
    .slice(0, room)
    .filter((profile) => value(profile) > 0);
  const lowest = value(kept.at(-1));
  const floors = own.map((score) => (isAlone && lowest > 0 ? Math.max(score, Number.EPSILON) : lowest));
  return { kept, floors };
}

/** Maximum names in one Read. */
const readNames = 6;

/** Number of searched names to remember. Older ones may be searched again. */
const askedNames = 60;

const isReview = (turn: number): boolean => turn % reviewEvery === reviewEvery - 1;

/** Returns names that the evidence points to and that were not searched recently. Questions take turns. */
function namesToRead(
  questions: readonly QuestionProfile[],
  rankings: readonly (readonly Ranked[])[],
  turn: number,
  asked: AskedNames,
): string[] {
  const place = turn % Math.max(1, questions.length);
  const [question, ranking] = [questions[place], rankings[place]];
  if (!question || !ranking || isReview(turn)) return [];
  return bridges(question, ranking)
    .map(({ name }) => name)
    .filter((name) => !asked.includes(name))
    .slice(0, readNames);
}

/** Reads entries for the names. If there are none, or at the interval, reads entries that may be stale. */
function readNext(
  questions: readonly QuestionProfile[],
  names: readonly string[],
  turn: number,
): Operation[] {
  const question = questions[turn % Math.max(1, questions.length)];
  if (!question) return [];
  return [{ op: 'read', query: names.length > 0 ? names.join(' ') : contentQuery(question) }];
}
