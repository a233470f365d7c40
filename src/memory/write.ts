/**
 * The writes that a store applies.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import type { EntryId } from './entry.ts';

/** One change to one entry, with a resolved target. */
export type Write = CreateWrite | UpdateWrite | DeleteWrite;

export interface CreateWrite {
  readonly kind: 'create';
  /** Set only to restore an earlier entry. The store names new entries. */
  readonly id?: EntryId;
  readonly text: string;
  readonly meta?: JsonObject;
  readonly expiresAt?: number | null;
  /** With `id`: if the entry ended at another version, the write is refused with `version-conflict`. */
  readonly expectedVersion?: number;
  /** Vector of the text, by the embedder of the commit. */
  readonly vector?: Float32Array;
}

export interface UpdateWrite {
  /** An update of the scratchpad creates it if it does not exist. */
  readonly kind: 'update';
  readonly id: EntryId;
  readonly text: string;
  /** Merged into the entry's own, unless `replaceMeta` is set. */
  readonly meta?: JsonObject;
  readonly replaceMeta?: boolean;
  /** `null` removes the expiry. Default: unchanged. */
  readonly expiresAt?: number | null;
  readonly expectedVersion?: number;
  /** As in a create. Default: the old vector if the text is unchanged, otherwise none. */
  readonly vector?: Float32Array;
}

export interface DeleteWrite {
  readonly kind: 'delete';
  readonly id: EntryId;
  readonly expectedVersion?: number;
}
