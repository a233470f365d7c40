/**
 * Checks of the format `compact` with small models: every reply follows its grammar, also of base models, and copies of
 * the prompt are left out.
 *
 * @module
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { basename } from 'node:path';
import { createContext } from '../../bench/memorise-steps.ts';
import { CALL_TIMEOUT, openModel } from '../../bench/small-model.ts';
import { resolveFormat } from '../../src/format/resolve-format.ts';
import { languageModelPolicy } from '../../src/policy/language-model.ts';
import type { MemoriseObservation } from '../../src/task/observation.ts';
import type { Check } from './checks.ts';

const DOCUMENT = { id: 'd', title: 'Notes', text: 'Ada leads the migration to PostgreSQL.' };
const OBSERVATION: MemoriseObservation = {
  stage: 'memorise',
  questions: [{ id: 'q', text: 'Who leads the migration?' }],
  chunk: { index: 0, count: 1, text: `${DOCUMENT.title}\n${DOCUMENT.text}`, documents: [DOCUMENT] },
  turn: 0,
  readsUsed: 0,
  readsLeft: 0,
};

/** What a reply in the grammar may still be faulted for: it copies the prompt, or ends at the limit of tokens. */
const ALLOWED: ReadonlySet<string> = new Set(['copied-example', 'over-long']);

/** Instructions of the prompt that small models copy. */
const INSTRUCTION = /remember a fact|replace the note|remove entry|list other entries/i;

/** Takes one memorising step with each model. */
export function compactChecks(paths: readonly string[]): readonly Check[] {
  return paths.map((path) => ({
    name: `compact: a step in the grammar of ${basename(path, '.gguf')}`,
    async run() {
      const model = await openModel(path, { threads: '1' }, 1024);
      try {
        const policy = languageModelPolicy({
          model,
          format: resolveFormat('compact'),
          temperature: 0,
          maxOutputTokens: 128,
          retries: 0,
          timeout: CALL_TIMEOUT,
        });
        const reply = await policy.act(OBSERVATION, createContext(0));
        deepStrictEqual(reply.failure, undefined);
        deepStrictEqual(
          reply.issues.filter(({ kind }) => !ALLOWED.has(kind)),
          [],
        );
        const stored = reply.operations.filter((operation) => INSTRUCTION.test(JSON.stringify(operation)));
        deepStrictEqual(stored, []);
        ok(reply.text !== undefined, 'the reply has no text');
        return JSON.stringify(reply.text);
      } finally {
        await model.close();
      }
    },
  }));
}
