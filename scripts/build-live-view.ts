/**
 * Bundles the live view (`src/server/view/`) into `src/server/view/view.generated.ts`.
 *
 *     node scripts/build-live-view.ts            writes the file
 *     node scripts/build-live-view.ts --check    rebuilds and compares; exits with 1 if they differ
 *
 * @module
 */
import { bundlePage } from './bundle-page.ts';

await bundlePage({
  folder: 'src/server/view',
  file: 'view.generated.ts',
  prefix: 'VIEW',
  by: 'scripts/build-live-view.ts',
});
