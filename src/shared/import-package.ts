/**
 * `importPackage`: loads an optional package. If it is missing, explains how to install it.
 *
 * @module
 */
import { AtomMemError } from './error.ts';

/**
 * Loads an optional package on demand.
 *
 * @param what names the feature that needs the package, as the subject of a sentence.
 * @throws AtomMemError `missing-package`, with the command that installs it.
 * @example
 * const { generateText } = await importPackage('ai', 'languageModelPolicy', () => import('ai'));
 */
export async function importPackage<Module>(
  name: string,
  what: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    throw new AtomMemError('missing-package', {
      problem: `${what} needs the package ${name}, which is not installed`,
      remedy: `Run: npm install ${name}`,
      cause,
      details: { package: name },
    });
  }
}
