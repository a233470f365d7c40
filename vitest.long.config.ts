/**
 * The slow tests, `*.long.test.ts`: browsers, servers, studies, process kills and the packed tarball. They need
 * `npm run build`. `npm run test:all` runs both suites.
 *
 * @module
 */
import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import fast from './vitest.config.ts';

const { test, ...rest } = fast as { test: object };

export default mergeConfig(
  rest,
  defineConfig({
    test: {
      ...test,
      // The files without `long` do more here than in the fast suite.
      include: [
        '{src,test,scripts}/**/*.long.test.ts',
        'src/format/format-codecs.test.ts',
        'src/store/sqlite/sqlite-store.test.ts',
      ],
      env: { ATOMMEM_LONG: '1' },
      exclude: configDefaults.exclude,
      isolate: true,
      testTimeout: 3_600_000,
      hookTimeout: 3_600_000,
    },
  }),
);
