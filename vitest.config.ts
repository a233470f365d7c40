import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const ROOT = new URL('.', import.meta.url);

interface Package {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

/** The doors of the package lead to its sources, so that examples in the docs run as they are written. */
function doors(): { find: RegExp; replacement: string }[] {
  const { exports } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as Package;
  return Object.entries(exports).flatMap(([door, target]) => {
    if (typeof target === 'string') return [];
    const source = target.types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts');
    const name = `atommem${door.slice(1)}`.replaceAll('/', '\\/');
    return [{ find: new RegExp(`^${name}$`), replacement: fileURLToPath(new URL(source, ROOT)) }];
  });
}

export default defineConfig({
  resolve: { alias: doors() },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 60_000,
    // Vitest would leave a core idle, half of a small machine: most files wait for processes of their own.
    maxWorkers: availableParallelism(),
  },
});
