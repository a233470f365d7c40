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
import { type Kept, renderText } from './decide.ts';

/** Tells whether a document holds anything. Memory refuses blank entries. */
export function isWritten({ title, text }: SourceDocument): boolean {
  return title.trim() !== '' || text.trim() !== '';
}

/**
 * Without a question nothing can be compared: the newest texts stay, as many as fit. A text that does not fit alone is left
 * out.
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

interface Place {
  readonly [name: string]: number;
  readonly chunk: number;
  readonly chunks: number;
}

/** Deletes first, then shortens, then lets texts grow, so that no write exceeds the limit on the way. */
export function toOperations(
  kept: readonly Kept[],
  stored: readonly Entry[],
  place: Place,
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
