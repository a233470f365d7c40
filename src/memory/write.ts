import type { EntryId } from './entry.ts';
import type { JsonObject } from './json.ts';

/** One change to one entry, with its target already resolved to an id. */
export type Write =
  | {
      readonly kind: 'create';
      /** Given only to restore an entry that once was; new entries are named by the store. */
      readonly id?: EntryId;
      readonly text: string;
      readonly meta?: JsonObject;
      readonly expiresAt?: number | null;
    }
  | {
      /** An update of the scratchpad creates it when it is not there. */
      readonly kind: 'update';
      readonly id: EntryId;
      readonly text: string;
      /** Merged over the entry's own, unless `replaceMeta`. */
      readonly meta?: JsonObject;
      readonly replaceMeta?: boolean;
      readonly expiresAt?: number | null;
      readonly expectedVersion?: number;
    }
  | { readonly kind: 'delete'; readonly id: EntryId; readonly expectedVersion?: number };
