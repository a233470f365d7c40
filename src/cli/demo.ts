/**
 * `atommem demo`: runs policies on bundled questions, without key, server or download.
 * @module
 */
import { Command } from 'commander';
import { documentTask } from '../agent/document-task.ts';
import { runEpisode } from '../agent/run-episode.ts';
import { ask } from '../ask/ask.ts';
import { findNames } from '../ask/spans.ts';
import { loadDataset } from '../dataset/load-dataset.ts';
import { sampleDatasetPath } from '../dataset/sample.ts';
import { buildStreams, type DocumentStream } from '../dataset/stream-builder.ts';
import type { FileDocument } from '../documents/file-document.ts';
import { type EpisodeScore, scoreEpisode, viewAtAnswer } from '../eval/episode-score.ts';
import type { Policy } from '../policy/policy.ts';
import { answerFromTexts } from '../rules/answer-from-texts.ts';
import { ragPolicy } from '../rules/rag-policy.ts';
import { rulesPolicy } from '../rules/rules-policy.ts';
import { normaliseAnswer } from '../score/normalise.ts';
import { createCountingClock } from '../shared/clock.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { createWorkflow } from '../workflow/workflows.ts';
import { answerLines, skippedLines } from './answer-lines.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { print, type Terminal } from './output.ts';
import { readFiles } from './read-files.ts';
import { formatTable, oneLine } from './terminal.ts';
import { timelineLines } from './timeline.ts';
import { wrapMarked, wrapText } from './wrap-text.ts';

const STREAMS = 6;
const ALL_STREAMS = 10;
const QUESTIONS = 2;
const DOCUMENTS = 200;
const SEED = 1;

/** Creates `atommem demo`. */
export function demoCommand(terminal: Terminal): Command {
  return new Command('demo')
    .description(
      'watch an agent read 200 documents and answer from what it kept, or ask about your own files',
    )
    .argument('[paths...]', 'files or folders to ask about instead')
    .option('--all', 'show every stream step by step')
    .action((paths: readonly string[], flags: { readonly all?: boolean }) =>
      paths.length > 0 ? showFiles(paths, terminal) : showSample(flags.all === true, terminal),
    );
}

/** Returns the compared policies in the order of the table. */
function createPolicies(): Readonly<Record<string, Policy>> {
  return {
    rules: rulesPolicy(),
    rag: ragPolicy(),
    recency: createWorkflow('recency-4', { answerFrom: answerFromTexts }),
  };
}

async function showSample(all: boolean, terminal: Terminal): Promise<void> {
  const { style, width } = terminal;
  const limit = all ? ALL_STREAMS : STREAMS;
  const { records, extraPassages } = await loadDataset(sampleDatasetPath());
  const streams = buildStreams(records, {
    documents: DOCUMENTS,
    questions: QUESTIONS,
    limit,
    seed: SEED,
    extraPassages,
  });
  const intro = `An agent reads ${DOCUMENTS} Wikipedia paragraphs in chunks, keeps what it may need, and answers from that alone. No model: the policy is a set of rules.`;
  print(terminal, [...wrapText(intro, width).map(([start, end]) => style.bold(intro.slice(start, end))), '']);
  const scores = new Map<string, EpisodeScore[]>();
  for (const [index, stream] of streams.entries()) {
    if (terminal.signal.aborted) throw new Error('interrupted');
    const told = all || index === 0;
    if (told) print(terminal, streamHeading(stream, index, streams.length, terminal));
    for (const [name, policy] of Object.entries(createPolicies())) {
      const shown = told && name === 'rules';
      const trajectory = await runStream(stream, `${name}-${index + 1}`, policy, shown, terminal);
      scores.set(name, [...(scores.get(name) ?? []), scoreEpisode(trajectory)]);
      if (name === 'rules' && (all || index < SHOWN_ANSWERS)) {
        if (index === 0 || all) print(terminal, ['', style.bold('Questions, answered from memory')]);
        print(terminal, memoryLines(trajectory, stream, terminal));
      }
    }
  }
  print(terminal, ['', ...comparisonTable(scores, streams.length, terminal), '', ...nextSteps(terminal)]);
}

/** Streams shown with their answers unless `--all` is given. */
const SHOWN_ANSWERS = 2;

function streamHeading(
  stream: DocumentStream,
  index: number,
  count: number,
  { style, width }: Terminal,
): readonly string[] {
  const heading = style.bold(style.cyan(`Stream ${index + 1} of ${count}, step by step`));
  return [heading, ...stream.questions.map(({ text }) => style.dim(`  ? ${oneLine(text, width - 4)}`))];
}

async function runStream(
  stream: DocumentStream,
  namespace: string,
  policy: Policy,
  shown: boolean,
  terminal: Terminal,
): Promise<Trajectory> {
  const { style, width, timer, signal } = terminal;
  const task = documentTask(stream, { tokenizer: await loadDefaultTokenizer() }, policy.unit);
  return runEpisode({
    task,
    policy,
    memory: { namespace },
    clock: createCountingClock(),
    timer,
    signal,
    onStep: async (step, observation) => {
      const told = shown && observation.stage === 'memorise' && observation.chunk.index < SHOWN_CHUNKS;
      if (told) print(terminal, timelineLines(step, observation, { style, width, each: 1 }));
      if (shown && observation.stage === 'memorise' && observation.chunk.index === SHOWN_CHUNKS)
        print(terminal, style.dim(`… and ${observation.chunk.count - SHOWN_CHUNKS} more chunks`));
      await hearInterrupt();
    },
  });
}

const SHOWN_CHUNKS = 3;

/** Formats each question with the stored sentence, the answer marked, and the document it comes from. */
function memoryLines(
  trajectory: Trajectory,
  stream: DocumentStream,
  { style, width }: Terminal,
): readonly string[] {
  const score = scoreEpisode(trajectory);
  return stream.questions.flatMap((question, index) => {
    const { answerInMemory, answer, em } = score.questions[index]!;
    const lines = [`  ${oneLine(question.text, width - 2)}`];
    const held = findHolding(trajectory, index, question.answers);
    const given = `answers "${oneLine(answer ?? '', 40)}"`;
    const told = em === 1 ? given : `${given}, accepted: "${oneLine(question.answers[0] ?? '', 30)}"`;
    const said = (em === 1 ? style.green : style.dim)(oneLine(told, width - 4));
    if (held === undefined) {
      const why = answerInMemory === 0 ? 'the answer is not in memory' : 'a yes or no: nothing to mark';
      return [...lines, `    ${said} ${style.dim(`(${why})`)}`];
    }
    const marked = wrapMarked(held.text, held.span, width - 6, (part) => style.bold(style.green(part))).slice(
      0,
      3,
    );
    const from = `from "${oneLine(held.title, 40)}"`;
    const fits = from.length + told.length + 7 <= width;
    return [
      ...lines,
      ...marked.map((line) => `    ${line}`),
      ...(fits ? [`    ${style.dim(`${from} ·`)} ${said}`] : [`    ${style.dim(from)}`, `    ${said}`]),
    ];
  });
}

/** Finds the sentence in memory that contains an accepted answer. */
function findHolding(
  trajectory: Trajectory,
  question: number,
  answers: readonly string[],
): { readonly text: string; readonly title: string; readonly span: readonly [number, number] } | undefined {
  const view = viewAtAnswer(trajectory, question);
  const gold = answers.filter((answer) => !/^(?:yes|no)$/i.test(normaliseAnswer(answer)));
  const entries = [...(view?.entries ?? []).map(({ text }) => text), view?.scratchpad ?? ''];
  for (const text of entries) {
    const title = text.split('\n')[0] ?? '';
    for (const sentence of text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u)) {
      for (const answer of gold) {
        const at = findWords(sentence, answer);
        if (at >= 0 && sentence !== title)
          return { text: sentence.replace(/\s/g, ' '), title, span: [at, at + answer.length] };
      }
    }
  }
  return undefined;
}

/** Returns the offset of an answer as whole words, or -1. */
function findWords(sentence: string, answer: string): number {
  const escaped = answer.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').exec(sentence)?.index ?? -1;
}

/** Formats what each policy kept and answered. Evidence comes first, because answers need a model. */
function comparisonTable(
  scores: ReadonlyMap<string, readonly EpisodeScore[]>,
  streams: number,
  { style }: Terminal,
): readonly string[] {
  const rows = [...scores].map(([name, list]) => {
    const questions = list.flatMap((score) => score.questions);
    const share = (values: readonly (number | null)[]): string => {
      const known = values.filter((value) => value !== null);
      return known.length === 0
        ? '–'
        : `${Math.round((100 * known.reduce((sum, value) => sum + value, 0)) / known.length)} %`;
    };
    return [
      name,
      share(questions.map(({ answerInMemory }) => answerInMemory)),
      share(questions.map(({ em }) => em)),
      share(questions.map(({ f1 }) => f1)),
    ];
  });
  return [
    style.bold(`The same ${streams} streams, ${streams * QUESTIONS} questions, three policies`),
    ...formatTable(['policy', 'answer in memory', 'exact', 'F1'], rows),
    style.dim('rag retrieves from all paragraphs; recency keeps the last ones.'),
  ];
}

function nextSteps({ style }: Terminal): readonly string[] {
  return [
    style.bold('Next'),
    '  npm start -- FOLDER                  your own files',
    '  npx atommem ask FOLDER -q "Who …?"   one question',
    '  npx atommem demo --all               every stream',
  ];
}

const ASKED = 3;

/** Reads the user's files, summarises them, and answers questions about their most frequent names. */
async function showFiles(paths: readonly string[], terminal: Terminal): Promise<void> {
  const { style, width } = terminal;
  const { documents, skipped } = await readFiles(paths, { maxMegabytes: 64 }, terminal);
  const characters = documents.reduce((sum, { text }) => sum + text.length, 0);
  const kinds = Map.groupBy(documents, ({ format }) => format);
  const counts = [...kinds].map(([format, list]) => `${list.length} ${format}`).join(', ');
  print(terminal, [
    style.bold(`${documents.length} documents, ${characters.toLocaleString('en')} characters`),
    style.dim(`  ${counts}`),
  ]);
  const skips = skippedLines(skipped, width);
  if (skips.length > 0) terminal.stderr.write(`${skips.join('\n')}\n`);
  const questions = suggestQuestions(documents);
  const { answers } = await ask({ documents, questions, sentences: 2, signal: terminal.signal });
  print(
    terminal,
    answers.flatMap((answer) => answerLines(answer, documents.length, { style, width })),
  );
  print(terminal, [
    '',
    style.bold('Ask your own'),
    `  npx atommem ask ${paths.map((path) => JSON.stringify(path)).join(' ')} -q "…"`,
  ]);
}

/** Suggests questions about the names that most documents mention. */
function suggestQuestions(documents: readonly FileDocument[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { text } of documents)
    for (const name of new Set(findNames(text.slice(0, 20_000)).map((found) => found.text)))
      if (/^\p{Lu}\p{L}+ \p{Lu}\p{L}+$/u.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const best = [...counts].toSorted((left, right) => right[1] - left[1]).slice(0, ASKED);
  const asked = best.map(([name]) => `Who is ${name}?`);
  return asked.length > 0 ? asked : ['What is this about?'];
}
