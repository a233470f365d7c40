import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';

interface Package {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

const { exports } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as Package;

/** `dist/policy/language-model.d.ts` → `src/policy/language-model.ts`: every door of the package is an entry. */
const doors = Object.values(exports)
  .filter((door) => typeof door === 'object')
  .map(({ types }) => types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts'));

export default defineConfig({
  // Worker threads are started from files of their own.
  entry: [...doors, 'src/cli/main.ts', 'src/engine/local/worker.ts', 'src/eval/bench/bench-worker.ts'],
  format: 'esm',
  platform: 'node',
  target: 'es2024',
  unbundle: true,
  dts: { oxc: true },
  fixedExtension: false,
  outDir: 'dist',
  clean: true,
});
