/**
 * Answers with a policy that reads the documents chunk by chunk. Its memory is the evidence.
 *
 * @module
 */

import { type DocumentTaskOptions, documentTask } from '../agent/document-task.ts';
import type { EpisodeOptions } from '../agent/episode-options.ts';
import { runEpisode } from '../agent/run-episode.ts';
import { splitPassages } from '../dataset/split-passages.ts';
import type { FileDocument } from '../documents/file-document.ts';
import { locate } from '../documents/locate.ts';
import { toFileDocument } from '../documents/to-file-document.ts';
import { readSources } from '../memory/entry.ts';
import type { View } from '../memory/view.ts';
import { escapePattern } from '../shared/escape-pattern.ts';
import type { SourceDocument } from '../task/observation.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { EvidenceSentence, QuestionAnswer } from './answer.ts';
import { createEvidenceEngine } from './evidence-engine.ts';

/** Chunking of the documents for a policy. */
export type AskStreamOptions = Partial<DocumentTaskOptions>;

export interface PolicyRun extends Omit<EpisodeOptions, 'task'> {
  readonly stream?: AskStreamOptions;
  readonly documents: readonly FileDocument[];
  readonly questions: readonly string[];
  readonly sentences: number;
}

export interface PolicyAnswers {
  readonly answers: readonly QuestionAnswer[];
  readonly trajectory: Trajectory;
}

/** Runs the policy over the documents, then reads sentences and answers from its memory. */
export async function answerWithPolicy(run: PolicyRun): Promise<PolicyAnswers> {
  const { documents, questions, sentences, stream: options, ...episode } = run;
  const stream = {
    id: 'ask',
    dataset: 'files',
    documents: splitPassages(documents.map(({ id, title, text }): SourceDocument => ({ id, title, text }))),
    questions: questions.map((text, index) => ({ id: `q${index + 1}`, text, answers: [], support: [] })),
  };
  const tokenizer = options?.tokenizer ?? (await loadDefaultTokenizer());
  const task = documentTask(stream, { ...options, tokenizer }, episode.policy.unit);
  const trajectory = await runEpisode({ ...episode, task });
  const sources = new Map(documents.map((document) => [document.id, document]));
  const answers = questions.map((question, index) => {
    const given = trajectory.end.answers[index] || null;
    return readMemoryAnswer(question, given, findView(trajectory, index), sources, sentences);
  });
  return { answers, trajectory };
}

/** The view of memory when the question was answered. */
function findView({ steps }: Trajectory, question: number): View | undefined {
  return steps.findLast((step) => step.question === question)?.view;
}

function readMemoryAnswer(
  question: string,
  given: string | null,
  view: View | undefined,
  sources: ReadonlyMap<string, FileDocument>,
  count: number,
): QuestionAnswer {
  const held = view === undefined ? [] : toHeldDocuments(view);
  const engine = createEvidenceEngine(held.map(({ document }) => document));
  const { found, confidence, answer, sentences } = engine.answer(question, 2 * count);
  const named = new Map(held.map(({ document, from }) => [document.path, from]));
  const placed = dropRepeats(sentences)
    .slice(0, count)
    .map((sentence) => {
      const from = (named.get(sentence.path) ?? []).flatMap(
        (id) => sources.get(id.replace(/¶\d+$/, '')) ?? [],
      );
      return markGiven(placeInSource(sentence, from), given);
    });
  // If the policy's memory does not show its answer, the answer is a guess.
  const shown = given !== null && placed.some(({ span }) => span !== null);
  const agreed = given !== null && answer !== null && given.toLowerCase() === answer.toLowerCase();
  return {
    question,
    found: given !== null && (found || shown),
    answer: given,
    confidence: agreed ? confidence : given === null ? 0 : Math.min(confidence, 0.5),
    sentences: placed,
  };
}

interface HeldDocument {
  readonly document: FileDocument;
  readonly from: readonly string[];
}

/** Entries and scratchpad lines start with the title of their source. */
function toHeldDocuments({ scratchpad, scratchpadMeta, entries }: View): readonly HeldDocument[] {
  const texts = [
    ...entries.map((entry) => ({ id: entry.id, text: entry.text, from: readSources(entry) })),
    ...(scratchpad === ''
      ? []
      : [{ id: 'scratchpad', text: scratchpad, from: readSources({ meta: scratchpadMeta }) }]),
  ];
  return texts.map(({ id, text, from }) => {
    const end = id === 'scratchpad' ? -1 : text.indexOf('\n');
    const source = {
      id,
      title: end === -1 ? '' : text.slice(0, end),
      text: end === -1 ? text : text.slice(end + 1),
    };
    return { document: { ...toFileDocument(source), path: `memory ${id}` }, from };
  });
}

/** The scratchpad repeats sentences of entries. Show each once. */
function dropRepeats(sentences: readonly EvidenceSentence[]): readonly EvidenceSentence[] {
  return sentences.filter(
    ({ text }, place) =>
      !sentences.some(
        (other, at) =>
          at !== place &&
          (at < place
            ? text.includes(other.text) || other.text.includes(text)
            : text !== other.text && text.endsWith(other.text)),
      ),
  );
}

/** Finds a sentence of the memory in its source documents. */
function placeInSource(sentence: EvidenceSentence, from: readonly FileDocument[]): EvidenceSentence {
  const words = sentence.text.split(/\s+/).slice(0, 12).map(escapePattern);
  const pattern = new RegExp(words.join('\\s+'));
  for (const document of from) {
    const at = pattern.exec(document.text)?.index;
    if (at !== undefined) return { ...sentence, title: document.title, ...locate(document, at) };
  }
  return from[0] === undefined ? sentence : { ...sentence, path: from[0].path, title: from[0].title };
}

function markGiven(sentence: EvidenceSentence, given: string | null): EvidenceSentence {
  if (given === null) return { ...sentence, span: null };
  const at = sentence.text.toLowerCase().indexOf(given.toLowerCase());
  return { ...sentence, span: at === -1 ? null : [at, at + given.length] };
}
