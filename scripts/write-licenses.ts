/**
 * Writes `dist/THIRD-PARTY-LICENSES.txt`: the license texts of the packages that are bundled in `dist/`. `npm run
 * build` runs this script.
 *
 * @module
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

// The bundler marks each bundled file with its path.
const bundled = new Set(
  readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => [
      ...readFileSync(join(DIST, file), 'utf8').matchAll(
        /^\/\/(?:#region)? .*?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm,
      ),
    ])
    .map((match) => match[1]!),
);

const texts = [...bundled].sort().map((name) => {
  const folder = join(ROOT, 'node_modules', name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no license file: it cannot be bundled`);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
});

writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), texts.join(`\n${'-'.repeat(72)}\n\n`));
console.log(`licenses: ${[...bundled].sort().join(', ')}`);
