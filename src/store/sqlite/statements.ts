/**
 * The SQL of the SQLite store. Writing statements need the function `crc` (`checksum.ts`).
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

const OPERATION = `o.generation, o.kind, o.id, o.version, o.previous, o.undo_of, o.actor, o.time,
  o.created_at, o.text, o.meta, o.expires_at`;

/** The row of a generation of a namespace. */
const at = (namespace: string, generation: string): string => `(${namespace} << 32) + ${generation}`;

/** The rows of a namespace. */
const within = (namespace: string): string =>
  `between ${at(namespace, '0')} and ${at(namespace, '4294967295')}`;

const CURRENT = `from entry e join operation o on o.sequence = ${at('e.namespace_key', 'e.generation')}`;

/** The key of an id: computed from a name like m12, otherwise looked up by name. */
const composeKey = (namespace: string, id: string): string => `coalesce(
  (select entry_key from entry where entry_key = ${at(namespace, `cast(substr(${id}, 2) as integer)`)} and id = ${id}),
  (select entry_key from entry where namespace_key = ${namespace} and id = ${id}
    and id <> 'm' || (entry_key & 4294967295)))`;

/** Each statement is compiled at its first use and kept. */
const SQL = {
  begin: 'begin immediate',
  commit: 'commit',
  rollback: 'rollback',
  beginRead: 'begin deferred',

  namespace: `select n.namespace_key, n.embedder, n.dimensions, n.vector_epoch,
      n.words_dropped as words_indexed,
      coalesce(o.generation, 0) as generation, coalesce(o.live, 0) as live
    from namespace n left join operation o on o.sequence = (
      select sequence from operation where sequence ${within('n.namespace_key')}
      order by sequence desc limit 1)
    where n.name = ?`,
  addNamespace: `insert into namespace (name, vector_epoch, words_dropped, checksum)
    values (?1, 0, 0, crc(?1, null, null))`,
  names: `select name from namespace n
    where exists (select 1 from operation where sequence ${within('n.namespace_key')})`,
  setSpace: `update namespace set embedder = ?1, dimensions = ?2, checksum = crc(name, ?1, ?2)
    where namespace_key = ?3`,
  touchVectors: 'update namespace set vector_epoch = vector_epoch + 1 where namespace_key = ?',

  addOperation: `insert into operation (sequence, live, kind, id, version, previous, undo_of, actor, time,
    created_at, text, meta, expires_at, checksum)
    values (${at('?1', '?2')}, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
      crc(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14))`,
  newest: `select ${OPERATION} ${CURRENT} where e.entry_key = ${composeKey('?1', '?2')}`,
  live: `select ${OPERATION} ${CURRENT}
    where e.entry_key ${within('?1')} and e.born is not null and e.id <> 'scratchpad' order by e.born`,
  unembedded: `select ${OPERATION} ${CURRENT} where e.namespace_key = ?
    and e.vector is null and e.born is not null and e.id <> 'scratchpad' order by e.born`,
  log: `select ${OPERATION} from operation o
    where o.sequence > ${at('?1', 'max(0, ?2)')} and o.sequence <= ${at('?1', 'min(4294967295, ?3)')}
    order by o.sequence`,
  history: `with recursive chain (generation) as (
      select generation from entry where entry_key = ${composeKey('?1', '?2')}
      union all
      select p.previous from chain join operation p on p.sequence = ${at('?1', 'chain.generation')}
      where p.previous is not null)
    select ${OPERATION} from chain join operation o on o.sequence = ${at('?1', 'chain.generation')}
    where o.generation > ?3 and o.generation <= ?4 order by o.sequence`,
  changed: `select distinct id from operation
    where sequence > ${at('?1', '?2')} and sequence <= ${at('?1', '4294967295')}`,
  erase: `update operation set text = null, meta = null, checksum = crc(namespace_key, generation, live, kind,
      id, version, previous, undo_of, actor, time, created_at, null, null, expires_at)
    where sequence = ${at('?', '?')} and (text is not null or meta is not null) returning 1`,

  addEntry: `insert into entry (entry_key, id, generation, born, expires_at, vector, checksum)
    values (${at('?1', '?3')}, ?2, ?3, ?3, ?4, ?5, crc(?5))`,
  reviveEntry: `update entry set generation = ?3, born = ?3, expires_at = ?4, vector = ?5, checksum = crc(?5)
    where entry_key = ${composeKey('?1', '?2')}`,
  changeEntry: `update entry set generation = ?3, expires_at = ?4, vector = ?5, checksum = crc(?5)
    where entry_key = ${composeKey('?1', '?2')}`,
  changeFacts: `update entry set generation = ?3, expires_at = ?4 where entry_key = ${composeKey('?1', '?2')}`,
  endEntry: `update entry set generation = ?3, born = null, expires_at = null, vector = null, checksum = null
    where entry_key = ${composeKey('?1', '?2')}`,
  expired: `select id from entry where namespace_key = ? and expires_at is not null and expires_at <= ?
    and id <> 'scratchpad'`,
  candidate: `select e.id, e.expires_at, o.meta from operation o
    join entry e on e.entry_key = ${composeKey('o.namespace_key', 'o.id')} and e.generation = o.generation
    where o.sequence = ? and e.born is not null`,
  facts: `select e.id, e.generation, e.born, e.expires_at, o.meta ${CURRENT} where e.entry_key ${within('?1')} and e.born is not null`,

  vectors: `select id, vector from entry where entry_key ${within('?1')} and vector is not null order by born`,
  vector: `select o.version, e.vector ${CURRENT} where e.entry_key = ${composeKey('?1', '?2')}`,
  setVector: `update entry set vector = ?4, checksum = crc(?4) where entry_key = ${composeKey('?1', '?2')} and born is not null
    and (select version from operation o
         where o.sequence = ${at('entry.namespace_key', 'entry.generation')}) = ?3`,
  dropVectors: `update entry set vector = null, checksum = null where entry_key ${within('?1')} and vector is not null`,

  // Records after a generation, whose words wait for the index.
  texts: `select generation, previous, text from operation
    where sequence > ${at('?1', '?2')} and sequence <= ${at('?1', '?3')} and id <> 'scratchpad'
    order by sequence`,
  addWords: `insert or replace into word (rowid, words) values (${at('?', '?')}, ?)`,
  dropWords: `delete from word where rowid = ${at('?', '?')}`,
  setIndexed: 'update namespace set words_dropped = ? where namespace_key = ?',
  holders: `select (select count(*) from word where word match term.value) as entries
    from json_each(?) term order by term.key`,
  // FTS5 keeps its totals in this row; counting would walk through the whole index.
  totals: 'select block from word_data where id = 1',
  search: `select w.rowid as sequence, -sum(w.rank * term.value) as score
    from json_each(?1) term join word w on w.word match term.key and w.rowid <= ${at('?2', '?3')}
    group by w.rowid order by score desc, sequence`,

  key: 'select outcomes from commit_key where namespace_key = ? and key = ?',
  addKey: `insert into commit_key (namespace_key, key, outcomes, checksum)
    values (?1, ?2, ?3, crc(?1, ?2, ?3))`,

  markErasure: 'insert into erasure default values',

  addReads: `insert into entry_read (entry_key, count) select entry_key, ?3 from entry
    where entry_key = ${composeKey('?1', '?2')} on conflict do update set count = count + excluded.count`,
  reads: `select e.id, r.count from entry_read r join entry e using (entry_key)
    where r.entry_key ${within('?1')} and r.count > 0`,
  shown: `select shown from entry_read where entry_key = ${composeKey('?1', '?2')}`,
  setShown: `update entry_read set shown = ?3 where entry_key = ${composeKey('?1', '?2')}`,
  dropReads: `delete from entry_read where entry_key = ${composeKey('?1', '?2')}`,
};

export type StatementName = keyof typeof SQL;

/** Returns a statement by name. */
export type Statements = (name: StatementName) => StatementSync;

export function prepareStatements(database: DatabaseSync): Statements {
  const prepared = new Map<StatementName, StatementSync>();
  return (name) => {
    let statement = prepared.get(name);
    if (statement === undefined) {
      statement = database.prepare(SQL[name]);
      prepared.set(name, statement);
    }
    return statement;
  };
}
