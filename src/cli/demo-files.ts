/**
 * `atommem demo FOLDER`: shows what the user's files say about the names they mention most.
 *
 * @module
 */
import { ask } from '../ask/ask.ts';
import { findNames } from '../ask/spans.ts';
import type { FileDocument } from '../documents/file-document.ts';
import { sentenceLines, skippedLines } from './answer-lines.ts';
import { print, type Terminal } from './output.ts';
import { readFiles } from './read-files.ts';
import { oneLine } from './terminal.ts';

const ASKED = 3;

/** Reads the user's files, summarises them, and answers questions about their most frequent names. */
export async function demoFiles(paths: readonly string[], terminal: Terminal): Promise<void> {
  const { style, width } = terminal;
  const { documents, skipped } = await readFiles(paths, { maxMegabytes: 64 }, terminal);
  const characters = documents.reduce((sum, { text }) => sum + text.length, 0);
  const kinds = Map.groupBy(documents, ({ format }) => format);
  const counts = [...kinds].map(([format, list]) => `${list.length} ${format}`).join(', ');
  print(terminal, [
    style.bold(
      `${documents.length} ${documents.length === 1 ? 'document' : 'documents'}, ${characters.toLocaleString('en')} characters`,
    ),
    style.dim(`  ${counts}`),
  ]);
  const skips = skippedLines(skipped, width);
  if (skips.length > 0) terminal.stderr.write(`${skips.join('\n')}\n`);
  const questions = suggestQuestions(documents);
  const { answers } = await ask({ documents, questions, sentences: 2, signal: terminal.signal });
  print(
    terminal,
    answers.flatMap(({ question, sentences }) => [
      '',
      style.bold(oneLine(question, width)),
      ...sentences.flatMap((sentence) => sentenceLines(sentence, { style, width })),
    ]),
  );
  print(terminal, [
    '',
    style.bold('Ask a question'),
    `  npx atommem ask ${paths.map((path) => JSON.stringify(path)).join(' ')} -q "…"`,
  ]);
}

/** Two capitalised words. Words in capitals throughout are headings. */
const NAME = /^\p{Lu}\p{Ll}\p{L}* \p{Lu}\p{Ll}\p{L}*$/u;

/** Suggests the names that most documents mention. A bare name asks for the sentences about it. */
function suggestQuestions(documents: readonly FileDocument[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { text } of documents)
    for (const name of new Set(findNames(text.slice(0, 20_000)).map((found) => found.text)))
      if (NAME.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const best = [...counts].toSorted((left, right) => right[1] - left[1]).slice(0, ASKED);
  const names = best.map(([name]) => name);
  return names.length > 0 ? names : ['What is this about?'];
}
