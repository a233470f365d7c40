/**
 * Compiles `kernels/engine/` with AssemblyScript into `src/engine/local/kernels.generated.ts`. The file holds two
 * modules: one is reproducible (multiply, then add), the other uses relaxed fused multiply-add.
 *
 *     node scripts/build-engine-kernels.ts            writes the file
 *     node scripts/build-engine-kernels.ts --check    rebuilds and compares; exit status 1 if they differ
 *
 * @module
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import asc from 'assemblyscript/asc';

const ROOT = resolve(import.meta.dirname, '..');
const ENTRY = 'kernels/engine/kernels.ts';
const GENERATED = 'src/engine/local/kernels.generated.ts';
const LINE = 100;

/** No Binaryen passes: they reorder the innermost loops, which then run a sixth slower. V8 optimises them. */
const OPTIONS = [
  ['-O0', '--runtime', 'stub', '--noAssert', '--use', 'abort='],
  ['--enable', 'simd', '--enable', 'threads'],
  ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
].flat();

const reproducible = await compile(OPTIONS);
const relaxed = await compile([...OPTIONS, '--enable', 'relaxed-simd']);
const text = [
  '// Generated from kernels/engine/ by scripts/build-engine-kernels.ts. Do not edit.\n',
  declaration('KERNELS', reproducible),
  declaration('RELAXED_KERNELS', relaxed),
].join('\n');

const path = resolve(ROOT, GENERATED);
if (process.argv.includes('--check')) {
  const same = readFileSync(path, 'utf8') === text;
  console.log(
    same ? `${GENERATED} is up to date` : `${GENERATED} differs: run scripts/build-engine-kernels.ts`,
  );
  process.exit(same ? 0 : 1);
}
writeFileSync(path, text);
console.log(`${GENERATED}: ${reproducible.length} and ${relaxed.length} bytes of WebAssembly`);

async function compile(options: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([ENTRY, '--outFile', 'kernels.wasm', ...options], {
    readFile: (name, base) => readText(resolve(ROOT, base, name)),
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) {
    console.error(stderr.toString());
    throw error ?? new Error(`AssemblyScript wrote no module for ${ENTRY}`);
  }
  return binary;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function declaration(name: string, bytes: Uint8Array): string {
  const base64 = Buffer.from(bytes).toString('base64');
  const lines = base64.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `export const ${name}: string =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`;
}
