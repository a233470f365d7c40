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
import { readSources } from '../memory/entry.ts';
import type { Policy } from '../policy/policy.ts';
import { answerFromTexts } from '../rules/answer-from-texts.ts';
import { ragPolicy } from '../rules/rag-policy.ts';
import { rulesPolicy } from '../rules/rules-policy.ts';
import { normaliseAnswer } from '../score/normalise.ts';
import { createCountingClock } from '../shared/clock.ts';
import type { TaskQuestion } from '../task/task.ts';
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

/** Lines of one sentence. */
const SHOWN_LINES = 3;

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
    const held = findHolding(trajectory, index, question);
    const accepted = oneLine(question.answers[0] ?? '', 30);
    const given = em === 1 ? 'the rules say the same' : `the rules say "${oneLine(answer ?? '', 30)}"`;
    if (held === undefined) {
      const why = answerInMemory === 0 ? '✗ not in memory' : 'yes or no: nothing to mark';
      return [...lines, style.dim(oneLine(`    ${why} · accepted "${accepted}" · ${given}`, width))];
    }
    const marked = wrapMarked(held.text, held.span, width - 6, (part) => style.bold(style.green(part)));
    const found = `✓ holds "${accepted}"`;
    const from = oneLine(`from "${held.title}"`, width - 4);
    return [
      ...lines,
      ...marked.slice(0, SHOWN_LINES).map((line) => `    ${line}`),
      `    ${style.green(oneLine(found, width - 4))} ${style.dim(oneLine(`· ${given}`, width - found.length - 5))}`,
      `    ${style.dim(from)}`,
    ];
  });
}

interface HeldAnswer {
  readonly text: string;
  readonly title: string;
  readonly span: readonly [number, number];
}

/**
 * Finds the sentence in memory that contains an accepted answer and shares most words with the question: first in
 * entries from the evidence documents, then in other entries, then in the scratchpad.
 */
function findHolding(trajectory: Trajectory, index: number, question: TaskQuestion): HeldAnswer | undefined {
  const view = viewAtAnswer(trajectory, index);
  const gold = question.answers.filter((answer) => !/^(?:yes|no)$/i.test(normaliseAnswer(answer)));
  const asked = new Set(normaliseAnswer(question.text).split(' '));
  const support = new Set(question.support);
  const held = (view?.entries ?? []).flatMap((entry) => {
    const supported = readSources(entry).some((source) => support.has(source));
    return findSentences(entry.text, gold).map((found) => {
      const shared = normaliseAnswer(`${found.title} ${found.text}`)
        .split(' ')
        .filter((word) => asked.has(word));
      return { ...found, rank: (supported ? 1000 : 0) + new Set(shared).size };
    });
  });
  const lines = view === undefined ? [] : view.scratchpad.split('\n');
  const noted = lines.flatMap((line) => findSentences(line.replace(': ', '\n'), gold));
  return held.toSorted((left, right) => right.rank - left.rank)[0] ?? noted[0];
}

/** Returns the sentences of an entry, without its title, that contain one of the answers. */
function findSentences(text: string, answers: readonly string[]): readonly HeldAnswer[] {
  const title = text.split('\n')[0] ?? '';
  return text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u).flatMap((sentence) =>
    answers.flatMap((answer): readonly HeldAnswer[] => {
      const at = findWords(sentence, answer);
      if (at < 0 || sentence === title) return [];
      return [{ text: sentence.replace(/\s/g, ' '), title, span: [at, at + answer.length] }];
    }),
  );
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
  { style, width }: Terminal,
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
  const note =
    'The exact answer needs a model: rules find and keep the evidence. rag retrieves from all paragraphs; recency keeps the last ones.';
  return [
    style.bold(`The same ${streams} streams, ${streams * QUESTIONS} questions, three policies`),
    ...formatTable(['policy', 'answer in memory', 'exact', 'F1'], rows),
    ...wrapText(note, width).map(([start, end]) => style.dim(note.slice(start, end))),
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
