/**
 * Packs the built package and installs the tarball in an empty folder, as a user would.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Packs `dist/` as it is. Run `npm run build` first. Returns the path of the tarball. */
export function packPackage(folder: string): string {
  const output = run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], ROOT);
  const [{ filename }] = JSON.parse(output) as [{ filename: string }];
  return join(folder, filename);
}

/** Makes an empty project in a temporary folder and installs the tarball and other packages into it. */
export function installPackage(tarball: string, others: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'atommem-install-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball, ...others], folder);
  return folder;
}

/** Runs a command and waits for it. Throws with its output if it fails. */
export function run(command: string, parameters: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, parameters, { cwd, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 28 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${parameters.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
