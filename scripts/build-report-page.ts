/**
 * Bundles the report page (`src/report/page/`) into `src/report/page/page.generated.ts`. Every report embeds it.
 *
 *     node scripts/build-report-page.ts            writes the file
 *     node scripts/build-report-page.ts --check    rebuilds and compares; exits with 1 if they differ
 *
 * @module
 */
import { bundlePage } from './bundle-page.ts';

await bundlePage({
  folder: 'src/report/page',
  file: 'page.generated.ts',
  prefix: 'PAGE',
  by: 'scripts/build-report-page.ts',
});
