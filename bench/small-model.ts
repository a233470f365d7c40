/**
 * What the benches of small models share: how the model is opened, and the log that an interrupted run continues.
 *
 * @module
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readGgufHeader } from '../src/llama/gguf.ts';
import { type LlamaModel, llamaModel } from '../src/llama/llama-model.ts';
import type { LlamaModelFiles } from '../src/llama/llama-options.ts';

/** For base models: concatenates the messages. */
const PLAIN_TEMPLATE = "{% for m in messages %}{{ m.content }}\n\n{% endfor %}{{ 'Reply:\n' }}";

/** In milliseconds. Long, because the machine may be busy. */
export const CALL_TIMEOUT = 3_600_000;

/** Flags of every bench of a small model, for `parseArgs`. */
export const MODEL_FLAGS = {
  model: { type: 'string' },
  adapter: { type: 'string' },
  threads: { type: 'string', default: '1' },
  log: { type: 'string' },
} as const;

interface ModelFlags {
  readonly adapter?: string;
  readonly threads: string;
}

/** Returns the options that open the file, with a template for base models. */
export async function readModelOptions(
  path: string,
  { adapter, threads }: ModelFlags,
  contextSize: number,
): Promise<LlamaModelFiles & { readonly chatTemplate: string }> {
  const { chatTemplate = PLAIN_TEMPLATE } = await readGgufHeader(path);
  return { path, adapter, threads: Number(threads), contextSize, chatTemplate };
}

/** Opens the file as a language model. */
export async function openModel(path: string, flags: ModelFlags, contextSize: number): Promise<LlamaModel> {
  return llamaModel(await readModelOptions(path, flags, contextSize));
}

/** Returns the name of a model in rows and tables. */
export function nameModel(path: string, { adapter }: Pick<ModelFlags, 'adapter'>): string {
  return `${basename(path, '.gguf')}${adapter === undefined ? '' : ` + ${basename(adapter)}`}`;
}

/** The rows of this run and of the runs before it. */
export interface RowLog<Row> {
  readonly rows: readonly Row[];
  add(row: Row): void;
}

/** Opens the log of a bench. Without a path, the rows are only kept in memory. */
export function openLog<Row>(
  path: string | undefined,
  keep: (row: Row) => boolean = () => true,
): RowLog<Row> {
  const lines =
    path === undefined || !existsSync(path) ? [] : readFileSync(path, 'utf8').split('\n').filter(Boolean);
  const rows = lines.map((line) => JSON.parse(line) as Row).filter(keep);
  return {
    rows,
    add(row) {
      rows.push(row);
      if (path !== undefined) appendFileSync(path, `${JSON.stringify(row)}\n`);
    },
  };
}

/** Runs `work` and returns its result with the milliseconds of processor time that it took. */
export async function measureTime<Result>(work: () => Promise<Result>): Promise<readonly [Result, number]> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1000];
}
