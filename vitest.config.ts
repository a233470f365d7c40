/**
 * The fast suite (`npm test`). Slow tests are named `*.long.test.ts`; `vitest.long.config.ts` runs them.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const ROOT = new URL('.', import.meta.url);

interface Package {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

/** Maps the package's entry points to their sources, so that examples run as they are written. */
function mapEntries(): { find: RegExp; replacement: string }[] {
  const { exports } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as Package;
  return Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return [];
    const source = target.types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts');
    const name = `atommem${path.slice(1)}`.replaceAll('/', '\\/');
    return [{ find: new RegExp(`^${name}$`), replacement: fileURLToPath(new URL(source, ROOT)) }];
  });
}

export default defineConfig({
  resolve: { alias: mapEntries() },
  test: {
    include: ['{src,test,scripts}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/*.long.test.ts'],
    // No test depends on how fast the machine is. The limit only ends a test that hangs.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Files share their modules: loading them again for each file takes more time than the tests.
    isolate: false,
    maxWorkers: availableParallelism(),
  },
});
