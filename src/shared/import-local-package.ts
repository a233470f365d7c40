/**
 * `importLocalPackage`: loads an optional package from beside this one, or from the folder where the program runs.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importPackage } from './import-package.ts';

/**
 * Loads an optional package whose types are not needed at build time. If it is not installed beside this package, it
 * is loaded from the current folder, so that `npx atommem` finds the packages of the user's project.
 *
 * @param what names the feature that needs the package, as the subject of a sentence.
 * @throws AtomMemError `missing-package`, with the command that installs it.
 * @example
 * const library = await importLocalPackage<LlamaLibrary>('node-llama-cpp', 'llamaModel');
 */
export function importLocalPackage<Module>(name: string, what: string): Promise<Module> {
  return importPackage(name, what, async () => {
    try {
      return (await import(name)) as Module;
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
      const path = createRequire(join(process.cwd(), 'package.json')).resolve(name);
      return (await import(pathToFileURL(path).href)) as Module;
    }
  });
}
