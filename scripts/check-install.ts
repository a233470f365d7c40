/**
 * Packs the package, installs it alone in an empty folder and compares size, packages, install scripts and
 * import time with their limits. Run `npm run build` first.
 *
 *     npm run check:install
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage, packPackage } from './package/install-package.ts';
import { measureImport, measureInstall } from './package/measure-install.ts';

const LIMITS = { megabytes: 15, packages: 8, scripts: 0, importMilliseconds: 60 } as const;

const folder = mkdtempSync(join(tmpdir(), 'atommem-pack-'));
const project = installPackage(packPackage(folder));
try {
  const { megabytes, packages, scripts } = measureInstall(project);
  const wall = measureImport(project, 'atommem', 'wall');
  const cpu = measureImport(project, 'atommem', 'cpu');
  const rows = [
    compare('size on disk', megabytes, LIMITS.megabytes, 'MB'),
    compare('packages', packages.length, LIMITS.packages, packages.join(', ')),
    compare('install scripts', scripts.length, LIMITS.scripts, scripts.join(', ')),
    // On a busy machine elapsed time measures the other processes. The lower of the two counts.
    compare(
      'import over bare Node',
      Math.min(wall.imported - wall.bare, cpu.imported - cpu.bare),
      LIMITS.importMilliseconds,
      `ms; elapsed ${describe(wall)}, processor ${describe(cpu)}`,
    ),
  ];
  process.exitCode = rows.every(Boolean) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
  rmSync(project, { recursive: true });
}

function compare(name: string, value: number, limit: number, note: string): boolean {
  const passes = value <= limit;
  const shown = Number.isInteger(value) ? value : value.toFixed(1);
  console.log(`${passes ? 'ok  ' : 'FAIL'} ${name}: ${shown} (limit ${limit}) ${note}`);
  return passes;
}

function describe({ bare, imported }: { readonly bare: number; readonly imported: number }): string {
  return `${imported.toFixed(0)} - ${bare.toFixed(0)} ms`;
}
