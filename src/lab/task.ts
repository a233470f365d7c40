/**
 * Lab tasks.
 *
 * @module
 */
import { admitEach } from '../memory/admission.ts';
import type { Operation } from '../memory/operation.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import type { Chunk, SourceDocument } from '../task/observation.ts';
import type { StreamRules } from '../task/stream-rules.ts';
import type { Environment, Task, TaskQuestion } from '../task/task.ts';
import { generateStory, type LabFact, type LabStory } from './generate.ts';
import { chunkCount, type LabOptions } from './options.ts';
import { readPhrases, readWords } from './phrases/phrase.ts';

/** Rules of lab streams: one chunk or question per step, whatever the reply, and unlimited Reads. */
export const LAB_STREAM_RULES: StreamRules = {
  queryLimit: Number.POSITIVE_INFINITY,
  queryLimitWhileMemorising: 'refuse',
  queryLimitWhileAnswering: 'refuse',
  countReads: 'per-question',
  advanceOn: 'always',
  turnsPerChunk: 1,
  turnsPerQuestion: 1,
  silence: 'advance',
  malformed: 'skip',
  answerWhileMemorising: 'ignore',
  severalAnswers: 'first',
  answerQuery: 'question',
  turnCap: 'scaled',
};

/** A lab task with its story, for tests and for results by question type. */
export interface LabTask extends Task {
  readonly kind: 'lab';
  readonly story: LabStory;
}

/**
 * Creates a document stream in a closed vocabulary. Every sentence is a document of three words, and every
 * answer is one word. Equal seeds and options give equal tasks.
 *
 * @example createLabTask(labSeed('development', 7), LAB_PRESETS.small)
 */
export function createLabTask(seed: number, options: LabOptions): LabTask {
  const story = generateStory(seed, options);
  const documents = story.sentences.map(
    (fact, place): SourceDocument => ({ id: `s${place + 1}`, title: '', text: writeFact(fact) }),
  );
  const id = `lab-${seed}`;
  const stream = createDocumentStream({
    id,
    dataset: 'lab',
    questions: story.questions.map(
      (question, place): TaskQuestion => ({
        id: `${id}-q${place + 1}`,
        text: [question.subject, ...question.relations].join(' '),
        answers: [question.answer],
        support: question.support.map((sentence) => documents[sentence]!.id),
        type: `${question.relations.length}-hop${question.superseded ? ', superseded' : ''}`,
      }),
    ),
    documents,
    chunks: createChunks(documents, options),
    rules: LAB_STREAM_RULES,
  });
  return { ...stream, kind: 'lab', story, open: () => withLabRules(stream.open(), options) };
}

/** Writes a fact as a sentence of the stream. */
export function writeFact({ subject, relation, object }: LabFact): string {
  return `${subject} ${relation} ${object}`;
}

function createChunks(documents: readonly SourceDocument[], options: LabOptions): readonly Chunk[] {
  const count = chunkCount(options);
  return Array.from({ length: count }, (_, index) => {
    const from = index * options.chunkSentences;
    const shown = documents.slice(from, from + options.chunkSentences);
    return { index, count, text: shown.map(({ text }) => text).join('\n'), documents: shown };
  });
}

/** Limits the scratchpad and, if a limit is set, the operations per reply. */
function withLabRules(environment: Environment, options: LabOptions): Environment {
  const limit = options.operationLimit ?? Number.POSITIVE_INFINITY;
  return {
    ...environment,
    admit(operations) {
      let taken = 0;
      const own = admitEach(operations, (operation) => {
        if (taken >= limit || overflows(operation, options.scratchpadPhrases)) return 'task-rule';
        taken += 1;
        return undefined;
      });
      const { admitted, refused } = environment.admit(own.admitted);
      return { admitted, refused: [...own.refused, ...refused] };
    },
  };
}

function overflows(operation: Operation, phrases: number): boolean {
  if (operation.op !== 'update' || operation.target !== 'scratchpad') return false;
  return readPhrases(operation.text).length > phrases || readWords(operation.text).length > 3 * phrases;
}
