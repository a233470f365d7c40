import { NO_USAGE, type Policy } from '../policy/policy.ts';
import { requireStreamObservation } from '../task/observation.ts';
import type { Settings } from './types.ts';

/** Reads for one question before it is answered; the released agent allows as many in a row. */
const READS = 3;

/**
 * Manages memory by rules, without any model: the embedded default, and the floor that a learned policy
 * must beat. In one pass it keeps the documents that share rare words or names with a question or with
 * evidence found so far, notes the best sentences in the scratchpad, reads for the names that lead to a
 * second hop, merges and drops entries; when a question is put it gathers evidence by name in up to three
 * Reads and answers with a span. Deterministic; English with normal capitals.
 *
 * @param settings sizes and shares; the defaults are in `settings.ts`.
 * @example
 * const trajectory = await runEpisode({ policy: rulesPolicy(), task, memory, clock, timer });
 */
export function rulesPolicy(settings: Partial<Settings> = {}): Policy {
  return {
    name: 'extractive',
    async act(observation, { view }) {
      const nothing = { issues: [], usage: NO_USAGE };
      if (observation.stage === 'memorise') {
        // Loaded here, so that importing the package stays quick.
        const { memorise } = await import('./memorise.ts');
        const questions = observation.questions.map(({ text }) => text);
        const { documents } = observation.chunk;
        const operations = memorise({ ...view, questions, documents, settings });
        return { operations, action: { kind: 'read-on' }, ...nothing };
      }
      const asked = requireStreamObservation(observation, 'extractive');
      const { question, turn, index } = asked;
      const readsLeft = Math.min(asked.readsLeft, READS - turn);
      const { recall } = await import('./recall.ts');
      const { operations, answer } = recall({
        ...view,
        question: question.text,
        index,
        turn,
        readsLeft,
        settings,
      });
      const action =
        answer === undefined ? ({ kind: 'none' } as const) : ({ kind: 'answer', answers: [answer] } as const);
      return { operations, action, ...nothing };
    },
  };
}
