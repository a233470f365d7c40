/**
 * Reads the turns of a chunk with their speakers and dates.
 *
 * @module
 */
import { readDate } from '../../shared/read-date.ts';
import type { SourceDocument } from '../../task/observation.ts';
import { completeAnswer } from './asked-attributes.ts';
import { type Clause, splitClauses } from './clauses.ts';
import { type ForgetRequest, readForgetRequest } from './forget-request.ts';

/** A group of sentences by one person. */
export interface Statement {
  /** The speaker, in lower case. */
  readonly speaker: string;
  /** The speaker's name in sentences: `The user`, `Caroline`. */
  readonly label: string;
  /** The source document. */
  readonly source: string;
  /** Date of the conversation as `YYYY-MM-DD`. Undefined if it is unknown. */
  readonly said: string | undefined;
  /** The text; empty for a request. */
  readonly text: string;
  /** `text` in clauses, with a short answer completed by its question. */
  readonly clauses: readonly Clause[];
  readonly request?: ForgetRequest;
}

/** Speakers that are not people. */
const MACHINES = /^(?:assistant|ai|bot|chatbot|system|tool|model|agent|developer)$/i;

const TURN = /^([\p{L}\p{N}][^\n:]{0,60}?):\s*([\s\S]*)$/u;

/** Returns the statements of people in a dialogue's documents, in order. Other documents are ignored. */
export function readStatements(documents: readonly SourceDocument[]): readonly Statement[] {
  let before = '';
  return documents.flatMap((document): readonly Statement[] => {
    const turn = TURN.exec(document.text);
    if (turn === null) return [];
    const [, name, text] = turn as unknown as [string, string, string];
    const question = before;
    before = text;
    if (MACHINES.test(name.trim())) return [];
    const speaker = name.trim().toLowerCase();
    const base = {
      speaker,
      label: speaker === 'user' ? 'The user' : name.trim(),
      source: document.id,
      said: readDate(document.title),
    };
    return splitRequests(completeAnswer(question, text) ?? text).map((part) =>
      typeof part === 'string'
        ? { ...base, text: part, clauses: splitClauses(part) }
        : { ...base, text: '', clauses: [], request: part },
    );
  });
}

/** Splits a text into statements and requests to forget, in order. */
function splitRequests(text: string): readonly (string | ForgetRequest)[] {
  const parts: (string | ForgetRequest)[] = [];
  let said = '';
  for (const sentence of text.slice(0, LONGEST_TURN).split(/(?<=[.!?])\s+|\n+/)) {
    const request = readForgetRequest(sentence);
    if (request === undefined) {
      said += `${sentence}\n`;
      continue;
    }
    if (said.trim() !== '') parts.push(said.trim());
    // "Forget the camp, we're not going": the rest is a statement.
    const rest = request.what === 'last' ? LONG_REST : PERSONAL_REST;
    said = rest.exec(sentence)?.[1] ?? '';
    parts.push(request);
  }
  if (said.trim() !== '') parts.push(said.trim());
  return parts;
}

/** What follows a request in the same sentence and is a statement. */
const PERSONAL_REST = /,\s+((?:I|we|it|they|he|she|that)\b.*)$/is;
const LONG_REST = /,\s+((?!please|thanks)[^,]*\s[^,]*\s[^,]*\s.*)$/is;

/** Maximum length of a turn in characters. Longer turns are pasted documents. */
const LONGEST_TURN = 8000;
