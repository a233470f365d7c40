/**
 * Scores `ask` on a folder of files with questions, against a baseline and with single parts of the engine
 * removed.
 *
 *     node bench/files.ts [--folder test/files] [--failures] [--quick] [--without-gold]
 *
 * With `--without-gold`, each question is asked of the folder without its evidence. Then every stated answer is wrong.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { createEvidenceEngine } from '../src/ask/evidence-engine.ts';
import { ALL_PARTS, type EngineParts } from '../src/ask/parts.ts';
import { isGold, type Result, readTestFolder, score } from './file-questions.ts';
import { createBaseline } from './files-baseline.ts';

const { values: flags } = parseArgs({
  options: {
    folder: { type: 'string', default: 'test/files' },
    failures: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    'without-gold': { type: 'boolean', default: false },
  },
});
const { documents, questions } = await readTestFolder(flags.folder);

function summarise(name: string, results: readonly Result[]): Record<string, string> {
  const answerable = results.filter(({ asked }) => asked.answers.length > 0);
  const open = results.filter(({ asked }) => asked.answers.length === 0);
  const stated = results.filter(({ stated: text }) => text !== null);
  const guessed = results.filter((one) => one.guessed);
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
    perhaps: share(guessed, results),
    'perhaps right': share(
      guessed.filter(({ guessRight }) => guessRight),
      guessed,
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
if (flags['without-gold']) {
  const asked = questions.filter(({ answers, kind }) => answers.length > 0 && !/latest|current/.test(kind));
  const engine = createEvidenceEngine(documents);
  const given = asked.map((one) => ({
    one,
    ...engine.explain(one.question, 3, { omit: (unit) => isGold(one, unit) }),
  }));
  const stated = given.filter(({ answer }) => answer !== null);
  const declined = given.filter(({ found }) => !found);
  const share = (count: number): string => ((100 * count) / asked.length).toFixed(1);
  console.log(
    `without the evidence: ${share(declined.length)} % declined, ${share(stated.length)} % stated (n = ${asked.length})`,
  );
  if (flags.failures)
    for (const { one, answer, candidate, confidence, sentences } of stated)
      console.log(
        `\n${one.id} ${one.question}\n   states ${answer} (${candidate?.source}) ${confidence} ${JSON.stringify(candidate?.features)}\n   ${sentences[0]?.path}:${sentences[0]?.line} ${sentences[0]?.text.slice(0, 150)}`,
      );
}
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
