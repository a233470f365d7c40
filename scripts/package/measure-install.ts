/**
 * Measures an installation: its size on disk, its packages, its install scripts and its import time.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './install-package.ts';

export interface InstallMeasure {
  /** Size of `node_modules` on disk, in MB of 2^20 bytes. */
  readonly megabytes: number;
  readonly packages: readonly string[];
  /** Packages with an install script. */
  readonly scripts: readonly string[];
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
}

export function measureInstall(folder: string): InstallMeasure {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as Lock;
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  return {
    megabytes: Number(run('du', ['-sk', 'node_modules'], folder).split('\t')[0]) / 1024,
    packages: packages.map(([path]) => path.replace(/^.*node_modules\//, '')),
    scripts: packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path),
  };
}

export interface ImportTime {
  /** Medians in milliseconds. */
  readonly bare: number;
  readonly imported: number;
}

/**
 * Measures how long Node takes to start, run nothing and end, and how long with an import. The two alternate.
 *
 * @param measure `wall`: elapsed time. `cpu`: time of the processor, which other processes disturb less.
 */
export function measureImport(
  folder: string,
  entry: string,
  measure: 'wall' | 'cpu',
  rounds = 15,
): ImportTime {
  const time = measure === 'wall' ? timeWall : timeCpu;
  const bare: number[] = [];
  const imported: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(time(folder, ''));
    imported.push(time(folder, `await import(${JSON.stringify(entry)});`));
  }
  return { bare: findMedian(bare), imported: findMedian(imported) };
}

function timeWall(cwd: string, code: string): number {
  const start = performance.now();
  startNode(cwd, code);
  return performance.now() - start;
}

function timeCpu(cwd: string, code: string): number {
  const usage =
    'process.on("exit", () => { const { user, system } = process.cpuUsage(); console.log(user + system); });';
  return Number(startNode(cwd, `${usage}${code}`)) / 1000;
}

function startNode(cwd: string, code: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`node --eval ${code} failed:\n${stderr}`);
  return stdout;
}

function findMedian(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
