/**
 * The migrations of a memory file.
 * @module
 */
import type { DatabaseSync } from 'node:sqlite';
import { addChecksum, OPERATION_COLUMNS } from './checksum.ts';
import { prepareStatements } from './statements.ts';
import { indexAllWords } from './waiting-words.ts';

/** "AtMm" in ASCII. Marks a memory file. */
export const APPLICATION_ID = 0x41744d6d;

/** A step of SQL, or a function that also needs the code of this package. */
export type Migration = string | ((database: DatabaseSync) => void);

const FINAL_TRIGGER = `
  create trigger operation_is_final before update on operation
  when not (new.text is null and new.meta is null
    and (new.sequence, new.live, new.kind, new.id, new.version, new.time, new.created_at)
      = (old.sequence, old.live, old.kind, old.id, old.version, old.time, old.created_at)
    and new.previous is old.previous and new.undo_of is old.undo_of
    and new.actor is old.actor and new.expires_at is old.expires_at)
  begin
    select raise(abort, 'the operation log is append-only');
  end;
`;

/**
 * The steps from an empty file to the current schema, oldest first. `user_version` counts the steps taken.
 * A released step never changes; new steps are appended.
 */
export const MIGRATIONS: readonly Migration[] = [
  `
  create table namespace (
    namespace_key integer primary key,
    name text not null unique,
    embedder text,                 -- of the vectors; null until the first
    dimensions integer,
    vector_epoch integer not null, -- counts changes of vectors that left no record
    words_dropped integer not null -- generation up to which the words of replaced versions are gone
  ) strict;

  -- The truth: one row per write, holding the whole entry as it was after it. Namespace and generation are
  -- one number, so that a namespace's log is one run of rows and appending to it touches a single page.
  create table operation (
    sequence integer primary key,  -- namespace_key * 2^32 + generation
    namespace_key integer not null generated always as (sequence >> 32) virtual,
    generation integer not null generated always as (sequence & 4294967295) virtual,
    live integer not null,         -- live entries after it, without the scratchpad
    kind text not null check (kind in ('create', 'update', 'delete')),
    id text not null,
    version integer not null,
    previous integer,
    undo_of integer,
    actor text,
    time real not null,
    created_at real not null,
    text text,
    meta text,
    expires_at real
  ) strict;

  create trigger operation_is_kept before delete on operation begin
    select raise(abort, 'the operation log is append-only');
  end;

  -- A purge may erase what was said, and nothing else may be changed.
  create trigger operation_is_final before update on operation
  when not (new.text is null and new.meta is null
    and (new.sequence, new.live, new.kind, new.id, new.version, new.time, new.created_at)
      = (old.sequence, old.live, old.kind, old.id, old.version, old.time, old.created_at)
    and new.previous is old.previous and new.undo_of is old.undo_of
    and new.actor is old.actor and new.expires_at is old.expires_at)
  begin
    select raise(abort, 'the operation log is append-only');
  end;

  -- One row per id that ever was; everything in it but the vector follows from the log. Its key is the
  -- sequence of its first record, which its id nearly always tells: m12 came with generation 12.
  create table entry (
    entry_key integer primary key,
    namespace_key integer not null generated always as (entry_key >> 32) virtual,
    id text not null,
    generation integer not null,   -- of its newest record
    born integer,                  -- generation of its last create; null when it is deleted
    expires_at real,
    vector blob                    -- 32-bit floats, little-endian
  ) strict;

  -- The few ids that do not tell: the scratchpad, and what was imported or restored under another name.
  create unique index entry_name on entry (namespace_key, id)
    where id <> 'm' || (entry_key & 4294967295);

  create index entry_expiry on entry (namespace_key, expires_at) where expires_at is not null;
  create index entry_unembedded on entry (namespace_key, born)
    where vector is null and born is not null and id <> 'scratchpad';

  -- Words of entries' newest versions, as the program splits them, each with its namespace before it: a
  -- search never walks through the words of others, and how rare a word is, is counted within the wall.
  -- Rowid is the version's sequence. Replaced versions are never found, and dropped some at a time.
  create virtual table word using fts5 (words, content='', contentless_delete=1, tokenize='ascii');

  create table commit_key (
    namespace_key integer not null,
    key text not null,
    outcomes text not null,        -- generation or refusal of every write, as JSON
    primary key (namespace_key, key)
  ) strict, without rowid;

  create table entry_read (
    entry_key integer primary key,
    count integer not null
  ) strict;
  `,

  // Words of the newest records wait in the log. `words_dropped` now holds the generation up to which the
  // index reflects the log. Later words are removed from the index and enter again with the waiting ones.
  `
  delete from word where rowid in (
    select o.sequence from namespace n join operation o on o.sequence between (n.namespace_key << 32) + n.words_dropped + 1
      and (n.namespace_key << 32) + 4294967295);
  `,

  addChecksums,
  splitWordsAnew,

  // The latest showings of an entry, as JSON.
  'alter table entry_read add column shown text',
];

/** Runs one step. */
export function runMigration(database: DatabaseSync, step: Migration): void {
  if (typeof step === 'string') database.exec(step);
  else step(database);
}

/** Rows get checksums, purges leave a mark until their bytes are overwritten, and words are split anew. */
function addChecksums(database: DatabaseSync): void {
  addChecksum(database);
  database.exec(`
    alter table operation add column checksum integer;
    alter table entry add column checksum integer;      -- of the vector
    alter table namespace add column checksum integer;  -- of name, embedder and dimensions
    alter table commit_key add column checksum integer;
    create table erasure (erasure_key integer primary key autoincrement) strict;

    drop trigger operation_is_final;
    update operation set checksum = crc(${OPERATION_COLUMNS});
    ${FINAL_TRIGGER}
    update entry set checksum = crc(vector) where vector is not null;
    update namespace set checksum = crc(name, embedder, dimensions);
    update commit_key set checksum = crc(namespace_key, key, outcomes);
  `);
  splitWordsAnew(database);
}

/** Indexes all words again, after a change of how texts are split. */
function splitWordsAnew(database: DatabaseSync): void {
  database.exec(`
    insert into word (word) values ('delete-all');
    update namespace set words_dropped = 0;
  `);
  indexAllWords(prepareStatements(database));
}
