/**
 * `ask`: answers questions over documents that exceed a context window.
 *
 * @module
 */
import type { EpisodeOptions } from '../agent/episode-options.ts';
import { toFileDocument } from '../documents/to-file-document.ts';
import { createMemory } from '../memory/create-memory.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { Policy } from '../policy/policy.ts';
import { AtomMemError } from '../shared/error.ts';
import type { SourceDocument } from '../task/observation.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { QuestionAnswer } from './answer.ts';
import type { Complete } from './model-answer.ts';
import type { AskStreamOptions } from './policy-answer.ts';

export interface AskOptions extends Pick<EpisodeOptions, 'clock' | 'timer' | 'budget' | 'onStep'> {
  /**
   * Documents to read. Documents of `readDocuments` give lines and pages in results; others give their title.
   * Default: none.
   */
  readonly documents?: readonly SourceDocument[] | { readonly documents: readonly SourceDocument[] };
  readonly questions: string | readonly string[];
  /** Policy that reads the documents and manages a memory. Default: none; all sentences are evidence. */
  readonly policy?: Policy;
  /**
   * Model that answers each question in one call over the evidence. Default: none; answers are spans of the evidence.
   */
  readonly model?: Complete;
  /**
   * Embedder that finds sentences whose words differ from the question's. Each sentence is embedded once per call;
   * `cachedEmbedder` keeps the vectors for later calls. Has no effect with `policy`. Default: none.
   */
  readonly embedder?: Embedder;
  /** With `policy`: chunking of the documents. Default: chunks of 4000 tokens. */
  readonly stream?: AskStreamOptions;
  /** A memory whose entries are also evidence, such as a synced folder. With `policy`: the memory it writes to. */
  readonly memory?: EpisodeOptions['memory'];
  /** Number of sentences per question. Default: 3. */
  readonly sentences?: number;
  /** Whether to match words by stem (English, German, French, Spanish). Default: true. */
  readonly stemming?: boolean;
  readonly signal?: AbortSignal;
}

export interface AskResult {
  /** One answer per question, in order. */
  readonly answers: readonly QuestionAnswer[];
  /** Name of the policy, or `evidence` without one. */
  readonly policy: string;
  /** Number of documents read, including those of the memory. */
  readonly documents: number;
  /** With `policy`: the whole episode. */
  readonly trajectory?: Trajectory;
}

/**
 * Answers questions over documents. Each answer includes the best sentences, their locations and the answering span.
 * A short answer is given only if the evidence supports it.
 *
 * Never writes to `memory`, unless a `policy` manages it.
 *
 * @throws AtomMemError `bad-argument` without a question
 * @example
 * import { readDocuments } from 'atommem/tasks';
 *
 * const documents = await readDocuments('notes/');
 * const { answers } = await ask({ documents, questions: 'Who signed the lease?' });
 * for (const { answer, sentences } of answers) console.log(answer, sentences[0]?.path, sentences[0]?.line);
 */
export async function ask(options: AskOptions): Promise<AskResult> {
  const { questions: asked, policy, model, memory, embedder, sentences = 3, stemming, signal } = options;
  const questions = (typeof asked === 'string' ? [asked] : asked).map((text) => text.trim());
  checkOptions(questions, sentences);
  const given = listDocuments(options.documents).map(toFileDocument);
  if (policy !== undefined) {
    const { answerWithPolicy } = await import('./policy-answer.ts');
    const { stream, clock, timer, budget, onStep } = options;
    const run = { policy, memory, clock, timer, budget, onStep, signal, recordChunks: true };
    const answered = await answerWithPolicy({ ...run, stream, documents: given, questions, sentences });
    return { ...answered, policy: policy.name, documents: given.length };
  }
  // Imported lazily to keep the package's import fast.
  const { createEvidenceEngine } = await import('./evidence-engine.ts');
  const { toDocuments } = await import('./memory-documents.ts');
  const { answerWithModel } = await import('./model-answer.ts');
  const stored = memory === undefined ? [] : toDocuments(await createMemory(memory).entries());
  const documents = [...given, ...stored.filter(({ id }) => !given.some((document) => document.id === id))];
  const engine = createEvidenceEngine(documents, stemming === false ? { stemming: false } : {});
  const { embedTexts } = await import('./measure-similarity.ts');
  const measure = embedder === undefined ? undefined : await embedTexts(engine.listTexts(), embedder, signal);
  const answers: QuestionAnswer[] = [];
  for (const question of questions) {
    signal?.throwIfAborted();
    const similarity = await measure?.(question, signal);
    answers.push(
      model === undefined
        ? engine.answer(question, sentences, { similarity })
        : await answerWithModel(question, engine, documents, model, { sentences, signal, similarity }),
    );
  }
  return { answers, policy: 'evidence', documents: documents.length };
}

function listDocuments(documents: AskOptions['documents'] = []): readonly SourceDocument[] {
  return 'documents' in documents ? documents.documents : documents;
}

function checkOptions(questions: readonly string[], sentences: number): void {
  if (questions.length === 0 || questions.some((text) => text === '')) {
    throw new AtomMemError('bad-argument', {
      problem: questions.length === 0 ? 'ask got no question' : 'a question is empty',
      remedy: 'Pass at least one question as text',
      details: { option: 'questions', value: questions },
    });
  }
  if (Number.isInteger(sentences) && sentences >= 1) return;
  throw new AtomMemError('bad-argument', {
    problem: `sentences is ${sentences}`,
    remedy: 'Pass a whole number of at least 1',
    details: { option: 'sentences', value: sentences },
  });
}
