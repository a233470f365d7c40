/**
 * The results folder of a suite over conversations: one line per system and conversation, so that a killed run resumes.
 *
 * @module
 */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import { readAppendedLines } from '../shared/json-lines-file.ts';
import type { StreamOutcome } from './stream-outcome.ts';

/** Storage for finished streams. */
export interface OutcomeFile {
  finished(policy: string, stream: string, dataset: string): StreamOutcome | undefined;
  keep(policy: string, outcome: StreamOutcome): Promise<void>;
}

type Line = { readonly policy: string } & StreamOutcome;

/** Keeps outcomes in this process only. */
export function keepOutcomes(
  lines: readonly Line[] = [],
  append?: (line: Line) => Promise<void>,
): OutcomeFile {
  const known = new Map(lines.map((line) => [toKey(line.policy, line.stream, line.dataset), line]));
  return {
    finished: (...key) => known.get(toKey(...key)),
    async keep(policy, outcome) {
      const line = { policy, ...outcome };
      await append?.(line);
      known.set(toKey(policy, outcome.stream, outcome.dataset), line);
    },
  };
}

/**
 * Opens a folder, empty or of an earlier run with equal settings.
 *
 * @throws AtomMemError `bad-option` if the folder holds results from other settings, `unreadable-file`
 */
export async function openOutcomeFile(folder: string, settings: JsonObject): Promise<OutcomeFile> {
  try {
    await mkdir(folder, { recursive: true });
    const identity = `${JSON.stringify({ schema: 'atommem.suite/1', ...settings }, null, 2)}\n`;
    const path = join(folder, 'suite.json');
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found !== undefined && found !== identity) {
      throw new AtomMemError('bad-option', {
        problem: `${folder} holds results from other settings`,
        remedy: 'Give another --out',
        details: { option: 'out', value: folder },
      });
    }
    if (found === undefined) await writeFile(path, identity);
  } catch (cause) {
    if (AtomMemError.isInstance(cause)) throw cause;
    throw new AtomMemError('unreadable-file', {
      problem: `${folder} cannot be written (${(cause as NodeJS.ErrnoException).code})`,
      remedy: 'Give another --out',
      details: { path: folder },
      cause,
    });
  }
  const path = join(folder, 'outcomes.jsonl');
  const lines = (await readAppendedLines(path, { repair: true })) as readonly Line[];
  return keepOutcomes(lines, (line) => appendFile(path, `${JSON.stringify(line)}\n`));
}

function toKey(policy: string, stream: string, dataset: string): string {
  return JSON.stringify([policy, dataset, stream]);
}
