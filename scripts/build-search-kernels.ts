/**
 * Compiles `kernels/search/kernels.ts` to WebAssembly and embeds it as base64 in
 * `src/search/kernels.generated.ts`. With `--check` it only compares, and exits with code 1 if they differ.
 *
 * @module
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';

const ROOT = join(import.meta.dirname, '..');
const SOURCE = 'kernels/search/kernels.ts';
const TARGET = 'src/search/kernels.generated.ts';

const built = formatFile(await compile());
const target = join(ROOT, TARGET);
if (!process.argv.includes('--check')) {
  writeFileSync(target, built);
  console.log(`${TARGET}: written`);
} else if (readFileSync(target, 'utf8') === built) {
  console.log(`${TARGET}: up to date`);
} else {
  console.error(`${TARGET} is not what ${SOURCE} compiles to: run node scripts/build-search-kernels.ts`);
  process.exitCode = 1;
}

async function compile(): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await main(
    [
      ...[SOURCE, '--outFile', 'kernels.wasm', '-O3', '--noAssert', '--runtime', 'stub'],
      ...['--enable', 'simd', '--importMemory', '--noExportMemory', '--use', 'abort='],
    ],
    {
      readFile: (name, base) => {
        try {
          return readFileSync(join(ROOT, base, name), 'utf8');
        } catch {
          // The compiler also asks for files that do not exist, to test whether they do.
          return null;
        }
      },
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || binary === undefined) throw new Error(`${SOURCE}: ${stderr.toString()}`);
  return binary;
}

function formatFile(binary: Uint8Array): string {
  const base64 = Buffer.from(binary).toString('base64');
  return [
    `// Made by scripts/build-search-kernels.ts from ${SOURCE}; do not edit.`,
    `/** The search kernels: ${binary.length} bytes of WebAssembly as base64. */`,
    `export const SEARCH_KERNELS: string =`,
    ...(base64.match(/.{1,100}/g) ?? []).map((line, index) => `  ${index > 0 ? '+ ' : ''}'${line}'`),
    '  ;\n',
  ].join('\n');
}
