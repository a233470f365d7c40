/**
 * `rulesPolicy`, the built-in policy of English rules.
 *
 * @module
 */
import { NO_USAGE, type Policy } from '../policy/policy.ts';
import { requireStreamObservation } from '../task/observation.ts';
import type { Settings } from './types.ts';

/** Maximum Reads per question. The released agent allows as many in a row. */
const READS = 3;

/** Entries to look at for the identifiers of a chunk. */
const RELATED_ENTRIES = 12;

/**
 * Creates the built-in policy: it manages memory by rules, without a model. It expects English with normal
 * capitals and is deterministic.
 *
 * While reading, it keeps documents that share rare words or names with a question or with earlier evidence.
 * It writes the best sentences to the scratchpad, reads for names that lead to a second hop, and merges and
 * deletes entries. To answer, it gathers evidence by name in up to three Reads and returns a stretch of it.
 *
 * @param settings Sizes and shares. Default: 4,300 characters of scratchpad, at most 75 % of a chunk kept.
 * @example
 * const trajectory = await runEpisode({ policy: rulesPolicy(), task, memory, clock, timer });
 */
export function rulesPolicy(settings: Partial<Settings> = {}): Policy {
  return {
    name: 'extractive',
    async act(observation, { view, capacity, characterCapacity, read, readAll }) {
      const nothing = { issues: [], usage: NO_USAGE };
      const limited = capacity !== undefined || characterCapacity !== undefined;
      if (observation.stage === 'memorise') {
        // Loaded here, so that importing the package stays quick.
        const { memorise } = await import('./memorise.ts');
        const questions = observation.questions.map(({ text }) => text);
        const { documents } = observation.chunk;
        if (limited) {
          const { memoriseWithin } = await import('./memorise-within.ts');
          const room = {
            entries: capacity,
            characters: characterCapacity && characterCapacity - view.scratchpad.length,
          };
          const stored = await readAll();
          const operations = memoriseWithin({ ...view, stored, questions, documents, settings, room });
          return { operations, action: { kind: 'read-on' }, ...nothing };
        }
        const { listIdentifiers } = await import('./extend-chains.ts');
        const identifiers = listIdentifiers(
          documents.map(({ title, text }) => `${title} ${text}`).join('\n'),
        );
        const related =
          identifiers.length > 0 ? await read(identifiers.join(' '), { limit: RELATED_ENTRIES }) : [];
        const operations = memorise({ ...view, questions, documents, related, settings });
        return { operations, action: { kind: 'read-on' }, ...nothing };
      }
      const asked = requireStreamObservation(observation, 'extractive');
      const { question, turn, index } = asked;
      const readsLeft = Math.min(asked.readsLeft, READS - turn);
      const input = { ...view, question: question.text, index, turn, readsLeft, settings };
      const { operations, answer } = limited
        ? (await import('./recall-within.ts')).recallWithin({ ...input, stored: await readAll() })
        : (await import('./recall.ts')).recall(input);
      const action =
        answer === undefined ? ({ kind: 'none' } as const) : ({ kind: 'answer', answers: [answer] } as const);
      return { operations, action, ...nothing };
    },
  };
}
