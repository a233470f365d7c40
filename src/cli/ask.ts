import { createHash } from 'node:crypto';
import { Command, Option } from 'commander';
import { documentTask } from '../agent/document-task.ts';
import { runEpisode } from '../agent/run-episode.ts';
import { splitPassages } from '../dataset/split-passages.ts';
import { readDocuments } from '../documents/read-documents.ts';
import { countOperations, viewAtAnswer } from '../eval/episode-score.ts';
import { readSources } from '../memory/entry.ts';
import type { View } from '../memory/view.ts';
import { resolveRules } from '../released/resolve-rules.ts';
import { systemClock } from '../shared/clock.ts';
import { createInMemoryStore } from '../store/in-memory.ts';
import type { SourceDocument } from '../task/observation.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { writeTrajectory } from '../trajectory/write-trajectory.ts';
import { createPolicy, POLICY_NAMES } from './create-policy.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { addMemoryOptions, createRetriever, loadTokenizer, type MemoryFlags } from './memory-options.ts';
import { addModelOptions, type ModelFlags } from './model-options.ts';
import { openStore } from './open-store.ts';
import { print, printJson, type Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import { addPresetOption } from './preset.ts';
import { oneLine } from './terminal.ts';
import { timelineLines } from './timeline.ts';
import { usageError } from './usage-error.ts';

interface AskFlags extends MemoryFlags, ModelFlags {
  readonly question?: readonly string[];
  readonly policy?: string;
  readonly quiet?: boolean;
  readonly trajectory?: string;
  readonly maxSeconds?: number;
  readonly store?: string;
  readonly namespace: string;
  readonly json?: boolean;
}

const ASK_SCHEMA = 'atommem.ask/1';

/** `atommem ask`: reads the user's own files in chunks and answers from memory. */
export function askCommand(terminal: Terminal): Command {
  const command = new Command('ask')
    .description('read files, folders or standard input in chunks, and answer questions from memory')
    .argument(
      '[paths...]',
      'txt, md, html, json, jsonl, pdf files or folders; standard input when none is given',
    )
    .option('-q, --question <text>', 'a question; may be given several times', collect)
    .option('--policy <name>', `who manages memory: ${POLICY_NAMES.join(', ')}`)
    .option('--store <place>', 'keep memory here across runs: a SQLite file, or a postgres:// URL')
    .option('--namespace <name>', 'whose memory, with --store', 'default')
    .option('--quiet', 'print the answers alone')
    .option('--trajectory <file>', 'write the whole episode here, for `atommem replay`')
    .addOption(new Option('--max-seconds <n>', 'wall time').argParser(wholeNumber('--max-seconds', 1)))
    .option('--json', 'print one JSON document and nothing else');
  addPresetOption(addModelOptions(addMemoryOptions(command)));
  return command.action((paths: readonly string[], flags: AskFlags) => runAsk(paths, flags, terminal));
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

async function runAsk(paths: readonly string[], flags: AskFlags, terminal: Terminal): Promise<void> {
  const texts = (flags.question ?? []).map((text) => text.trim()).filter((text) => text !== '');
  if (texts.length === 0) throw usageError('no question was given', 'Ask one with -q "…"');
  const name = flags.policy ?? (flags.model === undefined ? 'extractive' : 'model');
  const { environment } = terminal;
  const tokenizer = await loadTokenizer(flags.tokenizer);
  const policy = await createPolicy(name, {
    flags,
    environment,
    tokenizer,
    codecOptions: resolveRules(flags.rules).codec,
  });
  const retriever = await createRetriever(flags, environment, 1, flags.store !== undefined);
  const rules = resolveRules(flags.rules);
  const read = splitPassages(await documentsAt(paths, terminal));
  const documents = flags.store === undefined ? read : read.map(withVersion);
  const task = documentTask(
    {
      id: 'ask',
      dataset: 'files',
      documents,
      questions: texts.map((text, index) => ({ id: `q${index + 1}`, text, answers: [], support: [] })),
    },
    {
      tokenizer,
      chunkSize: flags.chunkSize,
      ...rules.reading,
      ...(flags.chunkOverlap !== undefined && { chunkOverlap: flags.chunkOverlap }),
    },
  );
  const talk = !flags.json && !flags.quiet;
  const store = flags.store === undefined ? createInMemoryStore() : await openStore(flags.store, true);
  const trajectory = await runEpisode({
    task,
    policy,
    memory: {
      ...rules.memory,
      store,
      namespace: flags.namespace,
      retriever,
      k: flags.k,
      overCapacity: flags.overCapacity,
      readTiming: flags.readTiming,
      ...(flags.capacity !== undefined && { capacity: flags.capacity }),
    },
    clock: systemClock,
    timer: terminal.timer,
    budget: flags.maxSeconds === undefined ? {} : { milliseconds: flags.maxSeconds * 1000 },
    recordChunks: true,
    signal: terminal.signal,
    onStep: async (step, observation) => {
      const { style, width } = terminal;
      if (talk && observation.stage === 'memorise') {
        print(terminal, timelineLines(step, observation, { style, width, each: 4 }));
      }
      await hearInterrupt();
    },
  }).finally(() => store.close());
  if (flags.trajectory !== undefined) await writeTrajectory(flags.trajectory, trajectory);
  if (flags.json) printJson(terminal, askReport(trajectory, documents));
  else print(terminal, answerLines(trajectory, documents, terminal, talk));
  const failure = trajectory.steps.findLast((step) => step.failure)?.failure;
  if (trajectory.end.reason === 'failed' && failure)
    throw new Error(`${failure.boundary} failed: ${failure.message}`);
  if (trajectory.end.reason === 'aborted') throw new Error('interrupted');
}

async function documentsAt(paths: readonly string[], terminal: Terminal): Promise<readonly SourceDocument[]> {
  if (paths.length === 0 && terminal.stdin.isTTY) {
    throw usageError('there is nothing to read', 'Name files or folders, or pipe text into standard input');
  }
  const { documents, skipped } = await readDocuments(paths.length === 0 ? ['-'] : paths, {
    standardInput: terminal.stdin,
  });
  if (skipped.length > 0) {
    const names = skipped
      .slice(0, 3)
      .map(({ path }) => path)
      .join(', ');
    terminal.stderr.write(
      `skipped ${skipped.length} files of other kinds: ${names}${skipped.length > 3 ? ', …' : ''}\n`,
    );
  }
  return documents;
}

/** In a store that lasts, a file that was changed since the last run is another document. */
function withVersion(document: SourceDocument): SourceDocument {
  const hash = createHash('sha256').update(document.text).digest('hex').slice(0, 8);
  return { ...document, id: `${document.id}@${hash}` };
}

interface Evidence {
  readonly id: string;
  readonly text: string;
  readonly sources: readonly string[];
}

/** What memory showed when the question was answered: the scratchpad, then the entries. */
function evidenceOf(view: View | undefined): readonly Evidence[] {
  if (view === undefined) return [];
  const scratchpad = {
    id: 'scratchpad',
    text: view.scratchpad,
    sources: readSources({ meta: view.scratchpadMeta }),
  };
  const entries = view.entries.map((entry) => ({
    id: entry.id,
    text: entry.text,
    sources: readSources(entry),
  }));
  return [...(view.scratchpad === '' ? [] : [scratchpad]), ...entries];
}

function askReport(trajectory: Trajectory, documents: readonly SourceDocument[]): object {
  const { header, steps, end } = trajectory;
  return {
    schema: ASK_SCHEMA,
    policy: header.policy,
    documents: documents.length,
    questions: header.task.questions.map(({ text }, index) => ({
      question: text,
      answer: end.answers[index] ?? null,
      evidence: evidenceOf(viewAtAnswer(trajectory, index)),
    })),
    operations: countOperations(steps),
    entries: end.entries,
    end: end.reason,
  };
}

function answerLines(
  trajectory: Trajectory,
  documents: readonly SourceDocument[],
  { style, width }: Terminal,
  withEvidence: boolean,
): readonly string[] {
  const titles = new Map(documents.map(({ id, title }) => [id, title === '' ? id : title]));
  const { steps, end, header } = trajectory;
  const lines: string[] = [];
  for (const [index, { text }] of header.task.questions.entries()) {
    const answer = end.answers[index];
    if (!withEvidence) {
      lines.push(answer || '(no answer found)');
      continue;
    }
    lines.push('', style.bold(oneLine(text, width)), `  ${style.green(answer || '(no answer found)')}`);
    for (const evidence of evidenceOf(viewAtAnswer(trajectory, index)).slice(0, 4)) {
      const named = new Set(evidence.sources.map((id) => titles.get(id) ?? id));
      const from = [...named].slice(0, 3).join(', ');
      lines.push(style.dim(`  ${evidence.id.padEnd(10)} ${oneLine(evidence.text, width - 16)}`));
      if (from !== '') lines.push(style.dim(`  ${''.padEnd(10)} from ${oneLine(from, width - 20)}`));
    }
  }
  if (withEvidence) {
    const { create, read, update, delete: deleted } = countOperations(steps);
    lines.push(
      '',
      style.dim(
        `${documents.length} passages · ${end.entries} entries kept · ${create} creates, ${read} reads, ${update} updates, ${deleted} deletes · ${(end.latencyMs / 1000).toFixed(1)} s`,
      ),
    );
  }
  return lines;
}
