/**
 * `atommem ask --policy`: a policy reads the files chunk by chunk and answers from what it keeps.
 *
 * @module
 */

import { toDocuments } from '../ask/memory-documents.ts';
import { answerWithPolicy } from '../ask/policy-answer.ts';
import { cleanText } from '../documents/clean-text.ts';
import { countOperations } from '../eval/episode-score.ts';
import { createMemory } from '../memory/create-memory.ts';
import type { Store } from '../memory/store.ts';
import { resolveRules } from '../released/resolve-rules.ts';
import { systemClock } from '../shared/clock.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { writeTrajectory } from '../trajectory/write-trajectory.ts';
import { answerLines, quietLine, skippedLines } from './answer-lines.ts';
import { ASK_SCHEMA, type AskFlags } from './ask-flags.ts';
import { createPolicy } from './create-policy.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { createRetriever, loadTokenizer } from './memory-options.ts';
import { noteUnusedModel } from './note-unused-model.ts';
import { openStore } from './open-store.ts';
import { print, printJson, type Terminal } from './output.ts';
import { readFiles, toShown, toStored } from './read-files.ts';

/** Number of different issues that are printed. `--json` lists all. */
const MOST_ISSUES = 5;

export async function askPolicy(
  paths: readonly string[],
  questions: readonly string[],
  flags: AskFlags,
  terminal: Terminal,
): Promise<void> {
  const { environment, signal, timer } = terminal;
  const tokenizer = await loadTokenizer(flags.tokenizer);
  const rules = resolveRules(flags.rules);
  const name = flags.policy ?? (flags.model === undefined ? 'extractive' : 'model');
  noteUnusedModel({ model: flags.model, policies: [name] }, terminal);
  const policy = await createPolicy(name, { flags, environment, tokenizer, codecOptions: rules.codec });
  const retriever = await createRetriever(flags, environment, 1, flags.store !== undefined);
  const store = flags.store === undefined ? inMemoryStore() : await openStore(flags.store, true);
  try {
    const stored = paths.length === 0 && flags.store !== undefined;
    const { documents, skipped } = stored
      ? { documents: await readStored(store, flags.namespace), skipped: [] }
      : await readFiles(paths, flags, terminal);
    const { answers, trajectory } = await answerWithPolicy({
      policy,
      documents: flags.store === undefined ? documents : documents.map(toStored),
      questions,
      sentences: flags.sentences,
      memory: {
        ...rules.memory,
        store,
        namespace: flags.namespace,
        retriever,
        k: flags.k,
        overCapacity: flags.overCapacity,
        readTiming: flags.readTiming,
        capacity: flags.capacity,
        characterCapacity: flags.characterCapacity,
      },
      stream: {
        ...rules.reading,
        tokenizer,
        chunkSize: flags.chunkSize,
        chunkOverlap: flags.chunkOverlap ?? rules.reading.chunkOverlap,
      },
      clock: systemClock,
      timer,
      budget: flags.maxSeconds === undefined ? {} : { milliseconds: flags.maxSeconds * 1000 },
      recordChunks: true,
      signal,
      onStep: async (_, observation) => {
        if (observation.stage === 'memorise')
          showProgress(observation.chunk.index + 1, observation.chunk.count, terminal);
        await hearInterrupt();
      },
    });
    clearProgress(terminal);
    if (flags.trajectory !== undefined) await writeTrajectory(flags.trajectory, trajectory);
    // An unfinished episode has no answers: "not found" would be a false claim.
    throwFailure(trajectory);
    const { create, read, update, delete: deleted } = countOperations(trajectory.steps);
    const issues = flags.json ? [] : listIssues(trajectory).slice(0, MOST_ISSUES);
    for (const issue of issues) terminal.stderr.write(`${cleanText(issue)}\n`);
    if (flags.json) {
      const operations = countOperations(trajectory.steps);
      const memory = { entries: trajectory.end.entries, operations };
      printJson(terminal, {
        schema: ASK_SCHEMA,
        policy: policy.name,
        documents: documents.length,
        skipped,
        questions: answers,
        memory,
        issues: listIssues(trajectory),
        end: trajectory.end.reason,
      });
    } else if (flags.quiet) print(terminal, answers.map(quietLine));
    else {
      const { style, width } = terminal;
      const skips = skippedLines(skipped, width);
      if (skips.length > 0) terminal.stderr.write(`${skips.join('\n')}\n`);
      print(
        terminal,
        answers.flatMap((answer) => answerLines(answer, documents.length, { style, width })),
      );
      const seconds = (trajectory.end.latencyMs / 1000).toFixed(1);
      print(terminal, [
        '',
        style.dim(
          `${documents.length} documents · ${trajectory.end.entries} entries kept · ${create} creates, ${read} reads, ${update} updates, ${deleted} deletes · ${seconds} s`,
        ),
      ]);
    }
  } finally {
    await store.close();
  }
}

async function readStored(store: Store, namespace: string) {
  const documents = toDocuments(await createMemory({ store, namespace }).entries());
  return documents.map((document) => ({ ...document, path: toShown(document.path) }));
}

/** Overwrites one progress line. Prints nothing if standard error is not a terminal. */
function showProgress(done: number, all: number, { stderr }: Terminal): void {
  if (stderr.isTTY) stderr.write(`\r\u001b[2Kreading chunk ${done} of ${all}`);
}

function clearProgress({ stderr }: Terminal): void {
  if (stderr.isTTY) stderr.write('\r\u001b[2K');
}

/** Lists what was wrong with replies of the model, each message once. */
function listIssues({ steps }: Trajectory): readonly string[] {
  return [...new Set(steps.flatMap((step) => step.issues.map(({ message }) => message)))];
}

function throwFailure({ steps, end }: Trajectory): void {
  const failure = steps.findLast((step) => step.failure)?.failure;
  if (end.reason === 'failed' && failure) throw new Error(`${failure.boundary} failed: ${failure.message}`);
  if (end.reason === 'aborted') throw new Error('interrupted');
}
