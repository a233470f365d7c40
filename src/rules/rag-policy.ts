/**
 * `ragPolicy`: stores whole documents and answers from entries that the question retrieves.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import { NO_USAGE, type Policy, type PolicyContext, type Reply } from '../policy/policy.ts';
import { type Observation, requireStreamObservation, type SourceDocument } from '../task/observation.ts';

/** Options of `ragPolicy`. */
export interface RagOptions {
  /** Extracts an answer from the retrieved texts, best first. Default: English rules. */
  readonly answerFrom?: (question: string, texts: readonly string[]) => string;
}

/**
 * Creates the control policy: it stores every document whole and answers from entries that the question retrieves. It
 * never updates, deletes or searches twice. The difference from this policy is the gain from managing memory.
 *
 * @example
 * import { evaluate } from 'atommem/eval';
 *
 * const table = await evaluate({ tasks, policies: { rag: ragPolicy() } });
 */
export function ragPolicy({ answerFrom }: RagOptions = {}): Policy {
  return {
    name: 'rag',
    async act(observation: Observation, { view }: PolicyContext): Promise<Reply> {
      const nothing = { issues: [], usage: NO_USAGE };
      if (observation.stage === 'memorise') {
        const operations = observation.chunk.documents.map(store);
        return { operations, action: { kind: 'read-on' }, ...nothing };
      }
      const { readsLeft, question } = requireStreamObservation(observation, 'rag');
      const { text } = question;
      // If the environment does not pose the question as the query, the policy reads it first.
      if (view.query !== text && readsLeft > 0) {
        return { operations: [{ op: 'read', query: text }], action: { kind: 'none' }, ...nothing };
      }
      // Loaded here, so that importing the package stays quick.
      const read = answerFrom ?? (await import('./answer-from-texts.ts')).answerFromTexts;
      const answer = read(
        text,
        view.entries.map((entry) => entry.text),
      );
      return { operations: [], action: { kind: 'answer', answers: [answer] }, ...nothing };
    },
  };
}

function store(document: SourceDocument): Operation {
  const title = document.title === '' ? '' : `${document.title}\n`;
  return { op: 'create', text: `${title}${document.text}`, meta: { sources: [document.id] } };
}
