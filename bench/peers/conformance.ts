/**
 * Runs the conformance suite for memory layers on every installed memory and prints a table.
 *
 * @module
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { MemoryLayerCase, MemoryLayerContext } from '../../src/conformance/memory-layer.ts';
import { memoryLayerCases } from '../../src/conformance/memory-layer-cases.ts';
import { type PeerAdapter, readVersion } from './peer.ts';

/** A case that takes longer has failed, in milliseconds. */
const LIMIT = 120_000;

interface Column {
  readonly head: string;
  /** What happened in each case: `yes`, `no: …` or `–`. */
  readonly verdicts: readonly string[];
}

/** Prints a Markdown table with a row for each case, and what went wrong below it. */
export async function printConformance(adapters: readonly PeerAdapter[], root: string): Promise<void> {
  const columns: Column[] = [];
  for (const [place, adapter] of adapters.entries()) {
    const version = readVersion(adapter.package);
    if (adapter.package !== undefined && version === undefined) {
      console.log(`${adapter.name}: skipped, not installed (npm install --prefix bench/peers)`);
      continue;
    }
    const verdicts: string[] = [];
    for (const [number, each] of memoryLayerCases.entries()) {
      const folder = join(root, `layer-${place}-${number}`);
      mkdirSync(folder);
      verdicts.push(await judge(each, adapter, folder));
    }
    columns.push({ head: `${adapter.name}${version === undefined ? '' : ` ${version}`}`, verdicts });
  }
  const rows = memoryLayerCases.map(({ topic, name }, row) => [
    topic,
    name,
    ...columns.map(({ verdicts }) => (verdicts[row]!.startsWith('no') ? '**no**' : verdicts[row]!)),
  ]);
  const passed = columns.map(
    ({ verdicts }) =>
      `${verdicts.filter((verdict) => verdict === 'yes').length} of ${verdicts.filter((verdict) => verdict !== '–').length}`,
  );
  const heads = ['', 'case', ...columns.map(({ head }) => head)];
  for (const cells of [
    heads,
    heads.map(() => '---'),
    ...rows,
    ['', 'passed, of those that apply', ...passed],
  ])
    console.log(`| ${cells.join(' | ')} |`);
  for (const { head, verdicts } of columns)
    for (const [row, verdict] of verdicts.entries())
      if (verdict.startsWith('no')) console.log(`\n${head}: ${memoryLayerCases[row]!.name}\n  ${verdict}`);
}

async function judge(each: MemoryLayerCase, adapter: PeerAdapter, folder: string): Promise<string> {
  if (each.topic === 'isolation' && !adapter.users) return '–';
  const ended = new AbortController();
  // The timer keeps the process alive: a memory that never answers must not end it.
  const late = setTimeout(LIMIT, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`no end after ${LIMIT / 1000} s`);
  });
  late.catch(() => {});
  try {
    const outcome = await Promise.race([each.run(openContext(adapter, folder)), late]);
    return outcome === 'passed' ? 'yes' : '–';
  } catch (error) {
    return `no: ${error instanceof Error ? error.message.split('\n')[0]!.slice(0, 120) : String(error)}`;
  } finally {
    ended.abort();
  }
}

function openContext(adapter: PeerAdapter, folder: string): MemoryLayerContext {
  if (!adapter.lasting) return { open: () => adapter.open(folder) };
  const open: MemoryLayerContext['open'] = async () => ({
    ...(await adapter.open(folder)),
    rawBytes: async () => readFolder(folder),
  });
  return { open, openAgain: open };
}

function readFolder(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))));
}
