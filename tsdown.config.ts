/**
 * Builds `dist/`: the entry points, the command line and the modules that threads start from.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';

interface Package {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

const { exports } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as Package;

const entries = Object.values(exports)
  .filter((target) => typeof target === 'object')
  .map(({ types }) => types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts'));

/** What `locateModule` finds at run time. */
const located = ['cli/run-parts', 'engine/local/worker', 'eval/suite-worker'];

const files = [...entries, 'src/cli/main.ts', ...located.map((path) => `src/${path}.ts`)];

export default defineConfig({
  entry: Object.fromEntries(files.map((file) => [file.slice('src/'.length, -'.ts'.length), file])),
  format: 'esm',
  platform: 'node',
  target: 'es2024',
  // Large packages of which we need little become part of `dist/`. The others stay dependencies.
  deps: {
    alwaysBundle: ['zod', /^gpt-tokenizer/],
    onlyBundle: ['zod', 'gpt-tokenizer', 'ignore', 'postal-mime', '@orama/stemmers'],
    dts: { neverBundle: ['zod'] },
  },
  outputOptions: { chunkFileNames: 'chunks/[name]-[hash].js' },
  dts: { oxc: true },
  fixedExtension: false,
  outDir: 'dist',
  clean: true,
});
