/**
 * The migrations of the PostgreSQL store.
 * @module
 */
import type { Query } from './connection.ts';
import { reindexWords } from './postings.ts';

/** A step of SQL, or a function that also needs the code of this package. */
export type Migration = string | ((query: Query) => Promise<void>);

/**
 * The steps from an empty database to the current schema, oldest first. The table `migration` counts the
 * steps taken. A released step never changes; new steps are appended. `$schema` is the quoted schema.
 */
export const MIGRATIONS: readonly Migration[] = [
  `
  create table $schema.namespace (
    namespace_key bigint generated always as identity primary key,
    name text collate "C" not null unique,
    generation bigint not null default 0,
    live bigint not null default 0,   -- live entries without the scratchpad
    words bigint not null default 0,  -- words of live entries
    embedder text,                    -- of the vectors; null until the first
    dimensions integer
  );

  -- The truth: one row per write, holding the whole entry as it was after it.
  create table $schema.operation (
    namespace_key bigint not null,
    generation bigint not null,
    kind text not null check (kind in ('create', 'update', 'delete')),
    id text collate "C" not null,
    version bigint not null,
    previous bigint,
    undo_of bigint,
    actor text,
    time double precision not null,
    created_at double precision not null,
    text text,
    meta text,
    expires_at double precision,
    primary key (namespace_key, generation)
  );
  create index operation_history on $schema.operation (namespace_key, id, generation);

  create function $schema.keep_operation() returns trigger language plpgsql as $$
  begin
    -- A purge may erase what was said, and nothing else may be changed.
    if tg_op = 'UPDATE' and new.text is null and new.meta is null
      and (new.namespace_key, new.generation, new.kind, new.id, new.version, new.time, new.created_at)
        = (old.namespace_key, old.generation, old.kind, old.id, old.version, old.time, old.created_at)
      and (new.previous, new.undo_of, new.actor, new.expires_at)
        is not distinct from (old.previous, old.undo_of, old.actor, old.expires_at)
    then
      return new;
    end if;
    raise exception 'the operation log is append-only';
  end $$;
  create trigger operation_is_final before update or delete on $schema.operation
    for each row execute function $schema.keep_operation();

  -- One row per id that ever was; everything in it but the vector follows from the log.
  create table $schema.entry (
    entry_key bigint generated always as identity primary key,
    namespace_key bigint not null,
    id text collate "C" not null,
    generation bigint not null,       -- of its newest record
    born bigint,                      -- generation of its last create; null when it is deleted
    expires_at double precision,
    words integer not null default 0,
    vector vector,                    -- of any length; its space is the namespace's
    unique (namespace_key, id)
  );
  create index entry_expiry on $schema.entry (namespace_key, expires_at) where expires_at is not null;
  create index entry_unembedded on $schema.entry (namespace_key)
    where vector is null and born is not null and id <> 'scratchpad';

  -- How often each word stands in each live entry: BM25 is counted within the namespace alone.
  create table $schema.posting (
    namespace_key bigint not null,
    word text collate "C" not null,
    entry_key bigint not null,
    count integer not null,
    primary key (namespace_key, word, entry_key)
  );
  create index posting_entry on $schema.posting (entry_key);

  create table $schema.commit_key (
    namespace_key bigint not null,
    key text collate "C" not null,
    outcomes text not null,           -- generation or refusal of every write, as JSON
    primary key (namespace_key, key)
  );

  create table $schema.entry_read (
    entry_key bigint primary key,
    count bigint not null
  );
  `,

  // Purges leave a mark until their bytes are overwritten, and words are split anew.
  async (query) => {
    await query('create table $schema.erasure (erasure_key bigint generated always as identity primary key)');
    await reindexWords(query);
  },

  // The latest showings of an entry, as JSON.
  'alter table $schema.entry_read add column shown text',
];
