import type { Codec, ParsedReply } from '../codec/codec.ts';
import { type Ablation, ablate } from '../memory/ablate.ts';
import type { Memory } from '../memory/memory.ts';
import { openMemory } from '../memory/open-memory.ts';
import type { Operation, Refusal } from '../memory/operation.ts';
import type { Retriever } from '../memory/retriever.ts';
import type { Store } from '../memory/store.ts';
import { NO_USAGE } from '../policy/policy.ts';
import type { Action } from '../task/action.ts';
import type { ExampleSource, OperationOutcome } from './export-examples.ts';
import type { ImportedExample } from './import-examples.ts';
import { repeatOperations } from './repeat-operations.ts';
import type { EpisodeRecord, MemorySettings, StepRecord, Trajectory } from './trajectory.ts';

export interface ImportOptions {
  /** Reads the replies of a memory with these settings: the codec that wrote them. */
  readonly codecFor: (memory: MemorySettings) => Codec;
  /** An empty store for each trajectory. */
  readonly createStore: () => Store;
  /** The retriever that a trajectory names; `undefined` where it cannot be had here. */
  readonly retrieverNamed: (name: string) => Retriever | undefined;
}

/** A trajectory made again from its examples, or why it cannot be. */
export type Imported =
  | { readonly name: string; readonly trajectory: Trajectory; readonly differences: readonly string[] }
  | { readonly name: string; readonly refused: string };

/**
 * Makes trajectories again from the examples of an export, in any order: the replies are read by the codec
 * and their operations applied to an empty memory, step by step. What the text does not say is not made
 * up: usage and latencies are missing, and the operations of policies that make several calls in a step
 * cannot be had. `differences` names steps whose operations were
 * refused otherwise than on record (a reply was edited, or depended on what is missing).
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
    const refused = refusalOf(head, ordered, options);
    imported.push(
      refused === undefined ? await rebuild(name, head!.episode!, ordered, options) : { name, refused },
    );
  }
  return imported;
}

function refusalOf(
  head: ExampleSource | undefined,
  examples: readonly ImportedExample[],
  { retrieverNamed }: ImportOptions,
): string | undefined {
  if (head?.episode === undefined)
    return 'its first example, which says how its memory was set, is not there';
  const { retriever } = head.episode.memory;
  if (retrieverNamed(retriever) === undefined)
    return `its entries were found by "${retriever}", which cannot be run without its server`;
  if (examples.some(({ source }) => source.call !== undefined))
    return 'its policy makes several calls in a step, whose operations are not in their text';
  const here = examples.map(({ source }) => source.step);
  const missing = head.steps?.filter((step) => !here.includes(step)) ?? [];
  if (missing.length > 0) return `steps ${missing.join(', ')} are not there; every one is needed`;
  const twice = here.find((step, place) => here.indexOf(step) !== place);
  return twice === undefined ? undefined : `step ${twice} is there twice`;
}

async function rebuild(
  name: string,
  header: EpisodeRecord,
  examples: readonly ImportedExample[],
  options: ImportOptions,
): Promise<Imported> {
  let now = 0;
  const memory = openAs(header.memory, options, () => now);
  const codec = options.codecFor(header.memory);
  const steps: StepRecord[] = [];
  const differences: string[] = [];
  const answers: (string | null)[] = header.task.questions.map(() => null);
  for (const example of examples) {
    now = example.source.time;
    const { step, difference } = await retake(memory, example, codec.parse(example.reply));
    // Steps that failed were not exported: those that remain are numbered anew.
    steps.push({ ...step, step: steps.length });
    if (difference !== undefined) differences.push(difference);
    for (const { index, text } of step.answers) answers[index] ??= text;
  }
  const entries = (await memory.entries()).length;
  const end = { kind: 'end', reason: 'done', answers, entries, unasked: [], latencyMs: 0 } as const;
  return { name, trajectory: { header, steps, end }, differences };
}

function openAs(settings: MemorySettings, options: ImportOptions, clock: () => number): Memory {
  const memory = openMemory({
    ...settings,
    capacity: settings.capacity ?? Number.POSITIVE_INFINITY,
    store: options.createStore(),
    retriever: options.retrieverNamed(settings.retriever)!,
    clock,
  });
  return ablate(memory, settings.ablated as readonly Ablation[]);
}

async function retake(
  memory: Memory,
  { source, prompt, reply }: ImportedExample,
  { operations: written, answers, issues }: ParsedReply,
): Promise<{ readonly step: StepRecord; readonly difference?: string }> {
  if (source.posed !== undefined) memory.pose(source.posed);
  const view = await memory.observe();
  const operations = withMeta(written, source.outcomes);
  const refusals = source.outcomes.map(({ refused }) => refused);
  const effects = await repeatOperations(memory, operations, refusals, `step ${source.step}`);
  const action: Action = answers.length > 0 ? { kind: 'answer', answers } : { kind: 'none' };
  const { question } = source;
  const step: StepRecord = {
    kind: 'step',
    step: source.step,
    stage: source.stage,
    ...(source.chunk && { chunk: source.chunk }),
    ...(question !== undefined && { question }),
    ...(source.posed !== undefined && { posed: source.posed }),
    view,
    prompt,
    text: reply,
    reads: [],
    operations,
    effects,
    action,
    answers: question === undefined ? [] : answers.slice(0, 1).map((text) => ({ index: question, text })),
    issues,
    usage: NO_USAGE,
    retrievals: view.query === null ? 0 : 1,
    time: source.time,
    latencyMs: 0,
  };
  const now = told(effects.map((effect) => (effect.applied ? null : effect.reason)));
  const recorded = told(source.outcomes.map(({ refused }) => refused));
  if (now === recorded) return { step };
  return { step, difference: `step ${source.step}: ${recorded} on record, ${now} now` };
}

/** Operations with what was recorded beside their texts, where they are as many as on record. */
function withMeta(
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

function told(refusals: readonly (Refusal | null)[]): string {
  return refusals.map((refusal) => refusal ?? 'applied').join(', ') || 'no operations';
}
