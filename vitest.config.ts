import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = fileURLToPath(new URL('src', import.meta.url));

export default defineConfig({
  resolve: {
    // The doors of the package lead to its sources, so that examples in the docs run as they are written.
    alias: [
      { find: /^atommem$/, replacement: `${source}/index.ts` },
      { find: /^atommem\/(.+)$/, replacement: `${source}/$1.ts` },
    ],
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
