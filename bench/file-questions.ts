/**
 * Questions about a folder of files, and how answers to them are scored. Used by `bench/files.ts` and
 * `scripts/fit-files.ts`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QuestionAnswer } from '../src/ask/answer.ts';
import type { Unit } from '../src/ask/unit.ts';
import type { FileDocument } from '../src/documents/file-document.ts';
import { locate } from '../src/documents/locate.ts';
import { readDocuments } from '../src/documents/read-documents.ts';

export interface FileQuestion {
  readonly id: string;
  readonly kind: string;
  readonly question: string;
  /** Accepted short answers. Empty if no file contains an answer. */
  readonly answers: readonly string[];
  readonly shown?: readonly string[];
  /** Whether the evidence must contain all of `shown`, or the answer all of `answers`. */
  readonly all?: boolean;
  readonly path?: string;
  readonly lines?: readonly number[];
  readonly page?: number;
}

export type Sentences = readonly {
  readonly text: string;
  readonly path: string;
  readonly line: number;
  readonly page?: number;
}[];

export interface Result {
  readonly asked: FileQuestion;
  readonly inFirst: boolean;
  readonly inThree: boolean;
  readonly located: boolean;
  readonly found: boolean;
  readonly stated: string | null;
  readonly right: boolean;
  /** Whether a guess is shown, and whether it is right. */
  readonly guessed: boolean;
  readonly guessRight: boolean;
}

/** Documents and questions of one test folder. */
export interface TestFolder {
  readonly documents: readonly FileDocument[];
  readonly questions: readonly FileQuestion[];
}

export async function readTestFolder(path: string): Promise<TestFolder> {
  const folder = join(path, 'folder');
  const { documents } = await readDocuments(folder, { base: folder });
  const questions = readFileSync(join(path, 'questions.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as FileQuestion);
  return { documents, questions };
}

function normalise(text: string): string {
  return text.toLowerCase().normalize('NFKC').replace(/[’‘]/g, "'").replace(/\s+/g, ' ');
}

/** Returns whether a text contains the evidence. */
export function shows(asked: FileQuestion, text: string): boolean {
  return listShown(asked).some((one) => normalise(text).includes(normalise(one)));
}

export function isRight(asked: FileQuestion, stated: string): boolean {
  const said = normalise(stated);
  if (asked.all && asked.shown === undefined)
    return asked.answers.every((answer) => said.includes(normalise(answer)));
  return asked.answers.some(
    (answer) => said.includes(normalise(answer)) || (said.length > 2 && normalise(answer).includes(said)),
  );
}

export function score(
  asked: FileQuestion,
  sentences: Sentences,
  { found, answer, guess }: Pick<QuestionAnswer, 'found' | 'answer' | 'guess'>,
): Result {
  const three = sentences.slice(0, 3);
  const holding = three.filter(({ text }) => shows(asked, text));
  const joined = normalise(three.map(({ text }) => text).join('\n'));
  const complete =
    asked.all && asked.shown !== undefined
      ? asked.shown.every((one) => joined.includes(normalise(one)))
      : holding.length > 0;
  const located = holding.some(
    ({ path, line, page }) =>
      path === asked.path &&
      (asked.page === undefined
        ? asked.lines === undefined || asked.lines.length === 0 || asked.lines.includes(line)
        : asked.page === page),
  );
  return {
    asked,
    inFirst: sentences[0] !== undefined && shows(asked, sentences[0].text),
    inThree: complete,
    located,
    found,
    stated: answer,
    right: answer !== null && isRight(asked, answer),
    guessed: guess !== undefined,
    guessRight: guess !== undefined && isRight(asked, guess.text),
  };
}

function listShown(asked: FileQuestion): readonly string[] {
  return asked.shown ?? asked.answers.filter((answer) => !/^(?:yes|no|ja|nein)$/.test(answer));
}

/** Returns whether a unit is evidence: on an accepted line, or elsewhere with the answer and two words of the question. */
export function isGold(asked: FileQuestion, { document, start, end, text, block }: Unit): boolean {
  if (document.path === asked.path) {
    if (asked.page !== undefined && block.page === asked.page) return true;
    const [first, last] = [locate(document, start).line, locate(document, Math.max(start, end - 1)).line];
    if (asked.lines?.some((line) => line >= first && line <= last)) return true;
  }
  if (!shows(asked, text)) return false;
  const context = normalise(`${text} ${block.trail.join(' ')}`);
  const words = normalise(asked.question).match(/[\p{L}\p{N}]{4,}/gu) ?? [];
  return words.filter((word) => context.includes(word)).length >= 2;
}
