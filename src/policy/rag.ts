import type { Operation } from '../memory/operation.ts';
import { type Observation, requireStreamObservation, type SourceDocument } from '../task/observation.ts';
import { NO_USAGE, type Policy, type PolicyContext, type Reply } from './policy.ts';

export interface RagOptions {
  /** Reads an answer out of the texts shown for a question, best first. */
  readonly answerFrom: (question: string, texts: readonly string[]) => string;
}

/**
 * The control: stores every document whole and answers from what the question alone retrieves. It never
 * updates, deletes or asks a second question, so what it misses is what managing memory can win.
 */
export function ragPolicy({ answerFrom }: RagOptions): Policy {
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
      // Where the environment does not pose the question as the query, the policy asks it first.
      if (view.query !== text && readsLeft > 0) {
        return { operations: [{ op: 'read', query: text }], action: { kind: 'none' }, ...nothing };
      }
      const answer = answerFrom(
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
