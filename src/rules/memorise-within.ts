/**
 * The memorising step of a limited memory: when it is full, the lowest-ranked text goes.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { type Candidate, keepBest, limitEntry, type Room } from './keep-best.ts';
import {
  type Profile,
  profileDocument,
  profileEntry,
  profileQuestion,
  profileText,
  sectionsToEntry,
} from './profile.ts';
import { rank } from './relevance.ts';
import { condense, packLines, readScratchpad, toClaim, writeScratchpad } from './scratchpad.ts';
import { defaultSettings } from './settings.ts';
import type { MemoriseInput } from './types.ts';

/** A chunk, the view, and all of a limited memory. */
export interface MemoriseWithinInput extends Omit<MemoriseInput, 'entries' | 'query'> {
  /** All entries, oldest first. */
  readonly stored: readonly Entry[];
  readonly room: Room;
}

interface Kept extends Candidate {
  /** Absent for a document. */
  readonly entry?: Entry;
}

/** Decides on one chunk. A pure function of its input. */
export function memoriseWithin(input: MemoriseWithinInput): Operation[] {
  const settings = { ...defaultSettings, ...input.settings };
  const { room } = input;
  const read = input.documents.map(profileDocument);
  const questions = input.questions.map((question) => profileQuestion(question, read));
  const documents =
    room.characters === undefined
      ? read
      : read.map((profile) => shorten(profile, questions, limitEntry(room)));
  const candidates: Kept[] = [
    ...input.stored.map((entry): Kept => ({ entry, ...entryCandidate(entry) })),
    ...documents.map((profile) => ({ sections: [profile], size: sectionsToEntry([profile]).text.length })),
  ];
  const rankings = questions.map((question) =>
    rank(
      question,
      candidates.flatMap(({ sections }) => sections),
    ),
  );
  const kept = keepBest(candidates, questions, rankings, room);
  const gone = candidates.filter((one) => one.entry !== undefined && !kept.has(one));
  const fresh = candidates.filter((one) => one.entry === undefined && kept.has(one));
  return [
    ...gone.map(({ entry }): Operation => ({ op: 'delete', target: { id: entry!.id } })),
    ...fresh.map(({ sections }): Operation => ({ op: 'create', ...sectionsToEntry(sections) })),
    ...noteEvidence(),
  ];

  /** The scratchpad repeats what entries say, so it is used only if characters are free. */
  function noteEvidence(): Operation[] {
    if (room.characters !== undefined) return [];
    const noted = readScratchpad(input.scratchpad, input.scratchpadMeta);
    const claims = questions.map((question, place) =>
      toClaim(place, rank(question, [...noted, ...withoutSources(candidates, noted)])),
    );
    return writeScratchpad(packLines(claims, questions, settings), input, {});
  }
}

function entryCandidate(entry: Entry): Candidate {
  return { sections: profileEntry(entry), size: entry.text.length };
}

/** Returns the sections whose sources the scratchpad does not hold. */
function withoutSources(candidates: readonly Candidate[], noted: readonly Profile[]): Profile[] {
  const known = new Set(noted.flatMap(({ sources }) => sources));
  return candidates
    .flatMap(({ sections }) => sections)
    .filter(({ sources }) => sources.length === 0 || !sources.every((id) => known.has(id)));
}

function shorten(profile: Profile, questions: Parameters<typeof condense>[0], limit: number): Profile {
  if (profile.text.length <= limit) return profile;
  return profileText(profile.title, condense(questions, profile, limit), profile.sources, 'document');
}
