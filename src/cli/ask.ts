/**
 * `atommem ask`: answers questions about files, a synced store, or the memory of a policy.
 * @module
 */
import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { QuestionAnswer } from '../ask/answer.ts';
import { type AskResult, ask } from '../ask/ask.ts';
import { toDocuments } from '../ask/memory-documents.ts';
import type { Complete, ModelAnswer } from '../ask/model-answer.ts';
import { syncDocuments } from '../ask/sync-documents.ts';
import { cleanText } from '../documents/clean-text.ts';
import type { FileDocument } from '../documents/file-document.ts';
import type { SkippedFile } from '../documents/list-files.ts';
import { createMemory } from '../memory/create-memory.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { Memory } from '../memory/memory.ts';
import { answerLines, quietLine, skippedLines } from './answer-lines.ts';
import { ASK_SCHEMA, type AskFlags } from './ask-flags.ts';
import { askPolicy } from './ask-policy.ts';
import { collectTexts } from './collect-texts.ts';
import { askModel, POLICY_LIST } from './create-policy.ts';
import { fitModel } from './fit-model.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { addMemoryOptions, createEmbedder } from './memory-options.ts';
import { addModelOptions } from './model-options.ts';
import { withStore } from './open-store.ts';
import { print, printJson, type Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import { addPresetOption } from './preset.ts';
import { addFileOptions, readFiles, toShown, toStored } from './read-files.ts';
import { usageError } from './usage-error.ts';

/** The sources that the questions are asked about. */
interface Sources {
  readonly documents: readonly FileDocument[];
  readonly skipped: readonly SkippedFile[];
  /** Entries of the store; 0 without one. */
  readonly entries: number;
}

/** Creates `atommem ask`. */
export function askCommand(terminal: Terminal): Command {
  const command = new Command('ask')
    .description(
      'answer questions about files with the best sentences, their location, and a short answer if they support one',
    )
    .argument('[paths...]', 'files or folders (default: standard input, or the documents in --store)')
    .option('-q, --question <text>', 'a question; may be repeated', collectTexts)
    .addOption(
      new Option('--sentences <n>', 'sentences shown for a question')
        .default(3)
        .argParser(wholeNumber('--sentences', 1, 50)),
    )
    .option('--no-stemming', 'match words exactly, without stemming')
    .option('--store <place>', 'ask a SQLite file or a postgres:// URL; named files are added to it first')
    .option('--namespace <name>', 'namespace of the store', 'default')
    .option(
      '--policy <name>',
      `let a policy read the files in chunks and answer from what it keeps: ${POLICY_LIST}`,
    )
    .option('--quiet', 'print one line for each question')
    .option(
      '--trajectory <file>',
      'write the episode of the policy to a file, for `atommem replay` (default policy: rules)',
    )
    .addOption(
      new Option('--max-seconds <n>', 'stop a policy after this time').argParser(
        wholeNumber('--max-seconds', 1),
      ),
    )
    .option('--json', 'print one JSON document and nothing else');
  addPresetOption(addModelOptions(addMemoryOptions(addFileOptions(command))));
  return command.action((paths: readonly string[], flags: AskFlags) => {
    if (!needsPolicy(flags)) refusePolicyOptions(command, flags);
    return runAsk(paths, flags, terminal);
  });
}

/** Tells whether a policy reads the files, instead of the search over all sentences. */
function needsPolicy({ policy, trajectory, preset }: AskFlags): boolean {
  return policy !== undefined || trajectory !== undefined || preset !== undefined;
}

/** Options of the memory that a policy manages. Without a policy they have no effect. */
const POLICY_OPTIONS = [
  'k',
  'capacity',
  'characterCapacity',
  'overCapacity',
  'readTiming',
  'retriever',
  'chunkSize',
  'chunkOverlap',
  'tokenizer',
  'rules',
  'maxSeconds',
];

/** Options of an embedder. Without one they have no effect. */
const EMBEDDER_OPTIONS = ['embeddingUrl', 'queryPrefix', 'embeddingCache'];

/** Refuses an option that would have no effect. */
function refusePolicyOptions(command: Command, flags: AskFlags): void {
  const findGiven = (names: readonly string[]): Option | undefined =>
    command.options.find(
      (option) =>
        names.includes(option.attributeName()) &&
        command.getOptionValueSource(option.attributeName()) === 'cli',
    );
  const alone = hasEmbedder(flags) ? undefined : findGiven(EMBEDDER_OPTIONS);
  if (alone !== undefined)
    throw usageError(
      `${alone.long} has no effect without an embedder`,
      `Add --embedder or --embedding-model, or remove ${alone.long}`,
    );
  const idle = findGiven(POLICY_OPTIONS);
  if (idle === undefined) return;
  throw usageError(
    `${idle.long} has no effect without a policy`,
    `Add --policy extractive or another one, or remove ${idle.long}`,
  );
}

async function runAsk(paths: readonly string[], flags: AskFlags, terminal: Terminal): Promise<void> {
  const questions = (flags.question ?? []).map((text) => text.trim()).filter((text) => text !== '');
  if (questions.length === 0) throw usageError('no question was given', suggestQuestion(paths));
  if (needsPolicy(flags)) {
    await askPolicy(paths, questions, await fitModel(flags, terminal), terminal);
    return;
  }
  const model = flags.model === undefined ? undefined : await askModel(flags, terminal.environment);
  const sources = await readSources(paths, flags, terminal);
  await hearInterrupt();
  const { sentences, stemming } = flags;
  const embedder = await openAskEmbedder(flags, terminal.environment);
  const result = await ask({
    documents: sources.documents,
    questions,
    sentences,
    stemming,
    model,
    embedder,
    signal: terminal.signal,
  });
  printResult(result, sources, flags, terminal, model);
}

/** Suggests `-q` with the argument that looks like a question. */
function suggestQuestion(paths: readonly string[]): string {
  const meant = paths.find((path) => /\s/.test(path) && !existsSync(path));
  return `Ask one with -q ${meant === undefined ? '"…"' : JSON.stringify(cleanText(meant))}`;
}

function hasEmbedder({ embedder, embeddingModel }: AskFlags): boolean {
  return embedder !== undefined || embeddingModel !== undefined;
}

/** Opens the embedder that the flags name. Returns `undefined` without one. */
async function openAskEmbedder(
  flags: AskFlags,
  environment: NodeJS.ProcessEnv,
): Promise<Embedder | undefined> {
  if (!hasEmbedder(flags)) return undefined;
  return createEmbedder({ ...flags, retriever: 'vector' }, environment);
}

/** Reads the named files, or everything in the store. Named files are added to the store; nothing is removed. */
async function readSources(paths: readonly string[], flags: AskFlags, terminal: Terminal): Promise<Sources> {
  const { store: place, namespace } = flags;
  if (place === undefined) return { ...(await readFiles(paths, flags, terminal)), entries: 0 };
  // With a store, standard input is read only if it is named: the input of a script may never end.
  const named = paths.length > 0;
  const read = named ? await readFiles(paths, flags, terminal) : { documents: [], skipped: [] };
  return withStore(place, named, async (store) => {
    const memory = createMemory({ store, namespace });
    if (named)
      await syncDocuments(memory, read.documents.map(toStored), {
        signal: terminal.signal,
        onChange: hearInterrupt,
      });
    return { ...(await readStored(memory)), skipped: read.skipped };
  });
}

async function readStored(memory: Memory): Promise<Omit<Sources, 'skipped'>> {
  const entries = await memory.entries();
  const documents = toDocuments(entries).map((document) => ({ ...document, path: toShown(document.path) }));
  return { documents, entries: entries.length };
}

function printResult(
  result: AskResult,
  { documents, skipped, entries }: Sources,
  flags: AskFlags,
  terminal: Terminal,
  model: Complete | undefined,
): void {
  const { style, width } = terminal;
  if (flags.json) {
    printJson(terminal, {
      schema: ASK_SCHEMA,
      policy: model === undefined ? 'evidence' : 'evidence+model',
      documents: documents.length,
      skipped,
      questions: result.answers,
      memory: { entries },
      end: 'done',
    });
    return;
  }
  const skips = skippedLines(skipped, terminal.width);
  if (skips.length > 0 && !flags.quiet) terminal.stderr.write(`${skips.join('\n')}\n`);
  if (flags.quiet) print(terminal, result.answers.map(quietLine));
  else {
    print(
      terminal,
      result.answers.flatMap((answer) => [
        ...answerLines(answer, documents.length, { style, width }),
        ...droppedLines(answer),
      ]),
    );
    const count = documents.length === 1 ? '1 document' : `${documents.length} documents`;
    print(terminal, [
      '',
      style.dim(
        `${count}${entries > 0 ? ` · ${entries} entries` : ''} · ${result.answers.filter(({ answer }) => answer !== null).length} of ${result.answers.length} answered`,
      ),
    ]);
  }
}

/** Lists quotes of the model that are in no source, and what was wrong with its reply. */
function droppedLines(answer: QuestionAnswer): readonly string[] {
  const { droppedQuotes = [], issues = [] } = answer as Partial<ModelAnswer>;
  const quotes = droppedQuotes.map(
    (quote) =>
      `    dropped a quote that is in no source: "${cleanText(quote).replace(/\s+/g, ' ').slice(0, 120)}"`,
  );
  return [...quotes, ...issues.map((issue) => `    ${cleanText(issue)}`)];
}
