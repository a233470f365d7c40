/**
 * Rebuilds trajectories from exported examples.
 *
 * @module
 */
import type { Codec, ParsedReply } from '../codec/codec.ts';
import type { Memory } from '../memory/memory.ts';
import type { Operation, Refusal } from '../memory/operation.ts';
import type { Retriever } from '../memory/retriever.ts';
import type { Store } from '../memory/store.ts';
import { NO_USAGE } from '../policy/policy.ts';
import { chooseAction } from '../task/action.ts';
import type { ExampleSource, OperationOutcome } from './export-examples.ts';
import type { ImportedExample } from './import-examples.ts';
import { openRecordedMemory } from './open-recorded-memory.ts';
import { repeatOperations } from './repeat-operations.ts';
import type { EpisodeRecord, MemorySettings, StepRecord, Trajectory } from './trajectory.ts';

export interface ImportOptions {
  /** Returns the codec that wrote the replies of a memory with these settings. */
  readonly codecFor: (memory: MemorySettings) => Codec;
  /** Returns an empty store. Called once for each trajectory. */
  readonly createStore: () => Store;
  /** Returns the retriever that a trajectory names, or `undefined` if it is not available. */
  readonly findRetriever: (name: string) => Retriever | undefined;
}

/** A rebuilt trajectory, or why it cannot be rebuilt. */
export type Imported =
  | { readonly name: string; readonly trajectory: Trajectory; readonly differences: readonly string[] }
  | { readonly name: string; readonly refused: string };

/**
 * Rebuilds trajectories from the examples of an export, in any order. The codec reads each reply, and its
 * operations are applied to an empty memory, step by step.
 *
 * The rebuilt trajectory has no usage and no latencies, because no reply says them. Policies that make
 * several calls in a step cannot be rebuilt. `differences` names the steps whose operations are refused
 * now but not on record, or the reverse.
 */
export async function importTrajectories(
  examples: readonly ImportedExample[],
  options: ImportOptions,
): Promise<readonly Imported[]> {
  const groups = Map.groupBy(examples, ({ source }) => source.trajectory);
  const imported: Imported[] = [];
  for (const [name, group] of groups) {
    const ordered = group.toSorted((one, other) => one.source.step - other.source.step);
    const head = ordered.find(({ source }) => source.episode !== undefined)?.source;
    const refused = findRefusal(head, ordered, options);
    imported.push(
      refused === undefined ? await rebuild(name, head!.episode!, ordered, options) : { name, refused },
    );
  }
  return imported;
}

function findRefusal(
  head: ExampleSource | undefined,
  examples: readonly ImportedExample[],
  { findRetriever }: ImportOptions,
): string | undefined {
  if (head?.episode === undefined) return 'the first example is missing, which has the settings of memory';
  const { retriever } = head.episode.memory;
  if (findRetriever(retriever) === undefined)
    return `its retriever "${retriever}" needs a server, so its views cannot be rebuilt`;
  if (examples.some(({ source }) => source.call !== undefined))
    return 'its policy makes several calls in a step, and no reply holds all operations';
  const here = examples.map(({ source }) => source.step);
  const missing = head.steps?.filter((step) => !here.includes(step)) ?? [];
  if (missing.length > 0) return `steps ${missing.join(', ')} are missing, and every step is needed`;
  const twice = here.find((step, place) => here.indexOf(step) !== place);
  return twice === undefined ? undefined : `step ${twice} occurs twice`;
}

async function rebuild(
  name: string,
  header: EpisodeRecord,
  examples: readonly ImportedExample[],
  options: ImportOptions,
): Promise<Imported> {
  let now = 0;
  const memory = openRecordedMemory(header.memory, {
    store: options.createStore(),
    retriever: options.findRetriever(header.memory.retriever)!,
    clock: () => now,
  });
  const codec = options.codecFor(header.memory);
  const steps: StepRecord[] = [];
  const differences: string[] = [];
  const answers: (string | null)[] = header.task.questions.map(() => null);
  for (const example of examples) {
    now = example.source.time;
    const { step, difference } = await rebuildStep(memory, example, codec.parse(example.reply));
    // Failed steps were not exported, so the remaining ones get new numbers.
    steps.push({ ...step, step: steps.length });
    if (difference !== undefined) differences.push(difference);
    for (const { index, text } of step.answers) answers[index] ??= text;
  }
  const entries = (await memory.entries()).length;
  const end = { kind: 'end', reason: 'done', answers, entries, unasked: [] } as const;
  const reward = readReward(header, examples);
  return { name, trajectory: { header, steps, end: { ...end, reward, latencyMs: 0 } }, differences };
}

/** The exported reward is the task's own only if there are no questions to score. */
function readReward({ task }: EpisodeRecord, examples: readonly ImportedExample[]): number | undefined {
  return task.questions.length === 0 ? (examples[0]?.source.reward ?? undefined) : undefined;
}

async function rebuildStep(
  memory: Memory,
  { source, prompt, reply }: ImportedExample,
  parsed: ParsedReply,
): Promise<{ readonly step: StepRecord; readonly difference?: string }> {
  if (source.posed !== undefined) memory.pose(source.posed);
  const view = await memory.observe();
  const operations = addMeta(parsed.operations, source.outcomes);
  const refusals = source.outcomes.map(({ refused }) => refused);
  const effects = await repeatOperations(memory, operations, refusals, `step ${source.step}`);
  const { question, stage, chunk, situation, posed } = source;
  const given = question === undefined ? [] : parsed.answers.slice(0, 1);
  const step: StepRecord = {
    kind: 'step',
    step: source.step,
    ...{ stage, chunk, question, situation, posed, view, prompt },
    text: reply,
    reads: [],
    operations,
    effects,
    action: chooseAction(parsed),
    answers: given.map((text) => ({ index: question!, text })),
    issues: parsed.issues,
    usage: NO_USAGE,
    retrievals: view.query === null ? 0 : 1,
    time: source.time,
    latencyMs: 0,
  };
  const now = listRefusals(effects.map((effect) => (effect.applied ? null : effect.reason)));
  const recorded = listRefusals(refusals);
  if (now === recorded) return { step };
  return { step, difference: `step ${source.step}: ${recorded} on record, ${now} now` };
}

/** Adds the recorded `meta` to the operations, if they are as many as on record. */
function addMeta(
  operations: readonly Operation[],
  outcomes: readonly OperationOutcome[],
): readonly Operation[] {
  if (operations.length !== outcomes.length) return operations;
  return operations.map((operation, place) => {
    const { meta } = outcomes[place]!;
    const textual = operation.op === 'create' || operation.op === 'update';
    return meta !== undefined && textual ? { ...operation, meta } : operation;
  });
}

function listRefusals(refusals: readonly (Refusal | null)[]): string {
  return refusals.map((refusal) => refusal ?? 'applied').join(', ') || 'no operations';
}
