/**
 * Times create and search of this store and of other memories with the same embedder and texts, and runs safety checks
 * on each: `node bench/peers/peers.ts [entries] [name]` (default: 2000, all). With `--conformance [name]` it runs the
 * conformance suite for memory layers instead. `npm install --prefix bench/peers` installs the others.
 * Missing ones are skipped with a message. No model is called, and telemetry is off.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mixBits } from '../../src/embed/hash.ts';
import { ADAPTERS } from './adapters.ts';
import { printConformance } from './conformance.ts';
import { embedder, LIMIT, type PeerAdapter, readVersion } from './peer.ts';
import { CHECKS, checkSafety } from './safety.ts';

const CREATES = 100;
const SEARCHES = 50;
const USER = 'users/1';

const conformance = process.argv[2] === '--conformance';
const entries = conformance ? 0 : Number(process.argv[2] ?? 2000);
const wanted = process.argv[3] ?? '';
const adapters = ADAPTERS.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
const root = mkdtempSync(join(tmpdir(), 'atommem-peers-'));
process.env.MEM0_TELEMETRY = 'false';
process.env.MASTRA_TELEMETRY_DISABLED = '1';
process.env.MEM0_DIR = join(root, 'mem0');
console.log(
  `${conformance ? 'conformance' : `${entries} entries`}, ${embedder.name}, best ${LIMIT}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
);
try {
  if (conformance) await printConformance(adapters, root);
  else for (const [place, adapter] of adapters.entries()) await report(adapter, join(root, String(place)));
} finally {
  rmSync(root, { recursive: true, force: true });
}
// Some memories keep timers or processes alive.
process.exit(0);

async function report(adapter: PeerAdapter, folder: string): Promise<void> {
  const version = readVersion(adapter.package);
  if (adapter.package !== undefined && version === undefined) {
    console.log(`\n${adapter.name}: skipped, not installed (npm install --prefix bench/peers)`);
    return;
  }
  const label = version === undefined ? adapter.name : `${adapter.name} (${adapter.package} ${version})`;
  const without = adapter.without === undefined ? '' : `, without ${adapter.without}`;
  console.log(`\n${label}${without}`);
  mkdirSync(folder);
  await time(adapter, folder).catch((error: Error) =>
    console.log(`  failed: ${error.message.replaceAll('\n', ' ').slice(0, 200)}`),
  );
  const verdicts = await checkSafety(adapter, folder);
  for (const [place, check] of CHECKS.entries()) console.log(`  ${check}: ${verdicts[place]}`);
}

async function time(adapter: PeerAdapter, folder: string): Promise<void> {
  const memory = await adapter.open(folder);
  for (let number = 0; number < entries; number++) await memory.create(USER, textAt(number));
  const creates = await measure(CREATES, (round) => memory.create(USER, textAt(entries + round)));
  const searches = await measure(SEARCHES, (round) => memory.search(USER, queryAt(round)));
  await memory.close();
  console.log(`  create ${creates.toFixed(3)} ms, search ${searches.toFixed(3)} ms (medians of one call)`);
}

/** Returns the median time of one call, in milliseconds. */
async function measure(rounds: number, run: (round: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await run(round);
    taken.push(performance.now() - started);
  }
  return taken.toSorted((left, right) => left - right)[Math.floor(rounds / 2)]!;
}

function textAt(number: number): string {
  return Array.from({ length: 20 }, (_, place) => `word${mixBits(number * 20 + place) % 5000}`).join(' ');
}

function queryAt(round: number): string {
  return textAt(round * 17)
    .split(' ')
    .slice(0, 5)
    .join(' ');
}
