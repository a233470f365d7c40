/**
 * What the benchmark asks of a memory, and the helpers that the adapters share.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryLayer } from '../../src/conformance/memory-layer.ts';
import { hashingEmbedder } from '../../src/embed/hashing.ts';
import type { Embedder } from '../../src/memory/embedder.ts';
import { AtomMemError } from '../../src/shared/error.ts';

export const DIMENSIONS = 384;
export const LIMIT = 6;

/** One memory with several users. */
export type Peer = MemoryLayer;

export interface PeerAdapter {
  readonly name: string;
  /** npm package, for the version. Absent for this project. */
  readonly package?: string;
  /** Name in `systems.ts`. Absent for this project, whose policies the suites have. */
  readonly system?: string;
  /** Results of a search in the suites, if they come in another order than the best first. Default: 160. */
  readonly results?: number;
  /** Whether a search finds one word only. */
  readonly oneWord?: boolean;
  /** Whether a second process can open the same folder. */
  readonly lasting: boolean;
  /** Whether one instance holds several users. */
  readonly users: boolean;
  /** What the memory was not given, for the table. */
  readonly without?: string;
  /** A search returns `limit` results (default: 6). */
  open(folder: string, limit?: number): Promise<Peer>;
}

export const MODULES: string = join(import.meta.dirname, 'node_modules');

/** Imports a file of an installed package. */
export function load(name: string, file: string): Promise<unknown> {
  return import(join(MODULES, name, file));
}

/** Returns the installed version. */
export function readVersion(name: string | undefined): string | undefined {
  const file = name && join(MODULES, name, 'package.json');
  if (!file || !existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** @throws AtomMemError `missing-package` */
export function requirePackage(memory: string, name: string | undefined): void {
  if (name === undefined || readVersion(name) !== undefined) return;
  throw new AtomMemError('missing-package', {
    problem: `${memory} needs the package ${name}, which is not installed`,
    remedy: 'Run: npm install --prefix bench/peers',
    details: { package: name },
  });
}

export const embedder: Embedder = hashingEmbedder({ dimensions: DIMENSIONS });

export async function embed(texts: readonly string[]): Promise<number[][]> {
  return (await embedder.embed(texts, 'entry')).map((vector) => [...vector]);
}

/** The embedder in LangChain's form, which two of the packages require. */
export const embeddings: {
  embedQuery(text: string): Promise<number[]>;
  embedDocuments(texts: readonly string[]): Promise<number[][]>;
} = {
  embedQuery: async (text: string): Promise<number[]> => (await embed([text]))[0]!,
  embedDocuments: embed,
};
