import { Command } from 'commander';
import { documentTask } from '../agent/document-task.ts';
import { runEpisode } from '../agent/run-episode.ts';
import { loadDataset } from '../dataset/load-dataset.ts';
import { sampleDatasetPath } from '../dataset/sample.ts';
import { buildStreams, type DocumentStream } from '../dataset/stream-builder.ts';
import { type EpisodeScore, scoreEpisode, viewAtAnswer } from '../eval/episode-score.ts';
import { createRow } from '../eval/eval-row.ts';
import { BETTER, memoryOptionsFor } from '../released/compatibility.ts';
import { rulesPolicy } from '../rules/rules-policy.ts';
import { normaliseAnswer } from '../score/normalise.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { createCountingClock } from '../shared/clock.ts';
import { createInMemoryStore } from '../store/in-memory.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { print, type Terminal } from './output.ts';
import { formatTable, oneLine } from './terminal.ts';
import { timelineLines } from './timeline.ts';

const STREAMS = 10;
const QUESTIONS = 2;
const DOCUMENTS = 200;
const SEED = 1;

/** `atommem demo`: the main job on bundled HotpotQA questions, with no key, server or download. */
export function demoCommand(terminal: Terminal): Command {
  return new Command('demo')
    .description('watch an agent read 200 real documents, manage memory and answer from it')
    .action(() => runDemo(terminal));
}

async function runDemo(terminal: Terminal): Promise<void> {
  const { style } = terminal;
  const { records, extraPassages } = await loadDataset(sampleDatasetPath());
  const streams = buildStreams(records, {
    documents: DOCUMENTS,
    questions: QUESTIONS,
    limit: STREAMS,
    seed: SEED,
    extraPassages,
  });
  print(terminal, [
    style.bold(
      'atommem: an agent reads 200 documents in chunks, manages memory, and answers from memory alone',
    ),
    style.dim(
      `${STREAMS} streams of ${DOCUMENTS} Wikipedia paragraphs from HotpotQA (CC BY-SA 4.0), ${QUESTIONS} questions each, known from the start.`,
    ),
    style.dim(
      'No model: the extractive policy, a fixed set of rules. After the last chunk no document is seen again.',
    ),
  ]);
  const scores: EpisodeScore[] = [];
  for (const [index, stream] of streams.entries()) {
    if (terminal.signal.aborted) break;
    print(terminal, ['', style.bold(style.cyan(`── stream ${index + 1} of ${streams.length} ──`))]);
    for (const question of stream.questions)
      print(terminal, style.dim(`   ? ${oneLine(question.text, terminal.width - 6)}`));
    const trajectory = await runStream(stream, index, terminal);
    scores.push(scoreEpisode(trajectory));
    print(terminal, answerLines(trajectory, stream, terminal));
  }
  if (terminal.signal.aborted) throw new Error('interrupted');
  print(terminal, ['', ...summaryTable(scores), '', ...nextSteps(terminal)]);
}

async function runStream(stream: DocumentStream, index: number, terminal: Terminal): Promise<Trajectory> {
  const { style, width, timer, signal } = terminal;
  const task = documentTask(stream, { tokenizer: await loadDefaultTokenizer() });
  return runEpisode({
    task,
    policy: rulesPolicy(),
    memory: {
      ...memoryOptionsFor(BETTER),
      store: createInMemoryStore(),
      namespace: `demo-${index + 1}`,
      retriever: lexicalRetriever(),
    },
    clock: createCountingClock(),
    timer,
    signal,
    onStep: async (step, observation) => {
      if (observation.stage === 'memorise') {
        print(terminal, timelineLines(step, observation, { style, width, each: 2 }));
      }
      await hearInterrupt();
    },
  });
}

function answerLines(
  trajectory: Trajectory,
  stream: DocumentStream,
  { style, width }: Terminal,
): readonly string[] {
  const score = scoreEpisode(trajectory);
  const lines: string[] = [style.bold('answers, from memory')];
  for (const [index, question] of stream.questions.entries()) {
    const { em, answer, answerInMemory } = score.questions[index]!;
    const mark = em === 1 ? style.green('✓') : style.red('✗');
    const gold = em === 1 ? '' : style.dim(` (expected: ${oneLine(question.answers[0] ?? '', 40)})`);
    lines.push(`  ${mark} ${oneLine(question.text, width - 6)}`);
    lines.push(`      ${style.bold(oneLine(answer || '–', 60))}${gold}`);
    const evidence = evidenceLine(trajectory, index, question.answers);
    const told = answerInMemory === 0 ? style.yellow('the answer is not in memory') : evidence;
    if (told !== undefined) lines.push(style.dim(`      ${oneLine(told, width - 8)}`));
  }
  return lines;
}

/** The line of memory that holds an accepted answer, with where it stands. */
function evidenceLine(
  trajectory: Trajectory,
  question: number,
  answers: readonly string[],
): string | undefined {
  const view = viewAtAnswer(trajectory, question);
  const gold = answers
    .map(normaliseAnswer)
    .filter((answer) => answer !== '' && answer !== 'yes' && answer !== 'no');
  const lines = [
    ...(view?.scratchpad ?? '').split('\n').map((text) => ({ id: 'scratchpad', text })),
    ...(view?.entries ?? []).map(({ id, text }) => ({ id, text })),
  ].filter(({ text }) => text !== '');
  const holding = lines.find(({ text }) => gold.some((answer) => normaliseAnswer(text).includes(answer)));
  const shown = holding ?? lines[0];
  return shown && `${shown.id}: ${shown.text}`;
}

function summaryTable(scores: readonly EpisodeScore[]): readonly string[] {
  const row = createRow(
    {
      ...{ policy: 'extractive', dataset: 'hotpotqa sample', documents: DOCUMENTS },
      ...{ variant: 'default', planned: scores.length },
    },
    scores,
    { seed: SEED },
  );
  const percent = (value: { readonly mean: number } | null): string =>
    value === null ? '–' : `${(100 * value.mean).toFixed(0)} %`;
  const { operations, entries, metrics } = row;
  return formatTable(
    ['', 'result'],
    [
      ['questions answered exactly (EM)', percent(metrics.em)],
      ['F1 of the answers', percent(metrics.f1)],
      ['answer in memory when asked', percent(metrics.answerInMemory)],
      ['gold documents in memory when asked', percent(metrics.supportRecall)],
      [
        'operations per stream (create / read / update / delete)',
        [operations.create, operations.read, operations.update, operations.delete]
          .map((n) => n.toFixed(0))
          .join(' / '),
      ],
      ['entries kept of documents read', `${entries.kept.toFixed(0)} of ${entries.documentsRead.toFixed(0)}`],
      ['time per stream', `${(row.cost.wallMs / 1000).toFixed(2)} s`],
    ],
  );
}

function nextSteps({ style }: Terminal): readonly string[] {
  return [
    style.dim('next:  npx atommem ask FILES… -q "your question"        your own documents'),
    style.dim('       npx atommem eval --data FILE --policy rag,extractive   a benchmark'),
  ];
}
