/**
 * Turns decisions about texts into operations on memory.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import type { Room } from '../rules/keep-best.ts';
import { type Profile, profileDocument } from '../rules/profile.ts';
import type { SourceDocument } from '../task/observation.ts';
import type { Kept } from './decide.ts';
import { renderText } from './held-text.ts';

/** Tells whether a document has a title or a text. Memory refuses blank entries. */
export function isWritten({ title, text }: SourceDocument): boolean {
  return title.trim() !== '' || text.trim() !== '';
}

/**
 * Keeps the newest texts, as many as fit. Used if there is no question to compare texts with. A text that exceeds the limit
 * alone is left out.
 */
export function keepNewest(
  documents: readonly SourceDocument[],
  stored: readonly Entry[],
  { entries = Number.POSITIVE_INFINITY, characters = Number.POSITIVE_INFINITY }: Room,
): readonly Operation[] {
  const fresh = documents.filter(isWritten).map(profileDocument);
  const sizes = [...stored.map(({ text }) => text.length), ...fresh.map((text) => renderText(text).length)];
  const kept = new Set<number>();
  let used = 0;
  for (let place = sizes.length - 1; place >= 0 && kept.size < entries; place -= 1) {
    const size = sizes[place]!;
    if (size > characters) continue;
    if (used + size > characters) break;
    used += size;
    kept.add(place);
  }
  return [
    ...stored
      .filter((_, place) => !kept.has(place))
      .map(({ id }): Operation => ({ op: 'delete', target: { id } })),
    ...fresh
      .filter((_, place) => kept.has(stored.length + place))
      .map((text): Operation => toCreate(text, {})),
  ];
}

/** The chunk that is read, as the metadata of new entries record it. */
interface ChunkPlace {
  readonly [name: string]: number;
  /** 0-based. */
  readonly chunk: number;
  readonly chunks: number;
}

/**
 * Returns the operations that turn the stored entries into the kept texts: deletes, updates that shorten, updates that
 * lengthen, creates. In this order, no write exceeds a limit on the way.
 */
export function toOperations(
  kept: readonly Kept[],
  stored: readonly Entry[],
  place: ChunkPlace,
): readonly Operation[] {
  const known = new Set(kept.map(({ entry }) => entry));
  const deletes = stored
    .filter((_, entry) => !known.has(entry))
    .map(({ id }): Operation => ({ op: 'delete', target: { id } }));
  const updates = kept
    .filter((one) => one.changed && one.entry !== undefined)
    .map(({ text, entry }) => ({ text, entry: stored[entry!]! }))
    .sort(
      (left, right) => left.text.size - left.entry.text.length - (right.text.size - right.entry.text.length),
    )
    .map(({ text, entry }): Operation => {
      const { profile, condensed, worth = 0 } = text;
      const meta = { sources: [...profile.sources], condensed, worth };
      return { op: 'update', target: { id: entry.id }, text: renderText(profile), meta };
    });
  const creates = kept
    .filter(({ entry }) => entry === undefined)
    .map(({ text: { profile, condensed, worth = 0 } }) =>
      toCreate(profile, { ...place, worth, ...(condensed && { condensed }) }),
    );
  return [...deletes, ...updates, ...creates];
}

function toCreate(profile: Profile, meta: { readonly [name: string]: number | boolean }): Operation {
  return {
    op: 'create',
    text: renderText(profile),
    meta: { sources: [...profile.sources], title: profile.title, ...meta },
  };
}
