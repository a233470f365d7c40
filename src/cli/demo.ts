/**
 * `atommem demo`: runs policies on bundled questions, without key, server or download.
 * @module
 */
import { Command } from 'commander';
import { documentTask } from '../agent/document-task.ts';
import { runEpisode } from '../agent/run-episode.ts';
import { loadDataset } from '../dataset/load-dataset.ts';
import { sampleDatasetPath } from '../dataset/sample.ts';
import { buildStreams, type DocumentStream } from '../dataset/stream-builder.ts';
import { type EpisodeScore, scoreEpisode } from '../eval/episode-score.ts';
import type { Policy } from '../policy/policy.ts';
import { answerFromTexts } from '../rules/answer-from-texts.ts';
import { ragPolicy } from '../rules/rag-policy.ts';
import { rulesPolicy } from '../rules/rules-policy.ts';
import { createCountingClock } from '../shared/clock.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { createWorkflow } from '../workflow/workflows.ts';
import { demoFiles } from './demo-files.ts';
import { findHeldAnswer, type HeldAnswer } from './find-held-answer.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { print, type Terminal } from './output.ts';
import { formatTable, oneLine, type Style } from './terminal.ts';
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
      paths.length > 0 ? demoFiles(paths, terminal) : showSample(flags.all === true, terminal),
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

const SHOWN_CHUNKS = 2;

/** Returns the number of lines to show of one sentence. The whole demo takes fewer than 60. */
function countShownLines(width: number): number {
  return width < 70 ? 2 : 3;
}

/** Formats each question with the stored sentence, the answer marked, and the document it comes from. */
function memoryLines(
  trajectory: Trajectory,
  stream: DocumentStream,
  { style, width }: Terminal,
): readonly string[] {
  const score = scoreEpisode(trajectory);
  return stream.questions.flatMap((question, index) => {
    const { answerInMemory, answer, em } = score.questions[index]!;
    const asked = oneLine(question.text, 2 * (width - 4));
    const lines = wrapText(asked, width - 2).map(
      ([start, end]) => `  ${style.bold(asked.slice(start, end))}`,
    );
    const held = findHeldAnswer(trajectory, index, question);
    const accepted = oneLine(question.answers[0] ?? '', 30);
    const given = em === 1 ? 'the rules say the same' : `the rules say "${oneLine(answer ?? '', 30)}"`;
    if (held === undefined) {
      const why = answerInMemory === 0 ? '✗ not in memory' : 'yes or no: nothing to mark';
      return [...lines, style.dim(oneLine(`    ${why} · accepted "${accepted}" · ${given}`, width))];
    }
    const found = oneLine(`✓ holds "${accepted}"`, width - 4);
    const from = `from "${held.title}"`;
    const sentence = sentenceLines(held, width - 6, style).map((line) => `    ${line}`);
    const notes = `· ${given} · ${from}`;
    if (found.length + notes.length + 5 <= width)
      return [...lines, ...sentence, `    ${style.green(found)} ${style.dim(notes)}`];
    return [
      ...lines,
      ...sentence,
      `    ${style.green(found)} ${style.dim(oneLine(`· ${given}`, width - found.length - 5))}`,
      `    ${style.dim(oneLine(from, width - 4))}`,
    ];
  });
}

/** Returns the lines of a sentence around the answer, with the answer marked. */
function sentenceLines({ text, span }: HeldAnswer, width: number, style: Style): readonly string[] {
  const places = wrapText(text, width);
  const answered = places.findIndex(([, end]) => span[0] < end);
  const count = countShownLines(width);
  const first = Math.max(0, Math.min(answered - 1, places.length - count));
  const last = first + count;
  return wrapMarked(text, span, width, (part) => style.bold(style.green(part)))
    .slice(first, last)
    .map((line, index) => {
      const opened = index === 0 && first > 0 ? `…${line}` : line;
      return index === count - 1 && last < places.length ? `${opened}…` : opened;
    });
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
    'Rules keep the evidence; the exact answer needs a model. rag searches all paragraphs, recency keeps the last.';
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
