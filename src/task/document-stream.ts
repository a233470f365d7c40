/**
 * The document stream: documents come in chunks, then every question is asked.
 *
 * @module
 */
import { admitEach } from '../memory/admission.ts';
import type { Operation, Refusal } from '../memory/operation.ts';
import { readAnswers } from './action.ts';
import type { Chunk, Observation, Question, SourceDocument } from './observation.ts';
import type { StreamRules } from './stream-rules.ts';
import type { Environment, GivenAnswer, StepOutcome, Task, TaskQuestion } from './task.ts';

export interface DocumentStreamOptions {
  readonly id: string;
  readonly dataset: string;
  readonly questions: readonly TaskQuestion[];
  readonly chunks: readonly Chunk[];
  readonly documents: readonly SourceDocument[];
  readonly rules: StreamRules;
}

/**
 * Creates the long-context task of the paper. Documents come in chunks, and every question is known from the
 * start. After the last chunk, each question is asked in turn and must be answered from memory alone.
 */
export function createDocumentStream(options: DocumentStreamOptions): Task {
  const { id, dataset, questions, documents } = options;
  return { id, kind: 'document-stream', dataset, questions, documents, open: () => openStream(options) };
}

function openStream({ chunks, rules, ...options }: DocumentStreamOptions): Environment {
  // Policies never see the accepted answers, nor which documents hold the evidence.
  const questions = options.questions.map(({ id, text }): Question => ({ id, text }));
  let chunk = 0;
  let question = 0;
  let turnsHere = 0; // steps spent on this chunk or question
  let readsInRow = 0;

  const memorising = (): boolean => chunk < chunks.length;
  const over = (): boolean => question >= questions.length;

  function nextChunk(): void {
    chunk += 1;
    turnsHere = 0;
    if (!memorising() && rules.countReads === 'per-question') readsInRow = 0;
  }

  function nextQuestion(): void {
    question += 1;
    turnsHere = 0;
    if (rules.countReads === 'per-question') readsInRow = 0;
  }

  function observe(): Observation | null {
    if (over()) return null;
    const readsLeft = Math.max(0, rules.queryLimit - readsInRow);
    const counts = { turn: turnsHere, readsUsed: readsInRow, readsLeft };
    if (memorising()) return { stage: 'memorise', questions, chunk: chunks[chunk]!, ...counts };
    return { stage: 'answer', question: questions[question]!, index: question, ...counts };
  }

  function refuse(operation: Operation): Refusal | undefined {
    if (operation.op !== 'read') {
      readsInRow = 0;
      return undefined;
    }
    if (readsInRow < rules.queryLimit) {
      readsInRow += 1;
      return undefined;
    }
    const limit = memorising() ? rules.queryLimitWhileMemorising : rules.queryLimitWhileAnswering;
    if (limit === 'skip-question') nextQuestion();
    return 'query-limit';
  }

  function memorised(outcome: StepOutcome): readonly GivenAnswer[] {
    const given = rules.answerWhileMemorising === 'score' ? takeAnswers(readAnswers(outcome.action)) : [];
    const wrote = outcome.effects.some(
      ({ applied, operation }) =>
        applied &&
        (operation.op === 'create' || (operation.op === 'update' && operation.target !== 'scratchpad')),
    );
    const aborted = outcome.malformed && rules.malformed === 'abort';
    const silent = outcome.silent && rules.silence === 'advance';
    const readOn = outcome.action.kind === 'read-on';
    const moved = rules.advanceOn === 'always' || readOn || silent || (wrote && !aborted);
    if ((moved && !outcome.lookAgain) || turnsHere >= rules.turnsPerChunk) nextChunk();
    return given;
  }

  function takeAnswers(answers: readonly string[]): readonly GivenAnswer[] {
    const given: GivenAnswer[] = [];
    for (const text of answers) {
      if (over()) break;
      given.push({ index: question, text });
      readsInRow = 0;
      nextQuestion();
    }
    return given;
  }

  function answered(outcome: StepOutcome, asked: number): readonly GivenAnswer[] {
    if (question !== asked) return []; // the query limit skipped the question
    const answers = readAnswers(outcome.action);
    const given = takeAnswers(rules.severalAnswers === 'all' ? answers : answers.slice(0, 1));
    const gaveUp = outcome.action.kind === 'answer' && answers.length === 0;
    if (given.length === 0 && (gaveUp || turnsHere >= rules.turnsPerQuestion)) nextQuestion();
    return given;
  }

  let asked = 0;
  return {
    turnCap:
      rules.turnCap === 'scaled'
        ? 4 * chunks.length + (rules.queryLimit + 2) * questions.length
        : rules.turnCap,
    observe() {
      asked = question;
      return observe();
    },
    posed() {
      const opening = !memorising() && !over() && turnsHere === 0;
      return opening && rules.answerQuery === 'question' ? questions[question]!.text : null;
    },
    admit: (operations) => admitEach(operations, refuse),
    act(outcome) {
      turnsHere += 1;
      return memorising() ? memorised(outcome) : answered(outcome, asked);
    },
  };
}
