/**
 * Scores `ask` on a folder of files with questions, against a baseline and with single parts of the engine
 * removed.
 *
 *     node bench/files.ts [--folder test/files] [--failures] [--quick]
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { QuestionAnswer } from '../src/ask/answer.ts';
import { createEvidenceEngine } from '../src/ask/evidence-engine.ts';
import { ALL_PARTS, type EngineParts } from '../src/ask/parts.ts';
import { readDocuments } from '../src/documents/read-documents.ts';
import { createBaseline } from './files-baseline.ts';

interface FileQuestion {
  readonly id: string;
  readonly kind: string;
  readonly question: string;
  readonly answers: readonly string[];
  readonly shown?: readonly string[];
  readonly all?: boolean;
  readonly path?: string;
  readonly lines?: readonly number[];
  readonly page?: number;
}

type Sentences = readonly {
  readonly text: string;
  readonly path: string;
  readonly line: number;
  readonly page?: number;
}[];

interface Result {
  readonly asked: FileQuestion;
  readonly inFirst: boolean;
  readonly inThree: boolean;
  readonly located: boolean;
  readonly found: boolean;
  readonly stated: string | null;
  readonly right: boolean;
}

const { values: flags } = parseArgs({
  options: {
    folder: { type: 'string', default: 'test/files' },
    failures: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
const folder = join(flags.folder, 'folder');
const { documents } = await readDocuments(folder, { base: folder });
const questions = readFileSync(join(flags.folder, 'questions.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as FileQuestion);

function normalise(text: string): string {
  return text.toLowerCase().normalize('NFKC').replace(/[’‘]/g, "'").replace(/\s+/g, ' ');
}

function shows(asked: FileQuestion, text: string): boolean {
  const wanted = asked.shown ?? asked.answers.filter((answer) => !/^(?:yes|no|ja|nein)$/.test(answer));
  return wanted.some((one) => normalise(text).includes(normalise(one)));
}

function isRight(asked: FileQuestion, stated: string): boolean {
  const said = normalise(stated);
  if (asked.all) return asked.answers.every((answer) => said.includes(normalise(answer)));
  return asked.answers.some(
    (answer) => said.includes(normalise(answer)) || (said.length > 2 && normalise(answer).includes(said)),
  );
}

function score(
  asked: FileQuestion,
  sentences: Sentences,
  { found, answer }: Pick<QuestionAnswer, 'found' | 'answer'>,
): Result {
  const three = sentences.slice(0, 3);
  const holding = three.filter(({ text }) => shows(asked, text));
  const located = holding.some(
    ({ path, line, page }) =>
      path === asked.path &&
      (asked.page === undefined ? asked.lines!.some((one) => one === line) : asked.page === page),
  );
  return {
    asked,
    inFirst: sentences[0] !== undefined && shows(asked, sentences[0].text),
    inThree: holding.length > 0,
    located,
    found,
    stated: answer,
    right: answer !== null && isRight(asked, answer),
  };
}

function summarise(name: string, results: readonly Result[]): Record<string, string> {
  const answerable = results.filter(({ asked }) => asked.answers.length > 0);
  const open = results.filter(({ asked }) => asked.answers.length === 0);
  const stated = results.filter(({ stated: text }) => text !== null);
  const share = (part: readonly unknown[], whole: readonly unknown[]): string =>
    whole.length === 0 ? '–' : `${((100 * part.length) / whole.length).toFixed(1)}`;
  return {
    engine: name,
    'in three': share(
      answerable.filter(({ inThree }) => inThree),
      answerable,
    ),
    'in first': share(
      answerable.filter(({ inFirst }) => inFirst),
      answerable,
    ),
    located: share(
      answerable.filter(({ located }) => located),
      answerable,
    ),
    stated: share(stated, results),
    'stated right': share(
      stated.filter(({ right }) => right),
      stated,
    ),
    'flatly wrong': share(
      stated.filter(({ right }) => !right),
      results,
    ),
    declined: share(
      open.filter(({ found }) => !found),
      open,
    ),
    'found if there': share(
      answerable.filter(({ found }) => found),
      answerable,
    ),
  };
}

function run(parts: Partial<EngineParts>): readonly Result[] {
  const engine = createEvidenceEngine(documents, { parts });
  return questions.map((asked) => {
    const answer = engine.answer(asked.question);
    return score(asked, answer.sentences, answer);
  });
}

const started = performance.now();
const full = run({});
const rows = [summarise('atommem', full)];
const baseline = createBaseline(documents);
rows.push(
  summarise(
    'sentences',
    questions.map((asked) =>
      score(
        asked,
        baseline(asked.question, 3).map(({ unit, ...place }) => ({ text: unit.text, ...place })),
        { found: true, answer: null },
      ),
    ),
  ),
);
if (!flags.quick)
  for (const part of Object.keys(ALL_PARTS) as (keyof EngineParts)[])
    rows.push(summarise(`without ${part}`, run({ [part]: false })));
const open = questions.filter(({ answers }) => answers.length === 0).length;
console.log(
  `${documents.length} documents, ${questions.length} questions, ${open} of them without an answer; shares in %`,
);
console.table(rows);
console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);

if (flags.failures) {
  const engine = createEvidenceEngine(documents);
  for (const result of full) {
    const { asked, inFirst, located, stated, right, found } = result;
    const wrong =
      asked.answers.length > 0 ? !inFirst || !located || (stated !== null && !right) || !found : found;
    if (!wrong) continue;
    const { sentences, candidate, confidence } = engine.explain(asked.question);
    console.log(
      `\n${asked.id} ${asked.question}\n   gold ${asked.answers.join(' | ')} at ${asked.path}:${asked.lines ?? `page ${asked.page}`} found=${found} stated=${stated} candidate=${candidate?.text} (${candidate?.source}) ${confidence} ${JSON.stringify(candidate?.features)}`,
    );
    for (const { path, line, text, score: value } of sentences)
      console.log(`   ${value} ${path}:${line} ${text.slice(0, 150)}`);
  }
}
