/**
 * Checks that the packages behind `--model` and `--embedding-model` are installed.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

/**
 * Loads the packages for models behind a server before the first call.
 *
 * @param option the option that selects a model, such as `--model`.
 * @throws AtomMemError `missing-package`, with the command that installs both.
 */
export async function requireModelPackages(option: string): Promise<void> {
  try {
    await Promise.all([import('ai'), import('@ai-sdk/openai-compatible')]);
  } catch (cause) {
    throw new AtomMemError('missing-package', {
      problem: `${option} needs the packages ai and @ai-sdk/openai-compatible`,
      remedy: 'Run: npm install ai @ai-sdk/openai-compatible',
      cause,
      details: { package: 'ai' },
    });
  }
}
