/**
 * Answers with their evidence as lines for a terminal.
 *
 * @module
 */
import type { EvidenceSentence, QuestionAnswer } from '../ask/answer.ts';
import { cleanText } from '../documents/clean-text.ts';
import type { SkippedFile } from '../documents/list-files.ts';
import { formatPlace } from '../documents/locate.ts';
import { oneLine, type Style } from './terminal.ts';
import { wrapMarked, wrapText } from './wrap-text.ts';

export interface LineOptions {
  readonly style: Style;
  /** Columns of a line. */
  readonly width: number;
}

/** Formats one sentence: its place, and its text with the answer marked. */
export function sentenceLines(sentence: EvidenceSentence, { style, width }: LineOptions): readonly string[] {
  const { text, span } = shorten(sentence);
  const note = sentence.superseded ? style.yellow('  superseded') : '';
  const lines = wrapMarked(text, span, width - 6, (part) => style.bold(style.green(part)));
  return [
    `    ${style.cyan(oneLine(formatPlace(sentence), width - 18))}${note}`,
    ...lines.map((line) => `      ${line}`),
  ];
}

/** Formats an answer: the question, the short answer or a note, and the sentences. */
export function answerLines(
  answer: QuestionAnswer,
  documents: number,
  options: LineOptions,
): readonly string[] {
  const { style, width } = options;
  const question = wrapText(cleanText(answer.question), width).map(([start, end]) =>
    style.bold(cleanText(answer.question).slice(start, end)),
  );
  return [
    '',
    ...question,
    `  ${headline(answer, documents, options)}`,
    ...answer.sentences.flatMap((sentence) => sentenceLines(sentence, options)),
  ];
}

function headline(
  { answer, found, confidence, guess, sentences }: QuestionAnswer,
  documents: number,
  { style, width }: LineOptions,
): string {
  // A policy may answer what nothing in its memory supports.
  if (answer !== null && !found)
    return `Perhaps ${style.bold(oneLine(answer, width - 36))} ${style.dim('(no evidence was kept)')}`;
  if (answer !== null)
    return `${style.bold(style.green(oneLine(answer, width - 12)))} ${style.dim(`(${Math.round(confidence * 100)} %)`)}`;
  if (guess !== undefined)
    return `Perhaps ${style.bold(oneLine(guess.text, width - 20))} ${style.dim(`(${Math.round(guess.confidence * 100)} %)`)}`;
  if (found) return style.yellow('No short answer. The sentences that match best:');
  const count = documents === 1 ? '1 document' : `${documents} documents`;
  return style.yellow(`Not found in ${count}.${sentences.length > 0 ? ' The nearest sentences:' : ''}`);
}

const LONGEST = 360;

/** Shortens a long record to the part around its answer. */
function shorten({ text, span }: EvidenceSentence): { text: string; span: readonly [number, number] | null } {
  if (text.length <= LONGEST) return { text, span };
  const middle = span === null ? 0 : span[0];
  const start = Math.max(0, Math.min(middle - LONGEST / 3, text.length - LONGEST));
  const cut = text.slice(start, start + LONGEST);
  const lead = start > 0 ? '…' : '';
  const shown = `${lead}${cut}${start + LONGEST < text.length ? '…' : ''}`;
  const shift = lead.length - start;
  return {
    text: shown,
    span: span === null ? null : [span[0] + shift, Math.min(shown.length, span[1] + shift)],
  };
}

/** Formats an answer for `--quiet`: the answer, or the first sentence with its place. */
export function quietLine({ answer, found, sentences }: QuestionAnswer): string {
  if (answer !== null) return cleanText(answer);
  const [first] = sentences;
  return found && first !== undefined ? `${first.text} (${formatPlace(first)})` : 'not found';
}

const LISTED = 8;

/** Lists files that were not read. Omits hidden files, which users do not expect to be read. */
export function skippedLines(skipped: readonly SkippedFile[], width: number): readonly string[] {
  const told = skipped.filter(({ reason }) => reason !== 'hidden');
  if (told.length === 0) return [];
  const lines = told.slice(0, LISTED).map(({ path, reason }) => oneLine(`  ${path}: ${reason}`, width - 2));
  const more = told.length - LISTED;
  return [
    `skipped ${told.length === 1 ? '1 file or folder' : `${told.length} files and folders`}:`,
    ...lines.map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${more} more; --json lists all`] : []),
  ];
}
