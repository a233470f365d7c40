/**
 * Times the stores side by side in one run: `node bench/store.ts`. Durable stores are compared with a floor,
 * the least work of any store with a log on `node:sqlite`: one entry row and one log row in one transaction,
 * with the same file settings. 10 000 entries of 384 dimensions and 20 words, seed 1.
 *
 * @module
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { mixBits } from '../src/embed/hash.ts';
import type { Store } from '../src/memory/store.ts';
import { createSearchSpace } from '../src/search/search-space.ts';
import { createTypescriptKernels } from '../src/search/typescript-kernels.ts';
import { inMemoryStore } from '../src/store/in-memory.ts';
import { createSqliteStore } from '../src/store/sqlite/sqlite-store.ts';

const DIMENSIONS = 384;
const ENTRIES = 10_000;
const ROUNDS = 1000;
const EMBEDDER = 'bench';
const folder = mkdtempSync(join(process.env.BENCH_FOLDER ?? tmpdir(), 'atommem-bench-'));

try {
  console.log(`stores, Node ${process.version}, ${folder}`);
  for (const synchronous of ['full', 'normal'] as const) await measureDurable(synchronous);
  await measureEpisodes();
} finally {
  rmSync(folder, { recursive: true });
}

type Verb = 'create' | 'update' | 'delete';

/** One operation of each kind on the entry with this number. */
type Operations = Readonly<Record<Verb, (number: number) => unknown>>;

async function measureDurable(synchronous: 'full' | 'normal'): Promise<void> {
  const path = join(folder, `${synchronous}.db`);
  const store = createSqliteStore({ path, synchronous });
  await fill(store);
  const floor = openFloor(join(folder, `${synchronous}-floor.db`), synchronous);
  const ours = listOperations(store);
  await find(store, 0);
  console.log(`\none durable operation at ${ENTRIES} entries, synchronous=${synchronous} (ms, p50 / mean)`);
  for (const verb of ['create', 'update', 'delete'] as const) await compare(verb, floor.operations, ours);
  floor.close();
  if (synchronous === 'full') await measureSearch(store);
  await store.close();
  if (synchronous === 'full') await measureCold(path);
}

/** The two alternate, so that variations of the disk affect both. */
async function compare(verb: Verb, floor: Operations, ours: Operations): Promise<void> {
  const times: Record<'floor' | 'ours', number[]> = { floor: [], ours: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const number = verb === 'create' ? ENTRIES + round : round;
    times.floor.push(await time(() => floor[verb](number)));
    times.ours.push(await time(() => ours[verb](number)));
  }
  const [least, most] = [summarise(times.floor), summarise(times.ours)];
  console.log(
    `  ${verb.padEnd(7)} floor ${least.median.toFixed(3)} / ${least.mean.toFixed(3)}` +
      `   log, words and vector ${most.median.toFixed(3)} / ${most.mean.toFixed(3)}` +
      `   ${(most.median / least.median).toFixed(2)} times the floor (mean ${(most.mean / least.mean).toFixed(2)})`,
  );
}

function openFloor(path: string, synchronous: string): { operations: Operations; close(): void } {
  const database = new DatabaseSync(path);
  database.exec(`pragma journal_mode = wal; pragma synchronous = ${synchronous};
    create table entry (id text primary key, text text, meta text, vector blob) strict;
    create table log (sequence integer primary key, id text, kind text, text text, meta text, time real) strict`);
  const [begin, commit] = [database.prepare('begin immediate'), database.prepare('commit')];
  const log = database.prepare('insert into log (id, kind, text, meta, time) values (?, ?, ?, ?, ?)');
  const insert = database.prepare('insert into entry values (?, ?, ?, ?)');
  const update = database.prepare('update entry set text = ?, vector = ? where id = ?');
  const remove = database.prepare('delete from entry where id = ?');
  const bytesAt = (number: number): Uint8Array => new Uint8Array(vectorAt(number).buffer);
  const inside = (run: () => void): void => {
    begin.run();
    run();
    commit.run();
  };
  const operations: Operations = {
    create: (number) =>
      inside(() => {
        insert.run(`m${number + 1}`, textAt(number), '{}', bytesAt(number));
        log.run(`m${number + 1}`, 'create', textAt(number), '{}', number);
      }),
    update: (number) =>
      inside(() => {
        update.run(textAt(number + 1e6), bytesAt(number + 1e6), `m${number + 1}`);
        log.run(`m${number + 1}`, 'update', textAt(number + 1e6), '{}', number);
      }),
    delete: (number) =>
      inside(() => {
        remove.run(`m${number + 1}`);
        log.run(`m${number + 1}`, 'delete', null, null, number);
      }),
  };
  database.exec('pragma synchronous = off');
  for (let number = 0; number < ENTRIES; number++) operations.create(number);
  database.exec(`pragma synchronous = ${synchronous}`);
  return { operations, close: () => database.close() };
}

function listOperations(store: Store): Operations {
  const options = { time: 1, embedder: EMBEDDER };
  return {
    create: (number) =>
      store.commit('bench', [{ kind: 'create', text: textAt(number), vector: vectorAt(number) }], options),
    update: (number) =>
      store.commit(
        'bench',
        [
          {
            kind: 'update',
            id: `m${number + 1}`,
            text: textAt(number + 1e6),
            vector: vectorAt(number + 1e6),
          },
        ],
        options,
      ),
    delete: (number) => store.commit('bench', [{ kind: 'delete', id: `m${number + 1}` }], options),
  };
}

async function fill(store: Store): Promise<void> {
  for (let start = 0; start < ENTRIES; start += 500) {
    const writes = Array.from({ length: 500 }, (_, place) => ({
      kind: 'create' as const,
      text: textAt(start + place),
      vector: vectorAt(start + place),
    }));
    await store.commit('bench', writes, { time: 1, embedder: EMBEDDER });
  }
}

async function measureSearch(store: Store): Promise<void> {
  console.log(`\none search of ${(await store.list('bench')).length} entries, best 6 (ms, p50 / p95)`);
  for (const [label, search] of [
    ['vector', find],
    ['words', findWords],
    ['words, each after a create', findWords],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < 200; round++) {
      if (label.includes('create')) await listOperations(store).create(3 * ENTRIES + round);
      times.push(await time(() => search(store, round)));
    }
    const { median, slow } = summarise(times);
    console.log(`  ${label.padEnd(26)} ${median.toFixed(3)} / ${slow.toFixed(3)}`);
  }
}

async function measureCold(path: string): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    times.push(
      await time(async () => {
        const store = createSqliteStore({ path });
        await find(store, 0);
        await store.close();
      }),
    );
  }
  console.log(
    `\nopening the file and the first vector search: ${summarise(times).median.toFixed(1)} ms (p50 of 5)`,
  );
}

/** Runs 200 episodes of 100 creates and 50 searches each, one after another, like rollouts. */
async function measureEpisodes(): Promise<void> {
  const plain = createSearchSpace(createTypescriptKernels());
  const rates: Record<'wasm' | 'plain', number[]> = { wasm: [], plain: [] };
  for (let round = 0; round < 4; round++) {
    rates.plain.push(await episodesPerSecond(inMemoryStore({ space: plain })));
    rates.wasm.push(await episodesPerSecond(inMemoryStore()));
  }
  const best = { wasm: Math.max(...rates.wasm), plain: Math.max(...rates.plain) };
  console.log(
    `\nin-memory episodes per second (100 creates, 50 searches, 200 in turn, best of 4):` +
      ` plain TypeScript ${best.plain.toFixed(0)}, WASM ${best.wasm.toFixed(0)},` +
      ` ${(best.wasm / best.plain).toFixed(2)} times as many`,
  );
}

async function episodesPerSecond(store: Store): Promise<number> {
  const episodes = 200;
  const vectors = Array.from({ length: 150 }, (_, place) => vectorAt(place));
  const texts = vectors.map((_, place) => textAt(place));
  const started = performance.now();
  for (let step = 0; step < 50; step++) {
    for (let episode = 0; episode < episodes; episode++) {
      const namespace = `episode-${episode}`;
      for (const place of [2 * step, 2 * step + 1]) {
        const write = { kind: 'create' as const, text: texts[place]!, vector: vectors[place]! };
        await store.commit(namespace, [write], { time: step, embedder: EMBEDDER });
      }
      const query = { embedder: EMBEDDER, vector: vectors[100 + step]! };
      await store.search!.nearest(namespace, query, { limit: 6, now: step });
    }
  }
  const seconds = (performance.now() - started) / 1000;
  await store.close();
  return episodes / seconds;
}

function find(store: Store, round: number): Promise<unknown> {
  const query = { embedder: EMBEDDER, vector: vectorAt(-1 - round) };
  return store.search!.nearest('bench', query, { limit: 6, now: 1 });
}

function findWords(store: Store, round: number): Promise<unknown> {
  const query = textAt(-1 - round)
    .split(' ')
    .slice(0, 5)
    .join(' ');
  return store.search!.lexical('bench', query, { limit: 6, now: 1 });
}

async function time(run: () => unknown): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

function summarise(times: readonly number[]): { median: number; slow: number; mean: number } {
  const sorted = times.toSorted((left, right) => left - right);
  return {
    median: sorted[Math.floor(sorted.length / 2)]!,
    slow: sorted[Math.floor(sorted.length * 0.95)]!,
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
  };
}

/** Returns 20 of 5,000 words; low-numbered words are frequent, as in natural text. */
function textAt(number: number): string {
  let state = mixBits(number + 7);
  const words = Array.from({ length: 20 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return `word${Math.floor((state / 2 ** 32) ** 2 * 5000)}`;
  });
  return words.join(' ');
}

function vectorAt(number: number): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  let state = mixBits(number + 1);
  for (let place = 0; place < DIMENSIONS; place++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    vector[place] = (state >>> 8) / 2 ** 23 - 1;
  }
  return vector;
}
