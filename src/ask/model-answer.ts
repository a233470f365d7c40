/**
 * Answers a question with one model call over the evidence, and checks the quotes against the sources.
 *
 * @module
 */

import type { FileDocument } from '../documents/file-document.ts';
import { locate } from '../documents/locate.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import { escapePattern } from '../shared/escape-pattern.ts';
import type { EvidenceSentence, QuestionAnswer } from './answer.ts';
import type { EvidenceEngine } from './evidence-engine.ts';
import { readEvidenceReply, renderEvidencePrompt } from './evidence-prompt.ts';

/** Text of a model, with remarks such as "the reply was cut at 64 output tokens". */
export interface CompletedText {
  readonly text: string;
  readonly issues?: readonly string[];
}

/** Sends messages to a model and returns its text. */
export type Complete = (
  messages: readonly PromptMessage[],
  options: { readonly signal?: AbortSignal },
) => Promise<string | CompletedText>;

export interface ModelAnswer extends QuestionAnswer {
  /** Quotes of the model that are not in any source. They are not shown as evidence. */
  readonly droppedQuotes: readonly string[];
  /** What was wrong with the model's reply, such as a limit that cut it. */
  readonly issues: readonly string[];
}

/** Number of sentences that the model reads. */
const SHOWN = 16;

/** Confidence of an answer that occurs in a checked quote, and of an answer with a checked quote in other words. */
const QUOTED = 0.9;
const REWORDED = 0.75;

/**
 * Answers a question with one model call over the best sentences. Answers without a quote from the sources are not
 * stated.
 */
export async function answerWithModel(
  question: string,
  engine: EvidenceEngine,
  documents: readonly FileDocument[],
  complete: Complete,
  options: {
    readonly sentences: number;
    readonly signal?: AbortSignal;
    /** Similarity of each sentence to the question, with an embedder. */
    readonly similarity?: Float32Array;
  },
): Promise<ModelAnswer> {
  const { signal, similarity } = options;
  const evidence = engine.answer(question, SHOWN, { similarity });
  const completed = await complete(renderEvidencePrompt(question, evidence.sentences), { signal });
  const { text, issues = [] } = typeof completed === 'string' ? { text: completed } : completed;
  const reply = readEvidenceReply(text);
  const checked = reply.quotes.map((quote) => ({
    quote,
    sentence: findQuote(quote, evidence.sentences, documents),
  }));
  const droppedQuotes = checked.filter(({ sentence }) => sentence === undefined).map(({ quote }) => quote);
  const quoted = checked.flatMap(({ sentence }) =>
    sentence === undefined ? [] : [markAnswer(sentence, reply.answer)],
  );
  const rest = evidence.sentences.filter(
    ({ path, line, text }) =>
      !quoted.some((one) => one.path === path && one.line === line && one.text === text),
  );
  const sentences = [...quoted, ...rest].slice(0, Math.max(options.sentences, quoted.length));
  const stated = reply.answer !== null && quoted.length > 0;
  const held = quoted.some(({ span }) => span !== null);
  return {
    question,
    found: stated,
    answer: stated ? reply.answer : null,
    confidence: stated ? (held ? QUOTED : REWORDED) : 0,
    sentences,
    droppedQuotes,
    issues,
  };
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[“”„"«»]/g, '"')
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

const SHORTEST_QUOTE = 4;

/** Returns the sentence of a quote: a shown one, or else any in the documents. */
function findQuote(
  quote: string,
  shown: readonly EvidenceSentence[],
  documents: readonly FileDocument[],
): EvidenceSentence | undefined {
  const wanted = normalise(quote).replace(/^\[[^\]]*\]\s*/, '');
  if (wanted.length < SHORTEST_QUOTE) return undefined;
  const known = shown.find(({ text }) => normalise(text).includes(wanted) || wanted === normalise(text));
  if (known !== undefined) return known;
  for (const document of documents) {
    const pattern = new RegExp(wanted.split(' ').map(toQuotePattern).join('\\s+'), 'i');
    const match = pattern.exec(document.text);
    if (match === null) continue;
    const text = match[0].replace(/\s+/g, ' ');
    return { text, title: document.title, ...locate(document, match.index), score: 0, span: null };
  }
  return undefined;
}

function toQuotePattern(text: string): string {
  return escapePattern(text).replace(/['"]/g, '[\'"“”„’‘]');
}

function markAnswer(sentence: EvidenceSentence, answer: string | null): EvidenceSentence {
  if (answer === null) return { ...sentence, span: null };
  const at = sentence.text.toLowerCase().indexOf(answer.toLowerCase());
  return { ...sentence, span: at === -1 ? null : [at, at + answer.length] };
}
