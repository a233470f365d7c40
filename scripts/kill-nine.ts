/**
 * Kills a process that writes to an SQLite memory at random moments, and checks the file it leaves behind.
 * Then lets two writers make 1,000 operations each on one file. Every acknowledged operation must be in the
 * log, the log must be complete, entries and indexes must match the log, and the file must pass SQLite's
 * integrity check. No byte of a purged text may remain after the next open, and an import or a branch must be
 * there whole or not at all. Exits with 1 otherwise.
 *
 *     node scripts/kill-nine.ts [rounds, default 200] [operations, default 1000] [first round, default 0]
 *
 * The first round, a multiple of 20, sets the moments of the kills, so that parts of a long run can run separately.
 *
 * @module
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mixBits } from '../src/embed/hash.ts';
import type { Store } from '../src/memory/store.ts';
import type { Write } from '../src/memory/write.ts';
import { branchNamespace } from '../src/store/branch-namespace.ts';
import { exportNamespace } from '../src/store/export-namespace.ts';
import { importNamespace } from '../src/store/import-namespace.ts';
import { createSqliteStore, type SqliteStore } from '../src/store/sqlite/sqlite-store.ts';

const NAMESPACE = 'shared';
/** Namespace of the texts that are purged. Branches and imports copy it. */
const PURGED = 'purged';
/** Rounds before a fresh file is started, so that kills also hit the creation of the file. */
const ROUNDS_PER_FILE = 20;
/** Longest time in milliseconds from the writer's start, or from its first acknowledgement, to the kill. */
const LONGEST_LIFE = 400;
/** Records to look up by word after a kill: those queued for the word index, and as many already in it. */
const NEWEST = 128;

if (process.argv[2] === '--writer')
  await write(process.argv[3]!, Number(process.argv[4]), Number(process.argv[5]));
else
  await main(Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 1000), Number(process.argv[4] ?? 0));

async function main(rounds: number, operations: number, firstRound: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'atommem-kill-'));
  try {
    const problems = [
      ...(await killWriters(folder, rounds, firstRound)),
      ...(await runTwoWriters(folder, operations)),
    ];
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function killWriters(folder: string, rounds: number, firstRound: number): Promise<readonly string[]> {
  const problems: string[] = [];
  const totals = { operations: 0, purges: 0, copies: 0, insidePurge: 0, insideCopy: 0 };
  let acknowledged: string[] = [];
  for (let round = firstRound; round < firstRound + rounds; round++) {
    const path = join(folder, `kill-${Math.floor(round / ROUNDS_PER_FILE)}.db`);
    if (round % ROUNDS_PER_FILE === 0) acknowledged = [];
    const lines = await killOne(path, round);
    acknowledged.push(...lines);
    totals.operations += lines.filter((line) => !/^[a-z]/.test(line)).length;
    totals.purges += count(lines, 'purged');
    totals.copies += count(lines, 'copied');
    totals.insidePurge += count(lines, 'purging') - count(lines, 'purged');
    totals.insideCopy += count(lines, 'copying') - count(lines, 'copied');
    const found = await check(path, acknowledged);
    problems.push(...found.map((problem) => `round ${round}: ${problem}`));
    for (const problem of found) console.error(`round ${round}: ${problem}`);
  }
  console.log(
    `kill -9: ${rounds} rounds, ${totals.operations} acknowledged operations, ${problems.length} problems`,
  );
  console.log(
    `with ${totals.purges} purges and ${totals.copies} branches and imports; ` +
      `${totals.insidePurge} kills fell inside a purge, ${totals.insideCopy} inside a branch or import`,
  );
  return problems;
}

function count(lines: readonly string[], word: string): number {
  return lines.filter((line) => line.startsWith(`${word} `)).length;
}

/** Starts a writer, kills it and returns its lines. Every fifth is killed while it may still open the file. */
async function killOne(path: string, round: number): Promise<readonly string[]> {
  const writer = startWriter(path, round, Number.MAX_SAFE_INTEGER);
  const wait = mixBits(round + 1) % LONGEST_LIFE;
  if (round % 5 === 0) setTimeout(() => writer.process.kill('SIGKILL'), 40 + wait);
  else writer.process.stdout!.once('data', () => setTimeout(() => writer.process.kill('SIGKILL'), wait));
  return (await writer.done).lines;
}

async function runTwoWriters(folder: string, operations: number): Promise<readonly string[]> {
  const path = join(folder, 'two.db');
  const started = performance.now();
  const writers = [1, 2].map((seed) => startWriter(path, seed * 1_000_003, operations));
  const ended = await Promise.all(writers.map((writer) => writer.done));
  const seconds = (performance.now() - started) / 1000;
  const lines = ended.flatMap((end) => end.lines);
  const problems = ended.flatMap(({ code }) => (code === 0 ? [] : [`a writer ended with ${code}`]));
  problems.push(...(await check(path, lines)));
  const generations = new Set(lines.map((line) => line.split(' ')[0]));
  if (generations.size !== 2 * operations)
    problems.push(`${generations.size} generations for ${2 * operations} operations`);
  const store = createSqliteStore({ path });
  const newest = await store.generation(NAMESPACE);
  if (newest !== 2 * operations) problems.push(`the newest generation is ${newest}, not ${2 * operations}`);
  await store.close();
  console.log(
    `two writers: ${lines.length} acknowledged operations in ${seconds.toFixed(1)} s, ${problems.length} problems`,
  );
  return problems;
}

/** Lists the problems of a file that should hold the acknowledged operations. */
async function check(path: string, acknowledged: readonly string[]): Promise<readonly string[]> {
  const store = createSqliteStore({ path });
  try {
    const problems = [...(await store.verify())];
    const records = await store.log(NAMESPACE);
    const held = new Set(records.map(toLine));
    const purged = new Set(
      records.filter((record) => record.text === null).map(({ generation }) => generation),
    );
    const missing = acknowledged.filter((line) => {
      if (/^[a-z]/.test(line)) return false;
      return !held.has(line) && !purged.has(Number(line.split(' ', 1)[0]));
    });
    if (missing.length > 0)
      problems.push(`${missing.length} acknowledged operations are missing, first "${missing[0]}"`);
    problems.push(
      ...(await checkCopies(store, acknowledged)),
      ...(await checkErased(store, path, acknowledged)),
    );
    return [...problems, ...(await checkWords(store))];
  } finally {
    await store.close();
  }
}

/** Checks that every copy that began is there whole or not at all, and whole if it was acknowledged. */
async function checkCopies(store: Store, lines: readonly string[]): Promise<readonly string[]> {
  const problems: string[] = [];
  const copied = new Set(
    lines.filter((line) => line.startsWith('copied ')).map((line) => line.split(' ')[1]),
  );
  for (const line of lines) {
    if (!line.startsWith('copying ')) continue;
    const [, namespace, size] = line.split(' ');
    const found = await store.generation(namespace!);
    const isWhole = found >= Number(size);
    if (!isWhole && (found > 0 || copied.has(namespace)))
      problems.push(`${namespace} holds ${found} of ${size} records`);
  }
  return problems;
}

/** Checks that every acknowledged purge took effect, and that no purged text is left in the file just opened. */
async function checkErased(
  store: SqliteStore,
  path: string,
  lines: readonly string[],
): Promise<readonly string[]> {
  const created = (await store.log(PURGED)).filter((record) => record.kind === 'create');
  const held = new Set(created.filter(({ text }) => text !== null).map(({ time }) => `purged ${time}`));
  const kept = lines.filter((line) => held.has(line));
  const words = created.filter(({ text }) => text === null).map(({ time }) => `secret${time}x`);
  const bytes = Buffer.concat(
    [path, `${path}-wal`].filter((file) => existsSync(file)).map((file) => readFileSync(file)),
  );
  const left = words.filter((word) => bytes.includes(word));
  return [
    ...(kept.length === 0 ? [] : [`${kept.length} acknowledged purges are missing`]),
    ...(left.length === 0 ? [] : [`${left.length} purged texts are still in the file`]),
  ];
}

/** Checks that each of the newest records is found by its unique word, and that replaced records are not. */
async function checkWords(store: Store): Promise<readonly string[]> {
  const records = (await store.log(NAMESPACE)).slice(-NEWEST);
  const newest = new Map(records.map((record) => [record.id, record]));
  const problems: string[] = [];
  for (const record of records) {
    if (record.text === null) continue;
    const word = record.text.split(' ', 1)[0]!;
    const found = await store.search!.lexical(NAMESPACE, word, { limit: 2, now: 0 });
    const expected = newest.get(record.id) === record ? record.id : '';
    if (found.map((hit) => hit.id).join(' ') !== expected)
      problems.push(`"${word}" should find "${expected}", not "${found.map((hit) => hit.id).join(' ')}"`);
  }
  return problems;
}

interface Writer {
  readonly process: ChildProcess;
  /** The lines it printed and its exit code. */
  readonly done: Promise<{ readonly lines: readonly string[]; readonly code: number | null }>;
}

function startWriter(path: string, seed: number, operations: number): Writer {
  const words = ['--no-warnings', import.meta.filename, '--writer', path, String(seed), String(operations)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const done = new Promise<{ lines: readonly string[]; code: number | null }>((resolve) => {
    // A line that the kill cut in two was not acknowledged.
    child.on('close', (code) => resolve({ lines: text.split('\n').slice(0, -1), code }));
  });
  return { process: child, done };
}

/** Runs the writer: makes operations in sequence and prints each one once the store has committed it. */
async function write(path: string, seed: number, operations: number): Promise<void> {
  const store = createSqliteStore({ path, busyWait: 60_000 });
  for (let place = 0; place < operations; place++) {
    let [done] = await store.commit(NAMESPACE, [writeAt(seed, place)], { time: place, embedder: 'test' });
    // If the entry does not exist, it is created: every operation leaves a record.
    if (!done!.ok)
      [done] = await store.commit(NAMESPACE, [createAt(seed, place)], { time: place, embedder: 'test' });
    if (!done!.ok) throw new Error(`refused: ${done!.refusal}`);
    writeSync(1, `${toLine(done!.record)}\n`);
    if (operations === Number.MAX_SAFE_INTEGER) await disturb(store, seed, place);
  }
  await store.close();
}

/** Purges, branches or imports in some places, and announces each before it begins. */
async function disturb(store: SqliteStore, seed: number, place: number): Promise<void> {
  const name = `${seed}-${place}`;
  if (place % 11 === 3) {
    const time = seed * 1e6 + place;
    const text = `secret${time}x ${'unspoken '.repeat(place % 30)}`;
    const [done] = await store.commit(PURGED, [{ kind: 'create', text }], { time });
    if (!done!.ok) throw new Error(`refused: ${done!.refusal}`);
    writeSync(1, `purging ${time}\n`);
    await store.purge(PURGED, [done!.record.id], { time });
    writeSync(1, `purged ${time}\n`);
  }
  if (place % 29 === 7) {
    writeSync(1, `copying branch-${name} ${await store.generation(PURGED)}\n`);
    await branchNamespace(store, PURGED, `branch-${name}`);
    writeSync(1, `copied branch-${name}\n`);
  }
  if (place % 29 === 21) {
    writeSync(1, `copying import-${name} ${await store.generation(PURGED)}\n`);
    await importNamespace(store, `import-${name}`, exportNamespace(store, PURGED));
    writeSync(1, `copied import-${name}\n`);
  }
}

function writeAt(seed: number, place: number): Write {
  const chance = mixBits(seed * 31 + place);
  const id = `m${1 + (chance % 200)}`;
  if (chance % 7 === 0) return { kind: 'delete', id };
  if (chance % 3 === 0) return { ...createAt(seed, place), kind: 'update', id };
  return createAt(seed, place);
}

function createAt(seed: number, place: number): Extract<Write, { kind: 'create' }> {
  const text = `entry${seed}x${place} ${'with some words '.repeat(mixBits(place) % 40)}`;
  return {
    kind: 'create',
    text,
    vector: Float32Array.from({ length: 64 }, (_, at) => (mixBits(seed + place + at) % 97) + 1),
  };
}

function toLine(record: {
  readonly generation: number;
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly text: string | null;
}): string {
  return `${record.generation} ${record.kind} ${record.id} ${record.version} ${record.text?.length ?? 0}`;
}
