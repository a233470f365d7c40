/**
 * Installs large packages for a test into the user's cache, so that they are no dependency of the project.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** Packages in the cache. */
export interface InstalledPackages {
  /** Their `node_modules`. */
  readonly modules: string;
  /** Imports a module by its specifier. */
  load(specifier: string): Promise<unknown>;
}

/**
 * Installs packages such as `@mastra/core@1.71.0` once.
 *
 * @returns why it could not, if it could not.
 */
export async function installPackages(...packages: readonly string[]): Promise<InstalledPackages | string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'atommem', packages.join('+').replace(/[^\w.@+-]/g, '-'));
  const done = join(folder, 'installed');
  try {
    if (!existsSync(done)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
      const words = [
        'install',
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
        '--legacy-peer-deps',
        ...packages,
      ];
      await promisify(execFile)('npm', words, { cwd: folder, timeout: 600_000 });
      writeFileSync(done, '');
    }
  } catch (error) {
    return `${packages.join(' ')} could not be installed: ${String(error).split('\n')[0]}`;
  }
  const { resolve } = createRequire(join(folder, 'package.json'));
  return {
    modules: join(folder, 'node_modules'),
    load: (specifier) => import(pathToFileURL(resolve(specifier)).href),
  };
}
