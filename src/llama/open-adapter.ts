/**
 * Opens the adapter of a model: a GGUF file, or a PEFT folder, which is converted.
 *
 * @module
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AtomMemError } from '../shared/error.ts';
import { checkAdapter } from './check-adapter.ts';
import { convertAdapter } from './convert-adapter.ts';
import { type GgufHeader, readGgufHeader } from './gguf.ts';
import type { LlamaModelFiles } from './llama-options.ts';

/** An adapter that llama.cpp can load. */
export interface OpenedAdapter {
  /** The path that the user gave, for messages. */
  readonly path: string;
  /** The GGUF file. */
  readonly file: string;
  readonly scale: number;
  /** Removes the converted file. llama.cpp no longer needs it after loading. */
  close(): Promise<void>;
}

/**
 * Opens the adapter of the options and checks that it belongs to the model.
 *
 * @returns `undefined` if the options have none
 * @throws AtomMemError `missing-file`, `malformed-record` or `unsupported-file`
 */
export async function openAdapter(
  { adapter, path: modelPath }: LlamaModelFiles,
  model: GgufHeader,
): Promise<OpenedAdapter | undefined> {
  if (adapter === undefined) return undefined;
  const { path, scale = 1 } = typeof adapter === 'string' ? { path: adapter } : adapter;
  const found = await stat(path).catch((cause: unknown) => {
    throw new AtomMemError('missing-file', {
      problem: `The adapter ${path} does not exist`,
      remedy: 'Pass a GGUF adapter, or a folder with adapter_config.json and adapter_model.safetensors',
      cause,
      details: { path },
    });
  });
  const opened = found.isDirectory() ? await convert(path, model) : { file: path, close: async () => {} };
  try {
    checkAdapter(await readGgufHeader(opened.file), path, model, modelPath);
  } catch (cause) {
    await opened.close();
    throw cause;
  }
  return { ...opened, path, scale };
}

async function convert(path: string, model: GgufHeader): Promise<Pick<OpenedAdapter, 'file' | 'close'>> {
  const bytes = await convertAdapter(path, model);
  const folder = await mkdtemp(join(tmpdir(), 'atommem-adapter-'));
  const file = join(folder, 'adapter.gguf');
  await writeFile(file, bytes);
  return { file, close: () => rm(folder, { recursive: true, force: true }) };
}
