/**
 * The line that the command line prints for an error.
 *
 * @module
 */
import { escapeControls } from './terminal.ts';

/** Optional packages that are always needed together. */
const TOGETHER: readonly (readonly string[])[] = [['ai', '@ai-sdk/openai-compatible']];

/** Returns the message of an error. If an optional package is not installed, names it and the command to run. */
export function describeFailure(error: unknown): string {
  const message = escapeControls(error instanceof Error ? error.message : String(error));
  const missing = findMissingPackage(error, message);
  if (missing === undefined) return message;
  const packages = TOGETHER.find((names) => names.includes(missing)) ?? [missing];
  return `The package ${missing} is not installed. Run: npm install ${packages.join(' ')}`;
}

function findMissingPackage(error: unknown, message: string): string | undefined {
  if ((error as { code?: unknown } | null)?.code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  return /Cannot find package '((?:@[^/']+\/)?[^/']+)'/.exec(message)?.[1];
}
