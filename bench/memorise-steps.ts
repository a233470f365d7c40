/**
 * Single memorising steps for benches of small models: a question and one document, half of them evidence.
 *
 * @module
 */
import { loadDataset } from '../src/dataset/load-dataset.ts';
import { buildStreams } from '../src/dataset/stream-builder.ts';
import type { PolicyContext } from '../src/policy/policy.ts';
import { renderDocument } from '../src/task/chunk-documents.ts';
import type { MemoriseObservation, SourceDocument } from '../src/task/observation.ts';
import type { TaskQuestion } from '../src/task/task.ts';

export interface MemoriseStep {
  readonly question: TaskQuestion;
  readonly document: SourceDocument;
  /** Whether the document is evidence for the question. */
  readonly gold: boolean;
}

/** One document of the evidence and one other for each question, in turn. */
export async function listSteps(path: string, count: number): Promise<readonly MemoriseStep[]> {
  const { records, extraPassages } = await loadDataset(path);
  const limit = Math.ceil(count / 2);
  return buildStreams(records, { documents: 10, limit, seed: 1, extraPassages })
    .flatMap(({ questions: [question], documents }) =>
      [true, false].map((gold): MemoriseStep => {
        const { support } = question!;
        const document = documents.find(({ id }) => support.includes(id) === gold)!;
        return { question: question!, document, gold };
      }),
    )
    .slice(0, count);
}

/** The step as a policy sees it, with an empty memory. */
export function observe({ question, document }: MemoriseStep): MemoriseObservation {
  return {
    stage: 'memorise',
    questions: [{ id: question.id, text: question.text }],
    chunk: { index: 0, count: 1, text: renderDocument(document, 1), documents: [document] },
    turn: 0,
    readsUsed: 0,
    readsLeft: 0,
  };
}

/** An empty memory and room for one call: the benches measure the first reply, not the one after a correction. */
export function createContext(step: number): PolicyContext {
  const view = { scratchpad: '', scratchpadMeta: {}, query: null, entries: [] };
  return { view, step, callsLeft: 1, read: async () => [], readAll: async () => [] };
}
